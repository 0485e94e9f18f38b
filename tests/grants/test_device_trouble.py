"""Waiting for a yes on another device when something goes wrong: only what is final ends it."""

import threading
from itertools import pairwise

import pytest
import requests

from helpers.course import scripted_learner
from helpers.errors import BadAnswer, CourseError, NoConnection, TimedOut
from helpers.grants import device_code
from helpers.grants.device_waiting import DeviceWaiting
from helpers.tokens import Token
from tests.grants.devices import SCOPES, waiting


def answer(status: int, body: bytes = b"") -> requests.Response:
    made = requests.Response()
    made.status_code, made._content = status, body
    return made


def in_turn(monkeypatch, *problems) -> list[object]:
    """Let `poll` give these, then what the sandbox says; returns those that are left."""
    left, poll = list(problems), device_code.poll

    def next_one(*arguments):
        problem = left.pop(0) if left else poll(*arguments)
        if isinstance(problem, Exception):
            raise problem
        return problem

    monkeypatch.setattr(device_code, "poll", next_one)
    return left


PASSING = [
    NoConnection("No network."),
    TimedOut("Too slow."),
    BadAnswer("The answer broke off."),
    answer(500, b"<html>"),
    answer(502),
    answer(503, b'{"status":503,"message":""}'),
    answer(429, b'{"status":429,"message":"Too Many Requests"}'),
    answer(504, b"[" * 100_000),
]


@pytest.mark.parametrize("problem", PASSING, ids=lambda each: str(each)[:40])
def test_what_may_pass_is_waited_out(public, codes, clock, monkeypatch, problem):
    left = in_turn(monkeypatch, problem)
    said = []
    wait = waiting(public, codes, clock, on_change=lambda: said.append(wait.sentence))
    clock.plan[8] = lambda: scripted_learner.activate(wait.verification_uri)
    wait.run()
    assert not left
    assert any(each.endswith("The waiting goes on.") for each in said)
    assert Token.from_response(wait.response).scopes == tuple(SCOPES)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (answer(501, b"{}"), "The server does not offer this."),
        (answer(400, b'{"message":"invalid device code"}'), "used, refused, or is over"),
        (answer(400, b'{"message":"invalid client"}'), "no application with this client ID"),
        (answer(400, b"[" * 100_000), "Twitch did not accept the request."),
        (CourseError("The disk is full."), "The disk is full."),
        (RuntimeError("marker0secret"), "went wrong (RuntimeError)"),
        (UnicodeError("marker0secret"), "went wrong (UnicodeError)"),
    ],
)
def test_what_will_not_pass_ends_it_with_a_sentence(
    public, codes, clock, monkeypatch, problem, sentence
):
    left = in_turn(monkeypatch, problem, RuntimeError("asked again"))
    wait = waiting(public, codes, clock)
    wait.run()
    assert (wait.over, wait.response, len(left)) == (True, None, 1)
    assert sentence in wait.sentence
    assert "marker0secret" not in wait.sentence


def test_a_thread_that_meets_anything_ends_with_a_sentence(public, codes, clock, monkeypatch):
    in_turn(monkeypatch, KeyError("x"))
    wait = waiting(public, codes, clock)
    wait.start()
    wait.join()
    assert "went wrong (KeyError)" in wait.sentence


def test_a_view_that_fails_does_not_end_it(public, codes, clock):
    def fails() -> None:
        raise RuntimeError

    wait = waiting(public, codes, clock, on_change=fails)
    clock.plan[8] = lambda: scripted_learner.activate(wait.verification_uri)
    wait.run()
    assert wait.response is not None


def test_without_a_network_it_asks_once_a_minute_at_least(public, codes, clock, monkeypatch):
    asked = []

    def fails(*_):
        asked.append(clock.now)
        raise NoConnection("No network.")

    monkeypatch.setattr(device_code, "poll", fails)
    waiting(public, codes, clock).run()
    assert len(asked) > 25
    assert max(b - a for a, b in pairwise(asked)) < 62


def test_a_token_that_comes_while_it_is_stopped_is_kept(public, codes, clock, monkeypatch):
    """The device code is spent by it: nobody could get it again."""
    brought = answer(200, b"{}")
    wait = waiting(public, codes, clock)
    monkeypatch.setattr(device_code, "poll", lambda *_: wait.stop() or brought)
    wait.run()
    assert wait.response is brought
    assert "the token has arrived" in wait.sentence


@pytest.mark.parametrize("status", [400, 503])
def test_trouble_that_comes_while_it_is_stopped_is_not_told(
    public, codes, clock, monkeypatch, status
):
    wait = waiting(public, codes, clock)
    monkeypatch.setattr(device_code, "poll", lambda *_: wait.stop() or answer(status))
    wait.run()
    assert wait.sentence.startswith("Stopped. Run this cell again")


def test_it_can_be_stopped_while_a_question_is_under_way(public, codes, monkeypatch):
    asked, go = threading.Event(), threading.Event()

    def slow(*_):
        asked.set()
        go.wait(10)
        return answer(400, b'{"message":"authorization_pending"}')

    monkeypatch.setattr(device_code, "poll", slow)
    wait = DeviceWaiting(
        public, SCOPES, codes, wait=lambda _: False, clock=iter(range(10**6)).__next__
    )
    wait.start()
    assert asked.wait(10)
    wait.stop()
    assert wait.over
    go.set()
    wait.join()
    assert wait.sentence.startswith("Stopped")
