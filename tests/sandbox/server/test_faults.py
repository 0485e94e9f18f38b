"""The API's rate limit, and the troubles that a lesson can ask for."""

import time
from collections.abc import Iterator

import pytest
import requests

from helpers.sandbox.server import faults
from tests.sandbox.box import Box, running_box

LIMITED = {"error": "Too Many Requests", "status": 429, "message": "Request limit exceeded"}


@pytest.fixture
def box() -> Iterator[Box]:
    """A sandbox for one test alone: nobody else has called it, and it has no fault."""
    with running_box() as box:
        yield box


def call(box: Box, token: str, path: str = "users?id=1") -> requests.Response:
    return requests.get(f"{box.running.api_url}/{path}", headers=box.headers(token))


def left(answer: requests.Response) -> tuple[int, int, int]:
    names = ("Limit", "Remaining", "Reset")
    limit, remaining, reset = (int(answer.headers[f"Ratelimit-{name}"]) for name in names)
    return answer.status_code, remaining, reset if limit == 800 else -1


# --- the rate limit ------------------------------------------------------------------------


def test_800_calls_a_minute_and_no_more(box):
    token, now = box.app_token(), int(box.clock.now)
    with requests.Session() as session:
        session.headers.update(box.headers(token))
        url = f"{box.running.api_url}/users?id=1"
        assert left(session.get(url)) == (200, 799, now + 1)
        for _ in range(798):
            session.get(url)
        assert left(session.get(url)) == (200, 0, now + 60)
        limited = session.get(url)
        assert (left(limited), limited.json()) == ((429, 0, now + 60), LIMITED)
        box.clock.now += 60
        assert left(session.get(url)) == (200, 799, now + 61)


def test_each_user_has_a_bucket_and_so_has_the_application(box):
    tokens = [box.app_token(), box.user_token(), box.user_token(login="twitch")]
    tokens.append(box.user_token("user:edit"))  # another token of the first user
    assert [left(call(box, token))[1] for token in tokens] == [799, 799, 799, 798]


def test_a_refused_call_costs_a_point_once_it_has_reached_its_endpoint(box):
    token = box.app_token()
    for path, status, remaining in [
        ("users?id=abc", 400, 799),
        ("channels/editors?broadcaster_id=1", 401, 798),
        ("bits/cheermotes", 501, 797),
        ("users?id=1", 200, 796),
    ]:
        assert left(call(box, token, path))[:2] == (status, remaining)
    for path, status in [
        ("nothing", 404),
        ("streams/tags", 410),
        ("channels", 400),  # a missing parameter
        ("bits/leaderboard", 401),  # the wrong kind of token
    ]:
        answer = call(box, token, path)
        assert (answer.status_code, "Ratelimit-Limit" in answer.headers) == (status, False)
    assert "Ratelimit-Limit" not in call(box, "nonsense").headers
    assert left(call(box, token))[1] == 795


def test_without_a_limit_calls_cost_nothing():
    with running_box(rate_limit=None) as box:
        token, now = box.app_token(), int(box.clock.now)
        assert [left(call(box, token)) for _ in range(3)] == [(200, 800, now)] * 3
        box.running.fault("429 now")
        assert left(call(box, token)) == (429, 0, now + 60)


# --- faults --------------------------------------------------------------------------------


def test_503_once(box):
    token = box.app_token()
    box.running.fault("503 once")
    assert requests.get(f"{box.running.id_url}/validate").status_code == 401  # the API alone
    broken = requests.get(f"{box.running.api_url}/users")  # whoever calls
    error = {"error": "Service Unavailable", "status": 503, "message": ""}
    assert (broken.status_code, broken.json()) == (503, error)
    assert left(call(box, token))[:2] == (200, 799)


def test_429_now_lasts_until_the_reset_that_it_names(box):
    tokens, now = [box.app_token(), box.user_token()], int(box.clock.now)
    call(box, tokens[0])
    box.running.fault("429 now")
    for token in tokens:
        limited = call(box, token)
        assert (left(limited), limited.json()) == ((429, 0, now + 60), LIMITED)
    box.clock.now += 59.9
    assert call(box, tokens[0]).status_code == 429
    box.clock.now = now + 60
    assert left(call(box, tokens[0])) == (200, 799, now + 61)


@pytest.mark.parametrize("next_one", ["", "503 once"])
def test_a_fault_ends_when_another_is_asked_for(box, next_one):
    token = box.app_token()
    box.running.fault("429 now")
    box.running.fault(next_one)
    assert call(box, token).status_code == (503 if next_one else 200)
    assert call(box, token).status_code == 200


def test_slow(box, monkeypatch):
    monkeypatch.setattr(faults, "SLOW_SECONDS", 0.3)
    token = box.app_token()
    box.running.fault("slow")
    for _ in range(2):
        start = time.monotonic()
        assert call(box, token).status_code == 200
        assert time.monotonic() - start >= 0.3
    monkeypatch.setattr(faults, "SLOW_SECONDS", 60)
    assert requests.get(f"{box.running.id_url}/validate", timeout=5).status_code == 401
    box.running.fault("")
    assert requests.get(f"{box.running.api_url}/users", timeout=5).status_code == 401


@pytest.mark.parametrize("name", ["503", "slower", "SLOW", " "])
def test_a_fault_that_is_none(box, name):
    with pytest.raises(ValueError, match="There are: 503 once, 429 now, slow"):
        box.running.fault(name)
    assert call(box, box.app_token()).status_code == 200
