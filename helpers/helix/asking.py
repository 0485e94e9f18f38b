"""Asks the same question of the API until the answer is what is waited for, such as a new clip."""

import time
from collections.abc import Callable

import requests

from helpers.credentials.answers import check
from helpers.wire.asking_again import AskingAgain

MOST_QUESTIONS = 600  # whatever the interval: no mistake in a cell may use up the rate limit


class Asking(AskingAgain):
    """Calls `ask` until `ready` says yes, `seconds` are over, or `stop()` is called.

    It asks at once, then every `interval` seconds. For `on_change`, `clock` and `wait` see
    `AskingAgain`.
    """

    stopped = "Stopped. Run the waiting cell again to go on."

    def __init__(
        self,
        ask: Callable[[], requests.Response],
        ready: Callable[[requests.Response], bool],
        what: str,
        seconds: float,
        interval: float,
        on_change: Callable[[], None] = lambda: None,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        super().__init__(f"Waiting for {what}.", on_change, clock=clock, wait=wait)
        self._question, self._ready, self._what = ask, ready, what
        self._seconds, self._interval = seconds, max(interval, seconds / MOST_QUESTIONS)
        self._started = clock()
        self._asked = 0

    @property
    def passed(self) -> float:
        """The seconds since it began, at most those that it waits."""
        return min(self._clock() - self._started, self._seconds)

    def _pause(self) -> float:
        return self._interval if self._asked else 0.0

    def step(self) -> None:
        """Ask once more, and end it when the time is over."""
        self._asked += 1
        try:
            self._ask()
        finally:
            if not self.over and (self.passed >= self._seconds or self._asked > MOST_QUESTIONS):
                self._end(
                    f"{self._seconds:g} seconds are over, and {self._what} is not here. "
                    "Run the waiting cell again."
                )

    def _ask(self) -> None:
        answer = self._question()
        if self.over:  # stopped meanwhile
            return
        check(answer)
        if self._ready(answer):
            self.response = answer
            self._end(f"Here: {self._what}. Run the next cell.")
        else:
            self.sentence = f"Waiting for {self._what}."
