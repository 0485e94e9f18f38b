"""The grants as a learner calls them, against the real sandbox over loopback."""

import json

import pytest
import requests

from helpers.course import scripted_learner
from helpers.credentials.secret import Secret
from helpers.errors import (
    AuthorizationFailed,
    BadAnswer,
    ConsentRefused,
    NoCodeInAddress,
    Refusal,
    WrongState,
)
from helpers.grants import authorization_code, device_code, refresh_token, revoke
from helpers.grants.validate import validate
from helpers.tokens import Token
from tests.sandbox.box import (
    REDIRECT_URI,
    Box,
)
from tests.sandbox.flows import Flows
from tests.wire.bad_server import answering, http

STATE = "the-state-that-was-sent"
SCOPES = ["clips:edit", "user:read:email"]


@pytest.fixture(autouse=True)
def point_to_the_box(box: Box, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", box.running.id_url)
    monkeypatch.setenv("TWITCH_COURSE_API_URL", box.running.api_url)


@pytest.fixture
def app(box: Box) -> tuple[str, Secret]:
    return box.running.client_id, Secret(box.running.client_secret)


def code_for(client_id: str) -> Secret:
    url = authorization_code.authorization_url(client_id, REDIRECT_URI, SCOPES, STATE)
    return authorization_code.parse_redirect(scripted_learner.authorize(url), STATE)


def user_token(client_id: str, client_secret: Secret) -> Token:
    return Token.from_response(
        authorization_code.exchange_code(
            client_id, client_secret, code_for(client_id), REDIRECT_URI
        )
    )


# --- authorization code ----------------------------------------------------------------------


def test_a_code_becomes_a_token(app):
    token = user_token(*app)
    assert (token.kind, token.client_id) == ("user", app[0])
    assert set(token.scopes) == set(SCOPES)
    assert token.refresh_token is not None
    assert 3 < token.expires_in().total_seconds() / 3600 < 5
    owner = token.with_validation(validate(token))
    assert owner.login == "twitchdev"


def test_a_code_is_good_for_one_use(app):
    code = code_for(app[0])
    assert authorization_code.exchange_code(*app, code, REDIRECT_URI).ok
    with pytest.raises(Refusal) as caught:
        Token.from_response(authorization_code.exchange_code(*app, code, REDIRECT_URI))
    assert caught.value.message == "Invalid authorization code"
    assert code.reveal() not in str(caught.value)


def test_the_redirect_uri_must_be_the_same(app):
    answer = authorization_code.exchange_code(*app, code_for(app[0]), "http://localhost:17563")
    assert answer.status_code == 400
    assert answer.json()["message"] == "Parameter redirect_uri does not match registered URI"


def test_code_and_secret_travel_in_the_body(app):
    request = authorization_code.exchange_code(*app, "a-code", REDIRECT_URI).request
    assert "?" not in request.url
    assert "a-code" in request.body


@pytest.mark.parametrize(
    ("address", "error"),
    [
        (f"/?code=abc&scope=&state={STATE}", None),
        (f"/?code=&scope=&state={STATE}", NoCodeInAddress),
        (f"/?code=a&code=b&state={STATE}", NoCodeInAddress),
        (f"/?code=a%20b&state={STATE}", NoCodeInAddress),
        (f"/?scope=&state={STATE}", NoCodeInAddress),
        (f"/#code=abc&state={STATE}", NoCodeInAddress),
        ("/?code=abc", WrongState),
        ("/?code=abc&state=other", WrongState),
        (f"/?code=abc&state={STATE}&state=other", WrongState),
        (f"/?error=access_denied&state={STATE}", ConsentRefused),
        (f"/?error=invalid_scope&state={STATE}", AuthorizationFailed),
    ],
)
def test_only_a_code_with_its_state_is_read(address, error):
    if error is None:
        assert authorization_code.parse_redirect(REDIRECT_URI + address, STATE) == "abc"
        return
    with pytest.raises(error) as caught:
        authorization_code.parse_redirect(REDIRECT_URI + address, STATE)
    assert type(caught.value) is error


def test_scopes_may_be_words():
    urls = {
        authorization_code.authorization_url("i", REDIRECT_URI, scopes, "s", force_verify=True)
        for scopes in (SCOPES, " ".join(SCOPES))
    }
    [url] = urls
    assert "response_type=code" in url
    assert "force_verify=true" in url


# --- refresh ---------------------------------------------------------------------------------


def test_a_refreshed_token_takes_the_place_of_the_old_one(app):
    old = user_token(*app)
    new = Token.from_response(refresh_token.refresh(*app, old.refresh_token))
    assert new.access_token != old.access_token
    assert set(new.scopes) == set(SCOPES)
    assert validate(new).ok
    assert validate(old).status_code == 401


def test_a_refresh_token_that_is_none_is_refused(app):
    with pytest.raises(Refusal) as caught:
        Token.from_response(refresh_token.refresh(*app, "no-such-refresh-token"))
    assert (caught.value.status, caught.value.message) == (400, "Invalid refresh token")
    assert "refresh" in str(caught.value)


def test_a_public_application_refreshes_without_a_secret_once(box):
    public = box.running.public_client_id
    first = Flows(box).device_tokens()["refresh_token"]
    assert refresh_token.refresh(public, None, first).ok
    assert refresh_token.refresh(public, None, first).json()["message"] == "Invalid refresh token"


# --- revoke ----------------------------------------------------------------------------------


def test_a_revoked_token_is_over(app):
    token = user_token(*app)
    answer = revoke.revoke(app[0], token)
    assert (answer.status_code, answer.content) == (200, b"")
    assert validate(token).status_code == 401
    assert revoke.revoke(app[0], token.access_token).json()["message"] == "Invalid token"
    assert revoke.revoke("nobody", "t").status_code == 404


# --- device code -----------------------------------------------------------------------------


@pytest.mark.parametrize("scopes", [SCOPES, " ".join(SCOPES)], ids=["list", "words"])
def test_a_device_gets_its_token_after_the_user_said_yes(box, scopes):
    public = box.running.public_client_id
    codes = device_code.request_codes(public, scopes).json()
    waiting = device_code.poll(public, scopes, codes["device_code"])
    assert waiting.json()["message"] == "authorization_pending"
    polling = device_code.Polling(codes["expires_in"], codes["interval"], box.clock)
    assert polling.asked(waiting)
    Flows(box).answer(codes["user_code"])
    answer = device_code.poll(public, scopes, Secret(codes["device_code"]))
    assert not polling.asked(answer)
    token = Token.from_response(answer)
    assert set(token.scopes) == set(SCOPES)
    assert token.refresh_token is not None


def test_a_refusal_ends_the_polling(box):
    public = box.running.public_client_id
    codes = device_code.request_codes(public, SCOPES).json()
    Flows(box).answer(codes["user_code"], "cancel")
    answer = device_code.poll(public, SCOPES, codes["device_code"])
    assert answer.json()["message"] == "invalid device code"
    assert not device_code.Polling(1800).asked(answer)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def said(monkeypatch):
    """A real answer of a server that says just this."""

    def say(status: str, body: str) -> requests.Response:
        with answering(http(status, body)) as base:
            monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
            return device_code.poll("id", SCOPES, "code")

    return say


def message(text: object) -> str:
    return json.dumps({"status": 400, "message": text})


def test_the_first_question_comes_after_the_interval():
    clock = Clock()
    polling = device_code.Polling(1800, 5, clock)
    assert (polling.wait_seconds, polling.seconds_left) == (5, 1800)
    clock.now += 7
    assert (polling.wait_seconds, polling.seconds_left) == (0, 1793)


def test_slow_down_adds_five_seconds_for_good(said):
    clock = Clock()
    polling = device_code.Polling(1800, clock=clock)
    assert polling.asked(said("400 Bad", message("slow_down")))
    assert polling.wait_seconds == 10
    assert polling.asked(said("400 Bad", message("slow_down")))
    assert polling.asked(said("400 Bad", message("authorization_pending")))
    assert polling.wait_seconds == 15


def test_it_ends_when_the_codes_are_over(said):
    clock = Clock()
    polling = device_code.Polling(60, 5, clock)
    pending = said("400 Bad", message("authorization_pending"))
    assert polling.asked(pending)
    clock.now += 60
    assert polling.seconds_left == 0
    assert not polling.asked(pending)


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", message(None), message("no")])
def test_any_other_answer_ends_it(said, body):
    assert not device_code.Polling(1800).asked(said("400 Bad", body))


def test_an_unknown_client_gets_no_codes():
    answer = device_code.request_codes("nobody", SCOPES)
    assert (answer.status_code, answer.json()["message"]) == (400, "invalid client")
    with pytest.raises((Refusal, BadAnswer)):
        Token.from_response(answer)
