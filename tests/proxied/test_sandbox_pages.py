"""The kernel's sandbox behind the proxy of a hub: its pages walked as a browser walks them."""

from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from helpers import wire
from helpers.grants import device_code, implicit, openid_connect
from helpers.wire import embedded
from tests.proxied.hub import Pages
from tests.redirect.arrivals import STATE


@pytest.fixture
def sandbox(redirect_uri):
    """The kernel's own, started with the redirect URI behind the proxy in the settings."""
    return embedded.sandbox()


@pytest.fixture
def root(sandbox, redirect_uri) -> str:
    """Where the hub's proxy has the sandbox."""
    proxy = redirect_uri.rstrip("/").rpartition("/")[0]
    port, _, part = sandbox.address.rpartition(":")[2].partition("/")
    return f"{proxy}/{port}/{part}"


def walked(pages: Pages, page: requests.Response, **person: str) -> requests.Response:
    """Press what a person presses, until the way back to the application or the last page."""
    assert "Who is signing in?" in page.text
    return pages.press(pages.press(page, "Sign in", **person), "Authorize")


def test_sign_in_and_consent(sandbox, root, redirect_uri, pages):
    url = implicit.authorization_url(sandbox.client_id, redirect_uri, ["user:read:email"], STATE)
    page = pages.open(wire.for_browser(url))
    assert page.url.startswith(f"{root}/login?")
    came = walked(pages, page, user="marta_paints").headers["Location"]
    assert came.startswith(f"{redirect_uri}#access_token=")
    assert implicit.parse_redirect(came, STATE).scopes == ("user:read:email",)
    assert [each for each in pages.seen if not each.startswith(f"{root}/")] == []


def test_the_id_token_is_for_an_application_that_asks_the_sandbox_directly(
    sandbox, redirect_uri, pages
):
    url = openid_connect.authorization_url(
        sandbox.client_id, redirect_uri, "openid", STATE, "the-nonce", response_type="id_token"
    )
    came = walked(pages, pages.open(wire.for_browser(url))).headers["Location"]
    token = parse_qs(urlsplit(came).fragment)["id_token"][0]
    issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
    assert issuer == openid_connect.discover().json()["issuer"] == sandbox.id_url


def test_a_device_and_the_connections(sandbox, root, pages):
    codes = device_code.request_codes(sandbox.client_id, ["user:read:email"]).json()
    page = pages.open(wire.for_browser(codes["verification_uri"]))
    assert "The device is connected" in walked(pages, page).text
    token = device_code.poll(sandbox.client_id, ["user:read:email"], codes["device_code"])
    assert token.status_code == 200
    shown = pages.open(f"{root}/connections")
    assert "Disconnect" in shown.text
    assert "No application has access" in pages.press(shown, "Disconnect").text
    assert [each for each in pages.seen if not each.startswith(f"{root}/")] == []


def test_the_cookie_stays_with_this_sandbox(root, hub, pages, sandbox):
    page = pages.open(f"{root}/connections")
    assert f"; Path={urlsplit(root).path};" in page.headers["Set-Cookie"]
    name = f"sandbox_{urlsplit(sandbox.address).port}"
    elsewhere = pages._session.get(f"{hub.address}/api", timeout=10)
    assert name not in elsewhere.request.headers["Cookie"]
    assert name in pages.open(f"{root}/connections").request.headers["Cookie"]


def test_without_the_first_part_there_is_nothing(root, pages):
    before = root.rpartition("/")[0]
    for path in ("/", "/oauth2/keys", "/connections"):
        assert pages.open(before + path).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "hub.example", "127.0.0.1"])
def test_another_host_is_refused(sandbox, root, host):
    part = sandbox.address.rpartition("/")[2]
    here = sandbox.address.removesuffix(f"/{part}")
    headers = {"Host": host, "X-Forwarded-Host": urlsplit(root).netloc}
    answer = requests.get(f"{here}/{part}/connections", headers=headers, timeout=5)
    assert answer.status_code == 421


@pytest.mark.parametrize("name", ["Prefix", "Context", "Host", "Proto"])
@pytest.mark.parametrize(
    "setting", ["http://localhost:3000", "https://hub.example/user/ada/proxy/3000/"]
)
def test_a_forged_header_changes_nothing(monkeypatch, name, setting):
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", setting)
    sandbox = embedded.sandbox()
    url = implicit.authorization_url(sandbox.client_id, "http://localhost:3000", [], STATE)
    forged = {f"X-Forwarded-{name}": "/evil.example", "X-ProxyContextPath": "/evil.example"}
    answers = [
        requests.get(url, headers=headers, allow_redirects=False, timeout=5)
        for headers in ({}, forged)
    ]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    pages = [requests.get(each.headers["Location"], headers=forged, timeout=5) for each in answers]
    assert "evil.example" not in "".join(page.text + str(page.headers) for page in pages)
    path = urlsplit(sandbox.address).path
    assert all(f"; Path={path};" in page.headers["Set-Cookie"] for page in pages)


def test_what_the_kernel_asks_stays_on_this_computer(sandbox, root):
    assert wire.twitch() == wire.Twitch(sandbox.id_url, sandbox.api_url)
    assert wire.is_loopback(sandbox.address)
    assert wire.for_browser(f"{sandbox.address}/activate?a=b#c") == f"{root}/activate?a=b#c"
    assert wire.for_browser(sandbox.address) == root
