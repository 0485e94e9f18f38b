"""The device code grant against the real sandbox, and how its polling goes on and ends."""

import json

import pytest
import requests

from helpers.credentials.secret import Secret
from helpers.errors import BadAnswer, Refusal
from helpers.grants import device_code
from helpers.tokens import Token
from tests.grants.signed_in import SCOPES
from tests.sandbox.box import Clock
from tests.sandbox.flows import Flows
from tests.wire.bad_server import answering, http

pytestmark = pytest.mark.usefixtures("at_the_box")


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
