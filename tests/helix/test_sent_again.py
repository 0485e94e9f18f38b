"""Calls that Twitch was too busy for: which are sent again, after how long, and what is told."""

from datetime import datetime, timezone

import pytest
import requests

from helpers import clock, helix
from helpers.helix import waiting
from tests.helix.api_server import Answer
from tests.helix.calls import OK, VERBS, call

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
BUSY = Answer({"error": "Service Unavailable", "status": 503, "message": ""}, 503)


def too_many(reset: object) -> Answer:
    headers = {"Ratelimit-Limit": "800", "Ratelimit-Remaining": "0"}
    if reset is not None:
        headers["Ratelimit-Reset"] = str(reset)
    body = {"error": "Too Many Requests", "status": 429, "message": "Request limit exceeded"}
    return Answer(body, 429, headers)


@pytest.fixture
def slept(monkeypatch):
    """The seconds that were waited, without waiting them; the clock stands still."""
    seconds: list[float] = []
    monkeypatch.setattr(waiting, "sleep", seconds.append)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return seconds


@pytest.mark.parametrize("verb", ["get", "put", "delete"])
def test_busy_is_asked_once_more(play, verb):
    api = play(BUSY, OK)
    assert call(verb).status_code == 200
    assert len(api.asked) == 2
    assert len({each.connection for each in api.asked}) == 1


def test_busy_for_longer_is_returned(play):
    api = play(BUSY)
    assert call().status_code == 503
    assert len(api.asked) == 2


@pytest.mark.parametrize("verb", ["post", "patch"])
def test_what_may_have_happened_is_not_sent_again(play, verb):
    api = play(BUSY, OK)
    assert call(verb, json={}).status_code == 503
    assert len(api.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 502])
def test_every_other_answer_is_returned_at_once(play, slept, status):
    api = play(Answer({"message": "x"}, status))
    assert call().status_code == status
    assert len(api.asked) == 1
    assert slept == []


NOON = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        (NOON + 37, 37),
        (NOON + 60, 60),
        (NOON, 1),
        (NOON - 3600, 1),
        (NOON + 3600, 65),
        (99_999_999_999, 65),
        (999_999_999_999_999_999, 1),
        (None, 1),
        ("soon", 1),
        ("", 1),
        ("-5", 1),
        ("1e9", 1),
        ("²", 1),
    ],
)
def test_the_wait_for_the_rate_limit_is_bounded(play, slept, reset, seconds):
    reset = reset.encode().decode("latin-1") if isinstance(reset, str) else reset
    api = play(too_many(reset), OK)
    assert call().status_code == 200
    assert len(api.asked) == 2
    assert sum(slept) == pytest.approx(seconds)
    assert max(slept) <= 0.5


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_waits_and_sends_the_same_again(play, slept, verb):
    api = play(too_many(NOON + 5), OK)
    body = {} if verb == "get" else {"json": {"a": 1}}
    assert call(verb, params={"id": ["1", "2"]}, **body).status_code == 200
    first, second = api.asked
    assert (first.method, first.query, first.body) == (second.method, second.query, second.body)


def test_a_limit_that_stays_is_returned_after_one_wait(play, slept):
    api = play(too_many(NOON + 5))
    assert call().status_code == 429
    assert len(api.asked) == 2
    assert sum(slept) == pytest.approx(5)


def test_the_wait_is_told_while_it_lasts(play, slept, monkeypatch):
    told: list[float] = []
    monkeypatch.setattr(waiting, "on_wait", told.append)
    play(too_many(NOON + 2), OK)
    call()
    assert told == [2.0, 1.5, 1.0, 0.5, 0.0]


def test_the_stop_button_ends_the_wait(play, slept, monkeypatch):
    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    told: list[float] = []
    monkeypatch.setattr(waiting, "sleep", stop)
    monkeypatch.setattr(waiting, "on_wait", told.append)
    api = play(too_many(NOON + 30), OK)
    with pytest.raises(KeyboardInterrupt):
        call()
    assert told == [30.0, 0.0]
    assert len(api.asked) == 1


def test_a_run_without_a_person_does_not_wait(play, slept, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    play(too_many(NOON + 30), OK)
    assert call().status_code == 200
    assert slept == []


@pytest.mark.parametrize("missing", ["Ratelimit-Limit", "Ratelimit-Remaining", "Ratelimit-Reset"])
@pytest.mark.parametrize("value", [None, "", "x", "-1", "9" * 40])
def test_half_a_rate_limit_is_none(missing, value):
    response = requests.Response()
    names = ("Limit", "Remaining", "Reset")
    response.headers.update({f"Ratelimit-{name}": "800" for name in names})
    assert helix.rate_limit(response) == helix.RateLimit(
        800, 800, datetime(1970, 1, 1, 0, 13, 20, tzinfo=timezone.utc)
    )
    del response.headers[missing]
    if value is not None:
        response.headers[missing] = value
    assert helix.rate_limit(response) is None
