"""The sandbox's GET /authorize: what it refuses, and where a refusal is sent."""

import pytest

from helpers import sandbox
from tests.sandbox.box import REDIRECT_URI, Browser, login_error, running_box


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"client_id": ""}, "missing client id"),
        ({"client_id": "nobody"}, "invalid client"),
        ({"client_id": "nobody", "redirect_uri": "https://evil.example"}, "invalid client"),
        ({"redirect_uri": ""}, "missing redirect uri"),
        ({"response_type": ""}, "missing response type"),
        (
            {"scope": "user:read:email chat_login"},
            "Sorry, the scope you are requesting is currently unavailable. Please request new "
            "scopes documented at https://dev.twitch.tv/docs/authentication/#chat-and-pubsub.",
        ),
    ],
)
def test_authorize_errors_as_json(box, changes, message):
    answer = Browser(box.running.id_url).open(box.request(**changes))
    assert (answer.status_code, answer.content) == login_error(400, message)
    assert answer.headers["Content-Type"] == "application/json"


MISMATCH = (
    "?error=redirect_mismatch"
    "&error_description=Parameter+redirect_uri+does+not+match+registered+URI"
)
UNSUPPORTED = (
    "?error=unsupported_response_type&error_description=Response+type+is+not+supported"
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"redirect_uri": "https://evil.example"}, MISMATCH),
        ({"redirect_uri": "http://localhost:3000/"}, MISMATCH),
        ({"redirect_uri": "http://LOCALHOST:3000"}, MISMATCH),
        (
            {"redirect_uri": "//evil.example\r\nSet-Cookie: a=b", "state": "s"},
            f"{MISMATCH}&state=s",
        ),
        ({"redirect_uri": "https://evil.example", "response_type": "x"}, MISMATCH),
        ({"response_type": "code token", "state": "a b/ü"}, f"{UNSUPPORTED}&state=a+b%2F%C3%BC"),
        ({"response_type": "TOKEN"}, UNSUPPORTED),
        ({"response_type": "id_token"}, UNSUPPORTED),
        ({"response_type": "id_token", "state": ""}, f"{UNSUPPORTED}&state="),
    ],
)
def test_authorize_errors_as_redirect(box, changes, expected):
    answer = Browser(box.running.id_url).open(box.request(**changes))
    assert (answer.status_code, answer.content) == (302, b"")
    assert answer.headers["Location"] == f"http://localhost:3000/{expected}"


def test_public_app_has_no_implicit_grant(box):
    answer = Browser(box.running.id_url).open(box.request(client_id=box.running.public_client_id))
    assert answer.headers["Location"].startswith(f"{REDIRECT_URI}/?error=unauthorized_client&")


def test_mismatch_goes_to_the_first_uri_that_was_given():
    mine = "http://localhost:4321/back?lesson=4"
    with running_box(redirect_uris=[mine, REDIRECT_URI]) as box:
        assert box.running.redirect_uris == (mine, REDIRECT_URI, "http://localhost:17563")
        browser = Browser(box.running.id_url)
        answer = browser.open(box.request(redirect_uri="http://elsewhere"))
        assert answer.headers["Location"] == f"{mine}&{MISMATCH[1:]}"
        browser.sign_in(box.request(redirect_uri=mine))
        assert browser.decide("authorize").headers["Location"].startswith(f"{mine}#access_token=")


@pytest.mark.parametrize(
    "uri", ["localhost:3000", "javascript:alert(1)", "http://a;b", "http://a#b"]
)
def test_what_cannot_be_registered(uri):
    with pytest.raises(ValueError, match="cannot be registered"):
        sandbox.start(redirect_uris=[uri])
