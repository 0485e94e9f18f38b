"""Waiting for a yes on another device: a real sandbox, and a clock that runs with the test."""

import pytest
import requests

from helpers.course import scripted_learner
from helpers.errors import BadAnswer, CourseError, NoConnection, Refusal
from helpers.grants import device_code
from helpers.grants.device_waiting import DeviceWaiting
from helpers.tokens import Token
from helpers.wire import embedded
from tests.grants.devices import SCOPES, waiting
from tests.sandbox.box import Browser


@pytest.fixture
def asked(monkeypatch, clock) -> list[float]:
    """At which second each question was asked."""
    seconds: list[float] = []
    poll = device_code.poll

    def noted(*arguments):
        seconds.append(round(clock.now - 100))
        return poll(*arguments)

    monkeypatch.setattr(device_code, "poll", noted)
    return seconds


def test_it_asks_every_interval_and_stops_at_the_token(public, codes, clock, asked):
    seen = []
    wait = waiting(public, codes, clock, on_change=lambda: seen.append(wait.seconds_left))
    clock.plan[12] = lambda: scripted_learner.activate(wait.verification_uri)
    wait.run()
    assert asked == [5, 10, 15]
    assert wait.over
    assert "the token has arrived" in wait.sentence
    assert Token.from_response(wait.response).scopes == tuple(SCOPES)
    assert seen[:3] == pytest.approx([1799, 1798, 1797])
    assert seen[-1] == 0


def test_a_refusal_ends_it(public, codes, clock, asked):
    wait = waiting(public, codes, clock)
    clock.plan[7] = lambda: refuse(wait.verification_uri)
    wait.run()
    assert asked == [5, 10]
    assert wait.response is None
    assert "used, refused, or is over" in wait.sentence


def refuse(uri: str) -> None:
    base, _, code = uri.partition("/activate?")
    browser = Browser(base)
    browser.open({"device-code": code.rpartition("=")[2]}, "activate")
    browser.submit("activate/sign-in", user="twitchdev")
    browser.open({"device-code": code.rpartition("=")[2]}, "activate")
    assert browser.submit("activate", decision="cancel").ok


def test_it_ends_with_the_codes(public, codes, clock, asked):
    wait = waiting(public, codes, clock)
    wait.run()
    assert clock.now - 100 == pytest.approx(1800, abs=2)
    assert len(asked) == 1800 // 5 - 1
    assert "nobody said yes in time" in wait.sentence
    assert wait.seconds_left == 0


def test_a_second_waiting_has_only_the_rest_of_the_time(public, codes, clock):
    waiting(public, codes, clock)
    clock.now += 1700
    assert waiting(public, codes, clock).seconds_left == pytest.approx(100)


def test_it_can_be_stopped(public, codes, clock, asked):
    wait = waiting(public, codes, clock)
    clock.plan[6] = lambda: wait.stop() or True
    wait.run()
    wait.stop()
    assert asked == [5]
    assert wait.sentence.startswith("Stopped")
    wait.ask()
    assert asked == [5], "nobody is asked after the end"


def test_a_real_thread_ends_at_stop(public, codes):
    import threading

    stepped = threading.Event()
    wait = DeviceWaiting(public, SCOPES, codes, stepped.set)
    wait.start()
    wait.stop()
    assert stepped.wait(10)
    assert wait.over


def test_without_a_network_it_goes_on_at_half_the_pace(public, codes, clock, monkeypatch):
    seconds = []

    def fails(*_):
        seconds.append(round(clock.now - 100))
        raise NoConnection("No network.")

    monkeypatch.setattr(device_code, "poll", fails)
    wait = waiting(public, codes, clock)
    clock.plan[40] = lambda: (
        wait.sentence == "No network. The waiting goes on." and (wait.stop() or 1)
    )
    wait.run()
    assert seconds == [5, 15, 35]


def test_slow_down_is_obeyed(public, codes, clock, monkeypatch):
    seconds = []

    def slow(*_):
        seconds.append(round(clock.now - 100))
        answer = requests.Response()
        answer.status_code, answer._content = 400, b'{"status":400,"message":"slow_down"}'
        return answer

    monkeypatch.setattr(device_code, "poll", slow)
    wait = waiting(public, codes, clock)
    clock.plan[32] = lambda: wait.stop() or True
    wait.run()
    assert seconds == [5, 15, 30]


def test_an_answer_without_codes_is_told(public, clock):
    refused = device_code.request_codes("nobody", SCOPES)
    with pytest.raises(Refusal, match="no application with this client ID"):
        waiting(public, refused, clock)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"user_code": ""}, "user_code"),
        ({"device_code": 7}, "device_code"),
        ({"expires_in": "soon"}, "expires_in"),
        ({"expires_in": True}, "expires_in"),
        ({"interval": -1}, "interval"),
        ({"verification_uri": "javascript:alert(1)"}, "verification_uri"),
        ({"verification_uri": "http://example.org/activate"}, "verification_uri"),
    ],
)
def test_codes_that_cannot_be_used_are_told(public, codes, clock, changed, named):
    import json

    codes._content = json.dumps(codes.json() | changed).encode()
    with pytest.raises(BadAnswer, match=named):
        waiting(public, codes, clock)


def test_without_an_interval_it_is_five_seconds(public, codes, clock, asked):
    import json

    body = codes.json()
    del body["interval"]
    codes._content = json.dumps(body).encode()
    wait = waiting(public, codes, clock)
    clock.plan[6] = lambda: wait.stop() or True
    wait.run()
    assert asked == [5]


def test_the_scripted_learner_never_says_yes_on_live_twitch():
    with pytest.raises(CourseError, match="only signs in to the sandbox"):
        scripted_learner.activate("https://www.twitch.tv/activate?device-code=ABCDEFGH")


def test_an_unknown_code_is_told(sandbox):
    base = embedded.sandbox().id_url.removesuffix("/oauth2")
    with pytest.raises(CourseError, match="No device waits with this code"):
        scripted_learner.activate(f"{base}/activate?device-code=ABCDEFGH")
