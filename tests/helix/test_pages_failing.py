"""Lists in pages from servers that go wrong: the list ends, or goes on, and the reason is told."""

import pytest

from helpers import clock
from helpers.errors import BadAnswer, Refusal, TimedOut
from helpers.helix import waiting
from tests.helix.api_server import Answer, Asked
from tests.helix.lists import ITEMS, a_list, in_the_middle, pages
from tests.wire.bad_server import answering, http


@pytest.mark.parametrize(
    "circle", [["a"], ["a", "b"], ["a", "b", "c"], [str(n) for n in range(17)]]
)
@pytest.mark.parametrize("before", [0, 1, 5])
def test_a_list_that_goes_round_in_circles_is_stopped(serve, circle, before):
    def answer(asked: Asked) -> Answer:
        number = len(api.asked) - 1
        if number > 200:  # nobody stopped it: end the test
            return Answer({"data": []})
        cursor = f"start{number}" if number < before else circle[(number - before) % len(circle)]
        return Answer({"data": ITEMS[:1], "pagination": {"cursor": cursor}})

    api = serve(answer)
    with pytest.raises(BadAnswer, match="does not end"):
        list(pages())
    assert len(api.asked) <= 4 * (before + len(circle)) + 2


@pytest.mark.parametrize(
    ("status", "message", "said"),
    [
        (401, "Invalid OAuth token", "has expired, was revoked"),
        (
            401,
            "Missing scope: moderator:read:followers",
            "lacks the scope moderator:read:followers",
        ),
        (400, "Invalid cursor.", "cursor"),
        (503, "", "Twitch's side"),
    ],
)
def test_an_error_in_the_middle_is_a_refusal(serve, status, message, said):
    serve(in_the_middle(Answer({"status": status, "message": message}, status)))
    found, came = pages(), []
    with pytest.raises(Refusal, match=said) as caught:
        came.extend(next(found) for _ in range(101))
    assert (caught.value.status, caught.value.message) == (status, message)


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b'{"data": "text"}', b'{"data": {}, "da'])
def test_an_answer_that_is_no_page_is_said_plainly(serve, body):
    serve(in_the_middle(Answer(body)))
    with pytest.raises(BadAnswer):
        list(pages())


def test_a_busy_server_and_the_rate_limit_do_not_end_the_list(serve, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(waiting, "sleep", slept.append)
    reset = str(int(clock.now().timestamp()) + 20)

    def answer(asked: Asked) -> Answer:
        number = len(api.asked)
        if number == 2:
            return Answer({"message": ""}, 503)
        if number == 4:
            return Answer({"message": "Request limit exceeded"}, 429, {"Ratelimit-Reset": reset})
        return a_list(asked)

    api = serve(answer)
    assert list(pages()) == ITEMS
    assert len(api.asked) == 5
    assert 18 < sum(slept) <= 20.5


def test_a_server_that_falls_silent_is_said_plainly(monkeypatch):
    monkeypatch.setattr("helpers.wire.sender.READ_SECONDS", 0.2)
    with answering(hold_open=True) as base:
        monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
        with pytest.raises(TimedOut, match=r"within 0\.2 seconds"):
            next(pages())


def test_a_server_that_hangs_up_after_each_page_is_fine(monkeypatch):
    with answering(http("200 OK", '{"data": [{"id": "1"}]}')) as base:
        monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
        assert list(pages()) == [{"id": "1"}]
