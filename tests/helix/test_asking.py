"""Asking until an answer is there: a clock that runs with the test, and a real sandbox."""

import threading

import pytest

from helpers.errors import CourseError, NoConnection
from helpers.helix.asking import Asking
from helpers.patience import STEP_SECONDS
from tests.helix.answers import HERE, answer, has_data


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False


def asking(ask, seconds=20.0, interval=1.0, ready=lambda it: bool(it.json()["data"]), **more):
    ticking = Clock()
    return Asking(
        ask, ready, "the clip", seconds, interval, clock=ticking, wait=ticking.wait, **more
    )


def in_turn(*answers):
    """An `ask` that gives these, then the last one for ever; it counts."""

    def ask():
        ask.count += 1
        given = answers[min(ask.count, len(answers)) - 1]
        if isinstance(given, Exception):
            raise given
        return given

    ask.count = 0
    return ask


def test_it_asks_until_it_is_there():
    ask = in_turn(answer(), answer(), HERE)
    seen = []
    wait = asking(ask, on_change=lambda: seen.append(wait.passed))
    wait.run()
    assert ask.count == 3
    assert wait.response is HERE
    assert seen == [0, 1, 2]
    assert wait.sentence == "Here: the clip. Run the next cell."
    wait.run()
    assert ask.count == 3, "nobody is asked after the end"


def test_it_gives_up_when_the_time_is_over():
    ask = in_turn(answer())
    wait = asking(ask, seconds=3)
    wait.run()
    assert ask.count == 4
    assert wait.response is None
    assert "3 seconds are over, and the clip is not here" in wait.sentence
    assert wait.passed == 3


def test_no_interval_asks_too_often():
    ask = in_turn(answer())
    asking(ask, seconds=60, interval=0).run()
    assert ask.count <= 602


def test_a_clock_that_stands_still_does_not_keep_it_forever():
    ask = in_turn(answer())
    ready = has_data
    Asking(ask, ready, "the clip", 20, 1, clock=lambda: 0.0, wait=lambda _: False).run()
    assert 0 < ask.count <= 602


@pytest.mark.parametrize("problem", [NoConnection("No network."), answer(503), answer(429)])
def test_what_may_pass_is_waited_out(problem):
    sentences = []
    wait = asking(in_turn(problem, HERE), on_change=lambda: sentences.append(wait.sentence))
    wait.run()
    assert sentences[0].endswith("The waiting goes on.")
    assert wait.response is HERE


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (answer(401, b'{"status":401,"message":"Invalid OAuth token"}'), "The token has expired"),
        (CourseError("Your token lacks a scope."), "Your token lacks a scope."),
        (RuntimeError("marker0secret"), "went wrong (RuntimeError)"),
        (answer(body=b"[]"), "went wrong (TypeError)"),
    ],
)
def test_what_will_not_pass_ends_it(problem, sentence):
    ask = in_turn(problem)
    wait = asking(ask)
    wait.run()
    assert (ask.count, wait.over, wait.response) == (1, True, None)
    assert sentence in wait.sentence
    assert "marker0secret" not in wait.sentence


def test_an_answer_that_comes_after_the_stop_is_dropped():
    def ask():
        wait.stop()
        return HERE

    wait = asking(ask)
    wait.run()
    assert wait.response is None
    assert wait.sentence.startswith("Stopped")


def test_two_who_ask_at_once_ask_one_after_the_other():
    begun, go_on, at_once = threading.Event(), threading.Event(), []

    def ask():
        at_once.append(len(at_once) + 1)
        begun.set()
        go_on.wait(10)
        at_once.pop()
        return answer()

    waiting = asking(ask)
    both = [threading.Thread(target=waiting.ask) for _ in range(2)]
    for each in both:
        each.start()
    begun.wait(10)
    both[1].join(2 * STEP_SECONDS)  # it looks up once, and waits on
    assert (both[1].is_alive(), at_once) == (True, [1])
    go_on.set()
    for each in both:
        each.join(10)
    assert not any(each.is_alive() for each in both)


def test_who_joins_what_never_began_is_not_kept():
    waiting = asking(in_turn(answer()))
    waiting.join()
    assert not waiting.over
