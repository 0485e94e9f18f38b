"""Asking until an answer is there: a clock that runs with the test, and a real sandbox."""

import threading

import pytest
import requests

from helpers import clock, tokens, views
from helpers.course import headless
from helpers.errors import CourseError, NoConnection, NotYet
from helpers.grants.validate import validate
from helpers.helix.asking import Asking
from helpers.views.sign_in.wait_panel import stop_waiting
from helpers.wire import embedded
from tests.views.forms import press, texts


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False


def answer(status: int = 200, body: bytes = b'{"data":[]}') -> requests.Response:
    made = requests.Response()
    made.status_code, made._content = status, body
    return made


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


HERE = answer(body=b'{"data":[1]}')


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


# --- the panel -------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def afterwards(monkeypatch):
    monkeypatch.setattr(clock, "_passed", clock._passed)
    yield
    stop_waiting()


def has_data(response: requests.Response) -> bool:
    return bool(response.json()["data"])


def test_the_panel_waits_beside_the_notebook(monkeypatch):
    go, done = threading.Event(), threading.Event()

    def ask():
        go.wait(10)
        return HERE

    def ready(response):
        done.set()
        return True

    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    panel = views.wait_panel(ask, ready, "the new clip")
    with pytest.raises(NotYet, match="the new clip is not here yet"):
        panel.response()
    go.set()
    assert done.wait(10)
    for _ in range(1000):
        if "Here: the new clip" in texts(panel):
            break
        threading.Event().wait(0.005)
    assert panel.response() is HERE
    assert "Here: the new clip. Run the next cell." in texts(panel)
    assert panel._bar.value == panel._bar.max


def test_in_the_sandbox_the_next_cell_waits_for_the_rest():
    answers = iter([answer(), answer(), HERE])
    panel = views.wait_panel(lambda: next(answers), has_data, "the new clip", interval=0.01)
    assert panel.response() is HERE


def test_the_panel_can_be_stopped():
    panel = views.wait_panel(answer, has_data, "the new clip", interval=60)
    press(panel, "Stop waiting")
    assert "Stopped. Run the waiting cell again" in texts(panel)
    assert panel._stop.disabled
    with pytest.raises(NotYet, match="Stopped"):
        panel.response()


def test_a_new_panel_ends_the_one_before():
    first = views.wait_panel(answer, has_data, "the new clip", interval=60)
    views.wait_panel(answer, has_data, "the new clip", interval=60)
    assert "Stopped" in texts(first)


def test_without_a_person_the_sandboxs_clock_goes_on(monkeypatch):
    """Nobody waits: a token's life, as the sandbox tells it, gets shorter by what is waited."""
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    headless.prepare("10_scopes")
    token = tokens.load("user")
    left = validate(token).json()["expires_in"]
    panel = views.wait_panel(
        lambda: validate(token), lambda it: it.json()["expires_in"] <= left - 5, "the fifth second"
    )
    assert panel.response().json()["expires_in"] == left - 5
    assert clock.now().timestamp() == clock.HEADLESS_NOW.timestamp() + 5
    assert repr(panel) == (
        "[form: wait] Here: the fifth second. Run the next cell. (after 5 seconds)"
    )
    headless.prepare("10_scopes")
    assert clock.now() == clock.HEADLESS_NOW
    assert validate(tokens.load("user")).json()["expires_in"] == left


def test_without_a_person_it_gives_up_too(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    panel = views.wait_panel(answer, has_data, "the new clip")
    assert "20 seconds are over" in repr(panel)
    with pytest.raises(NotYet):
        panel.response()


def test_with_a_person_the_clock_is_not_moved():
    before = clock.now()
    clock.pass_time(3600)
    assert (clock.now() - before).total_seconds() < 60
    assert embedded._headless_time() == pytest.approx(clock.now().timestamp(), abs=5)
