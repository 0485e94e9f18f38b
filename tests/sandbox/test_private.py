"""A private sandbox: who does not know the first part of its addresses finds nothing there."""

import hmac
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from helpers import sandbox
from helpers.course import scripted_learner
from tests.sandbox.box import REDIRECT_URI, Box, Browser, running_box
from tests.sandbox.flows import Flows
from tests.sandbox.program import is_valid, new_token, running


@pytest.fixture(scope="module")
def private() -> Iterator[Box]:
    with running_box(private=True) as box:
        yield box


@pytest.fixture
def part(private) -> str:
    return urlsplit(private.running.id_url).path.split("/")[1]


@pytest.fixture
def port(private) -> str:
    return f"http://127.0.0.1:{urlsplit(private.base).port}"


def test_the_part_is_long_and_another_one_at_each_start_with_the_same_seed(part):
    with running_box(private=True) as other:
        another = urlsplit(other.running.id_url).path.split("/")[1]
    assert part != another
    assert re.fullmatch("[a-z0-9]{30}", part), "30 of 36 characters: 155 bits"


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "evil.example"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/oauth2/validate"),
        ("POST", "/oauth2/token"),
        ("OPTIONS", "/helix/users"),
        ("GET", "/connections"),
        ("POST", "/activate/sign-in"),
        ("GET", "/images/profile/141981764-300x300.svg"),
        ("GET", "/{wrong}/oauth2/validate"),
        ("GET", "/{part}x/oauth2/validate"),
        ("GET", "/{part}oauth2/validate"),
        ("GET", "/x/{part}/oauth2/validate"),
        ("GET", "/☃{part}/oauth2/validate"),
        ("GET", f"/oauth2/authorize?{'x' * 17_000}"),
    ],
)
def test_without_it_there_is_nothing(port, part, host, method, path):
    wrong = part[:-1] + ("a" if part[-1] != "a" else "b")
    headers = {"Host": host.format(port=urlsplit(port).port)}
    url = f"{port}{path.format(part=part, wrong=wrong)}"
    answer = requests.request(method, url, headers=headers, timeout=5)
    assert (answer.status_code, answer.content) == (404, b"")
    assert set(answer.headers) == {"date", "content-length"}


def test_it_is_compared_in_constant_time(private, part, monkeypatch):
    compared, real = [], hmac.compare_digest

    def noting(a, b):
        compared.append({a, b})
        return real(a, b)

    monkeypatch.setattr("helpers.sandbox.server.guard.hmac.compare_digest", noting)
    requests.get(f"{private.base}/oauth2/keys", timeout=5)
    assert {f"/{part}".encode()} in compared


def test_a_foreign_host_is_refused_also_with_it(private):
    answer = requests.get(f"{private.base}/oauth2/keys", headers={"Host": "evil.example"})
    assert answer.status_code == 421


def test_every_address_that_it_gives_out_has_it(private):
    flows = Flows(private)
    found = requests.get(f"{private.running.id_url}/.well-known/openid-configuration").json()
    given = [
        found[name] for name in found if name == "issuer" or name.endswith(("uri", "endpoint"))
    ]
    given.append(flows.device()["verification_uri"])
    users = f"{private.running.api_url}/users?login=twitchdev"
    user = requests.get(users, headers=private.headers(private.app_token())).json()["data"][0]
    given += [user["profile_image_url"], user["offline_image_url"]]
    claims = '{"userinfo":{"picture":null}}'
    browser = Browser(private.running.id_url)
    browser.sign_in(private.request(scope="openid", claims=claims))
    fragment = urlsplit(browser.decide("authorize").headers["Location"]).fragment
    bearer = {"Authorization": f"Bearer {parse_qs(fragment)['access_token'][0]}"}
    userinfo = requests.get(f"{private.running.id_url}/userinfo", headers=bearer).json()
    given += [userinfo["iss"], userinfo["picture"]]
    assert len(given) == 10
    assert [each for each in given if not each.startswith(f"{private.base}/")] == []
    for picture in (user["profile_image_url"], userinfo["picture"]):
        assert requests.get(picture).headers["content-type"].startswith("image/svg")


def test_the_id_token_names_the_issuer_that_discovery_names(private):
    for service in ("oauth2", "auth"):
        at = f"{private.base}/{service}"
        asked = private.request(response_type="id_token", scope="openid", force_verify="true")
        browser = Browser(at)
        browser.sign_in(asked)
        fragment = urlsplit(browser.decide("authorize").headers["Location"]).fragment
        token = parse_qs(fragment)["id_token"][0]
        issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
        discovered = requests.get(f"{at}/.well-known/openid-configuration").json()
        assert issuer == discovered["issuer"] == at


@pytest.mark.parametrize("service", ["oauth2", "auth"])
def test_sign_in_and_consent_are_walked(private, service):
    sent = private.request(state="s", force_verify="true")
    url = requests.Request("GET", f"{private.base}/{service}/authorize", params=sent).prepare().url
    came = scripted_learner.authorize(str(url), "quiet_viewer")
    assert came.startswith(f"{REDIRECT_URI}/#access_token=")


def test_a_device_is_let_in(private):
    flows = Flows(private)
    started = flows.device()
    scripted_learner.activate(started["verification_uri"], "marta_paints")
    assert flows.alive(flows.poll(started["device_code"]).json()["access_token"])


def test_an_application_is_disconnected(private):
    flows = Flows(private)
    token = private.user_token(login="kofi_speedruns")
    done = flows.disconnect(flows.confidential, "kofi_speedruns")
    assert (done.status_code, done.headers["Location"]) == (303, f"{private.base}/connections")
    assert not flows.alive(token)


def test_the_links_of_its_pages_stay_in_it(private):
    links = {}
    for name in ("activate", "connections"):
        browser = Browser(private.base)
        browser.open({}, name)
        browser.submit(f"{name}/sign-in", user="twitchdev")
        page = browser.open({}, name)
        assert page.status_code == 200
        links |= {
            requests.compat.urljoin(page.url, link.partition("?")[0]): page
            for link in re.findall(r'(?:href|action)="([^"]+)"', page.text)
        }
    assert {f"{private.base}/activate/sign-in", f"{private.base}/connections/sign-in"} <= set(links)
    assert all(link.startswith(f"{private.base}/") for link in links)


def test_the_cookie_goes_to_it_alone(private, part, port):
    browser = Browser(private.running.id_url)
    page = browser.open(private.request())
    assert page.headers["Set-Cookie"].endswith(f"; HttpOnly; Path=/{part}; SameSite=lax")
    elsewhere = browser.session.get(f"{port}/other/sandbox")
    assert "Cookie" not in elsewhere.request.headers
    assert "Cookie" in browser.session.get(f"{private.base}/connections").request.headers


def test_nothing_shows_it_by_the_way(private, part):
    assert part not in repr(private.running)
    assert part in private.running.id_url


def test_the_program_is_private_if_asked():
    with running("--private") as (_, card):
        assert re.fullmatch("/[a-z0-9]{30}/oauth2", urlsplit(card["id_url"]).path)
        assert card["api_url"] == card["id_url"].replace("/oauth2", "/helix")
        assert is_valid(card, new_token(card))
        open_address = card["id_url"].replace(urlsplit(card["id_url"]).path, "/oauth2/keys")
        assert requests.get(open_address, timeout=5).status_code == 404


def test_without_being_asked_a_sandbox_is_open():
    started = sandbox.start()
    try:
        assert urlsplit(started.id_url).path == "/oauth2"
        assert started.public_address == ""
    finally:
        started.stop()
