"""The panel that asks until an answer is there, beside the notebook."""

import threading

import pytest

from helpers import clock, tokens, views
from helpers.course import headless
from helpers.errors import NotYet
from helpers.grants.validate import validate
from helpers.views.sign_in.wait_panel import stop_waiting
from helpers.wire import embedded
from tests.helix.answers import HERE, answer, has_data
from tests.views.forms import press, texts


@pytest.fixture(autouse=True)
def afterwards(monkeypatch):
    monkeypatch.setattr(clock, "_passed", clock._passed)
    yield
    stop_waiting()


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
