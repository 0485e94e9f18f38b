"""The sandbox's login service in what was recorded from Twitch, or told by who uses it."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from tests.sandbox.box import REDIRECT_URI, Box, Browser, login_error
from tests.sandbox.flows import DEVICE_CODE, Flows


@pytest.fixture
def flows(box: Box) -> Flows:
    return Flows(box)


def post_json(flows: Flows, path: str = "token", **sent: object) -> requests.Response:
    known = {"client_id": flows.confidential, "client_secret": flows.box.running.client_secret}
    return requests.post(f"{flows.box.running.id_url}/{path}", json=known | sent)


# --- a JSON body -----------------------------------------------------------------------------


def test_every_grant_reads_a_json_body(flows):
    app = post_json(flows, grant_type="client_credentials", code=None, redirect_uri=REDIRECT_URI)
    assert list(app.json()) == ["access_token", "expires_in", "token_type"]
    user = post_json(
        flows, grant_type="authorization_code", code=flows.code(), redirect_uri=REDIRECT_URI
    ).json()
    again = post_json(flows, grant_type="refresh_token", refresh_token=user["refresh_token"])
    assert flows.alive(again.json()["access_token"])
    device = post_json(flows, grant_type=DEVICE_CODE, device_code="nonsense")
    assert (device.status_code, device.content) == login_error(400, "invalid device code")


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        ({"client_id": None, "grant_type": "client_credentials"}, 400, "missing client id"),
        ({"client_id": ["a"], "grant_type": "client_credentials"}, 400, "missing client id"),
        ({"client_id": True, "grant_type": "client_credentials"}, 400, "missing client id"),
        ({"client_id": 7, "grant_type": "client_credentials"}, 400, "invalid client"),
        ({"client_secret": None, "grant_type": "client_credentials"}, 400,
         "missing client secret"),
        ({"client_secret": "\ud800", "grant_type": "client_credentials"}, 403,
         "invalid client secret"),
        ({"grant_type": None}, 400, "missing grant type"),
        ({"grant_type": "authorization_code", "code": None}, 400, "missing code"),
        ({"grant_type": "refresh_token", "refresh_token": None}, 400, "missing refresh token"),
        ({"grant_type": "refresh_token", "refresh_token": ""}, 400, "missing refresh token"),
    ],
)  # fmt: skip
def test_what_a_json_body_lacks(flows, sent, status, message):
    answer = post_json(flows, **sent)
    assert (answer.status_code, answer.content) == login_error(status, message)


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "[" * 50_000, b"\xff", "1"])
def test_a_body_that_is_no_json_object_holds_no_parameters(flows, body):
    answer = requests.post(
        f"{flows.box.running.id_url}/token",
        params={"grant_type": "client_credentials"},
        data=body,
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    assert (answer.status_code, answer.content) == login_error(400, "missing client id")


def test_the_other_endpoints_read_no_json(flows):
    for path in ("revoke", "device"):
        answer = post_json(flows, path, token="t")
        assert (answer.status_code, answer.content) == login_error(400, "missing client id")


# --- devices ---------------------------------------------------------------------------------


def test_the_scopes_of_a_device_count_in_the_body_alone(flows):
    url, granted = f"{flows.box.running.id_url}/device", {}
    both = {"client_id": flows.public, "scopes": "clips:edit"}
    for place, sent in [
        ("body", {"data": both}),
        ("multipart", {"files": {name: (None, value) for name, value in both.items()}}),
        ("query", {"params": both}),
        ("query, unknown", {"params": {**both, "scopes": "no:such"}}),
    ]:
        started = requests.post(url, **sent).json()
        flows.answer(started["user_code"])
        token = flows.poll(started["device_code"]).json()
        granted[place] = token.get("scope")
        assert ("scope" in token) == (place in ("body", "multipart"))
    assert granted["body"] == granted["multipart"] == ["clips:edit"]


# --- who is not signed in --------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "page"), [("oauth2", "/login"), ("auth", "/auth/login")])
def test_who_is_not_signed_in_is_sent_to_the_login_page(box, prefix, page):
    asked = box.request(scope="clips:edit user:edit", state="a&b <c>", force_verify="true")
    query = urlencode(asked)
    answer = requests.get(f"{box.base}/{prefix}/authorize?{query}", allow_redirects=False)
    location = answer.headers["Location"]
    assert (answer.status_code, urlsplit(location).path) == (302, page)
    assert parse_qs(urlsplit(location).query) == {
        "client_id": [box.running.client_id],
        "redirect_params": [query],
    }
    assert answer.text == f'<a href="{location.replace("&", "&amp;")}">Found</a>.\n\n'
    browser = Browser(f"{box.base}/{prefix}")
    browser.sign_in(asked, "marta_paints")
    assert "Marta_Paints" in browser.page.text
    assert browser.decide("authorize").headers["Location"].startswith(f"{REDIRECT_URI}/#")


@pytest.mark.parametrize(
    ("query", "message"),
    [("", "missing client id"), ("redirect_params=", "missing client id"),
     ("client_id=x", "missing client id"),
     ("redirect_params=client_id%3Dnobody", "invalid client")],
)  # fmt: skip
def test_a_login_page_that_leads_nowhere(box, query, message):
    answer = requests.get(f"{box.base}/login?{query}")
    assert (answer.status_code, answer.content) == login_error(400, message)


def test_a_long_request_gets_as_far_as_the_login_page(box):
    state = "%" * 5_000  # every one of them is written as %25, and then as %2525
    page = Browser(box.running.id_url).open(box.request(state=state))
    assert "Who is signing in?" in page.text


def test_the_login_page_is_found_under_every_name_of_this_computer(box):
    port = urlsplit(box.base).port
    query = urlencode(box.request())
    answer = requests.get(f"http://localhost:{port}/oauth2/authorize?{query}")
    assert (answer.status_code, urlsplit(answer.url).netloc) == (200, f"localhost:{port}")


# --- consent, CORS ---------------------------------------------------------------------------


def test_the_consent_page_for_openid_lists_more_than_was_asked_for(box):
    browser = Browser(box.running.id_url)
    shown = browser.sign_in(box.request(scope="openid", force_verify="true")).text
    assert "e-mail address, and whether it is verified" in shown
    assert "profile picture" in shown
    shown = browser.open(box.request(scope="clips:edit", force_verify="true")).text
    assert "whether it is verified" not in shown


@pytest.mark.parametrize("path", ["token", "device", "revoke", "validate"])
def test_a_web_page_may_call(box, path):
    preflight = requests.options(f"{box.running.id_url}/{path}")
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    method = "GET" if path == "validate" else "POST"
    answer = requests.request(method, f"{box.running.id_url}/{path}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cache-Control" not in answer.headers


@pytest.mark.parametrize("scheme", ["OAuth", "Bearer", "oauth", "bearer"])
def test_validate_takes_both_schemes(box, scheme):
    headers = {"Authorization": f"{scheme} {box.app_token()}"}
    assert requests.get(f"{box.running.id_url}/validate", headers=headers).status_code == 200
    empty = requests.get(f"{box.running.id_url}/validate", headers={"Authorization": f"{scheme} "})
    assert (empty.status_code, empty.content) == login_error(401, "missing authorization token")
