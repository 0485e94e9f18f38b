"""Waits for something that Twitch does a little later, such as a new clip, without blocking."""

from collections.abc import Callable

import ipywidgets as widgets
import requests

from helpers import clock, settings, words
from helpers.errors import NotYet
from helpers.helix.asking import Asking
from helpers.views.form import BUTTON, WIDE, Form, prose
from helpers.views.html_widget import Html
from helpers.wire import uses_embedded_sandbox

_waiting: list[Asking] = []  # at most one: a new waiting ends the one before


class WaitPanel(Form):
    """Shows how long it has waited, and what came of it."""

    def __init__(
        self,
        ask: Callable[[], requests.Response],
        ready: Callable[[requests.Response], bool],
        what: str,
        seconds: float,
        interval: float,
    ) -> None:
        self._what = what
        self._said = ""
        self._bar = widgets.FloatProgress(max=seconds, layout=WIDE)
        self._time = Html()
        self._stop = widgets.Button(description="Stop waiting", layout=BUTTON)
        super().__init__(f"Waiting for {what}", self._time, self._bar, self._stop)
        stop_waiting()
        if settings.headless():
            self._asking = Asking(
                ask, ready, what, seconds, interval, clock=_seconds, wait=clock.pass_time
            )
            self._asking.run()
            waited = words.count(round(self._asking.passed), "second")
            self.in_words = f"[form: wait] {self._asking.sentence} (after {waited})"
            return
        self._asking = Asking(ask, ready, what, seconds, interval, self._show)
        self._stop.on_click(self.guarded(self._asking.stop))
        _waiting.append(self._asking)
        self._asking.start()

    def response(self) -> requests.Response:
        """Return the answer that was waited for. Raises NotYet before it is there.

        In the sandbox this takes seconds, so it waits for the rest of them: "Run All" goes on.
        """
        if uses_embedded_sandbox():
            self._asking.join()
        if self._asking.response is None:
            if self._asking.over:
                raise NotYet(self._asking.sentence)
            raise NotYet(f"{self._what} is not here yet. Wait a moment, then run this cell again.")
        return self._asking.response

    def _show(self) -> None:
        passed = self._asking.passed
        self._bar.value = self._bar.max if self._asking.response else passed
        self._time.value = prose(f"{words.count(int(passed), 'second')} of {self._bar.max:g}.")
        if self._asking.over:
            self._stop.disabled = True
        if self._asking.sentence != self._said:  # a screen reader would read it every second
            self._said = self._asking.sentence
            self.say(self._said)


def wait_panel(
    ask: Callable[[], requests.Response],
    ready: Callable[[requests.Response], bool],
    what: str,
    seconds: float = 20,
    interval: float = 1.0,
) -> WaitPanel:
    """Return the panel that calls `ask` every `interval` seconds until `ready` says yes.

    `what` is what is waited for, such as "the new clip". It gives up after `seconds`. In a
    headless run it is done when it returns: the clock is moved, and nobody waits.
    """
    return WaitPanel(ask, ready, what, seconds, interval)


def stop_waiting() -> None:
    """End the waiting that is under way."""
    ending = _waiting.copy()
    _waiting.clear()
    for each in ending:
        each.stop()


def _seconds() -> float:
    return clock.now().timestamp()
