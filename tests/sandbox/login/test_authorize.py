"""The sandbox's GET /authorize: its errors, its sign-in and consent pages, its redirects."""

import pytest
import requests

from helpers import sandbox
from helpers.catalogue.scopes import LESSON, find, known
from tests.sandbox.fixtures import (
    REDIRECT_URI,
    Box,
    Browser,
    Clock,
    box_fixture,  # noqa: F401
    form_token,
    login_error,
)

# --- GET /authorize ------------------------------------------------------------------------


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
    running = sandbox.start(redirect_uris=[mine, REDIRECT_URI])
    try:
        box = Box(running, Clock())
        assert running.redirect_uris == (mine, REDIRECT_URI, "http://localhost:17563")
        answer = Browser(running.id_url).open(box.request(redirect_uri="http://elsewhere"))
        assert answer.headers["Location"] == f"{mine}&{MISMATCH[1:]}"
        browser = Browser(running.id_url)
        browser.sign_in(box.request(redirect_uri=mine))
        assert browser.decide("authorize").headers["Location"].startswith(f"{mine}#access_token=")
    finally:
        running.stop()


@pytest.mark.parametrize(
    "uri", ["localhost:3000", "javascript:alert(1)", "http://a;b", "http://a#b"]
)
def test_what_cannot_be_registered(uri):
    with pytest.raises(ValueError, match="cannot be registered"):
        sandbox.start(redirect_uris=[uri])


# --- sign-in and consent -------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
def test_sign_in_consent_and_return(box, prefix):
    browser = Browser(f"{box.base}/{prefix}")
    asked = box.request(scope="clips:edit user:read:email", state="s t", force_verify="true")
    assert "Who is signing in?" in browser.open(asked).text
    signed_in = browser.submit("sign-in", user="marta_paints")
    assert signed_in.status_code == 303
    assert signed_in.headers["Location"].startswith("authorize?client_id=")
    page = browser.open(asked)
    for shown in ("Sandbox practice app", "Marta_Paints", "clips:edit", "someone else"):
        assert shown in page.text
    assert find("user:read:email").description in page.text
    answer = browser.decide("authorize")
    head, token, tail = split_token(answer.headers["Location"])
    assert answer.status_code == 303
    assert head == "http://localhost:3000/#access_token="
    assert len(token) == 30
    assert tail == "&scope=clips%3Aedit+user%3Aread%3Aemail&state=s+t&token_type=bearer"
    headers = {"Authorization": f"OAuth {token}"}
    valid = requests.get(f"{box.running.id_url}/validate", headers=headers).json()
    assert (valid["login"], valid["scopes"]) == ("marta_paints", ["clips:edit", "user:read:email"])


def split_token(location: str) -> tuple[str, str, str]:
    head, name, rest = location.partition("access_token=")
    token, mark, tail = rest.partition("&")
    return head + name, token, mark + tail


def test_state_is_left_out_when_none_was_sent(box):
    browser = Browser(box.running.id_url)
    browser.sign_in(box.request(force_verify="true"))
    location = browser.decide("authorize").headers["Location"]
    assert split_token(location)[2] == "&scope=&token_type=bearer"


def test_cancel(box):
    browser = Browser(box.running.id_url)
    browser.sign_in(box.request(scope="user:edit", state="xyz"))
    answer = browser.decide("cancel")
    assert answer.status_code == 303
    assert answer.headers["Location"] == (
        "http://localhost:3000/?error=access_denied"
        "&error_description=The+user+denied+you+access&state=xyz"
    )
    assert browser.open(box.request(scope="user:edit")).status_code == 200  # asked again


def test_consent_is_remembered_for_the_same_scopes_or_fewer(box):
    browser = Browser(box.running.id_url)
    browser.sign_in(box.request(scope="user:edit clips:edit"), "kofi_speedruns")
    browser.decide("authorize")
    assert browser.open(box.request(scope="clips:edit user:edit")).status_code == 302
    assert browser.open(box.request(scope="clips:edit")).status_code == 302
    assert browser.open(box.request(scope="")).status_code == 302
    assert browser.open(box.request(scope="clips:edit bits:read")).status_code == 200
    assert browser.open(box.request(scope="clips:edit", force_verify="true")).status_code == 200
    assert browser.open(box.request(scope="clips:edit", force_verify="false")).status_code == 302
    browser.sign_in(box.request(scope="clips:edit", force_verify="true"), "twitchgaming")
    assert browser.open(box.request(scope="clips:edit")).status_code == 200  # another person


def test_nothing_is_granted_before_the_first_consent(box):
    browser = Browser(box.running.id_url)
    assert browser.sign_in(box.request(scope=""), "twitch").status_code == 200


def test_someone_else(box):
    browser = Browser(box.running.id_url)
    asked = box.request(force_verify="true")
    browser.sign_in(asked, "twitchgaming")
    assert "Who is signing in?" in browser.open(asked, "sign-in").text
    browser.submit("sign-in", user="quiet_viewer")
    assert "quiet_viewer" in browser.open(asked).text


def test_foreign_and_stale_forms_do_nothing(box):
    asked = box.request(scope="bits:read", force_verify="true")
    browser = Browser(box.running.id_url)
    stranger = Browser(box.running.id_url)
    browser.sign_in(asked)
    stranger.sign_in(asked)
    for wrong in ("", "0" * 64, "é", form_token(stranger.page)):
        browser.open(asked)
        answer = browser.submit("consent", decision="authorize", form_token=wrong)
        assert answer.status_code == 403
        assert "nothing was done" in answer.text
    browser.open(asked)
    assert browser.decide("maybe").status_code == 403
    browser.session.cookies.clear()
    assert browser.decide("authorize").status_code == 403


@pytest.mark.parametrize("fields", [{"user": "nobody"}, {"user": ""}, {"form_token": "x"}, {}])
def test_sign_in_needs_a_person_and_the_own_form(box, fields):
    browser = Browser(box.running.id_url)
    browser.open(box.request())
    answer = browser.submit("sign-in", **fields)
    assert answer.status_code == 403
    assert "Who is signing in?" in answer.text


def test_a_forged_cookie_signs_nobody_in(box):
    browser = Browser(box.running.id_url)
    browser.open(box.request())
    (cookie,) = browser.session.cookies
    nonce, _, signature = str(cookie.value).split(".")
    for forged in (f"{nonce}.141981764.{signature}", "a.b.c", "...", "é", ""):
        answer = requests.get(
            f"{box.running.id_url}/authorize",
            params=box.request(),
            headers={"Cookie": f"{cookie.name}={forged}".encode()},
        )
        assert "Who is signing in?" in answer.text


def test_cookie_and_page_headers(box):
    browser = Browser(box.running.id_url)
    page = browser.open(box.request(scope="clips:edit"))
    assert page.headers["Set-Cookie"].endswith("; HttpOnly; Path=/; SameSite=lax")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://localhost:3000;" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_pages_say_that_they_are_practice_and_escape_what_was_sent(box):
    browser = Browser(box.running.id_url)
    page = browser.open(box.request(state='"><script>alert(1)</script>'))
    assert "<script>" not in page.text
    assert "Practice page" in page.text
    assert "Never type your real Twitch password here." in page.text
    assert page.text.count("<h1>") == 1
    assert 'type="password"' not in page.text


def test_no_page_holds_a_token(box):
    browser = Browser(box.running.id_url)
    asked = box.request(scope="clips:edit", force_verify="true")
    browser.sign_in(asked)
    token = split_token(browser.decide("authorize").headers["Location"])[1]
    assert browser.page.text == ""
    assert token not in browser.open(asked).text


def test_lesson_scopes_are_accepted(box):
    assert all(map(known, LESSON))
    page = Browser(box.running.id_url).sign_in(box.request(scope=" ".join(LESSON)))
    assert [name for name in LESSON if f"<code>{name}</code>" not in page.text] == []


def test_damaged_cookies_and_forms(box):
    url = f"{box.running.id_url}/consent"
    answer = requests.post(url, params=box.request(), data=b"\xff\xfe=\0&decision=%ff&&=")
    assert answer.status_code == 403
