"""Asks the same question again and again, in a thread, until the answer is what is waited for."""

import threading
import time
from collections.abc import Callable

import requests

from helpers.catalogue.explain import explain
from helpers.credentials.answers import checked_body
from helpers.errors import CourseError, TwitchError

MOST_QUESTIONS = 600  # whatever the interval: no mistake in a cell may use up the rate limit


class Asking:
    """Calls `ask` until `ready` says yes, `seconds` are over, or `stop()` is called.

    It asks at once, then every `interval` seconds. `on_change` is called after every step, from
    the waiting thread. `wait(seconds)` sleeps and returns True if the waiting was stopped
    meanwhile; `clock` returns seconds that never go back. Both can be replaced in tests.
    """

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
        self._ask, self._ready, self._what = ask, ready, what
        self._seconds, self._interval = seconds, max(interval, seconds / MOST_QUESTIONS)
        self._on_change = on_change
        self._clock = clock
        self._stopped = threading.Event()
        self._wait = wait or self._stopped.wait
        self._started = clock()
        self._thread: threading.Thread | None = None
        self.response: requests.Response | None = None  # the answer that was waited for
        self.sentence = f"Waiting for {what}."  # how it stands, for the learner
        self.over = False

    @property
    def passed(self) -> float:
        """The seconds since it began, at most those that it waits."""
        return min(self._clock() - self._started, self._seconds)

    def start(self) -> None:
        """Begin to ask, in a thread that ends with the time at the latest."""
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Return when it is over: after `seconds` and one answer at the latest."""
        if self._thread:
            self._thread.join()

    def run(self) -> None:
        """Ask until the end: the same as `start`, in this thread."""
        for _ in range(MOST_QUESTIONS + 1):
            self._step()
            self._on_change()
            if self.over or self._wait(self._interval):
                return

    def stop(self) -> None:
        """Give up. May be called again."""
        self._stopped.set()
        if not self.over:
            self._end("Stopped. Run the waiting cell again to go on.")
        self._on_change()

    def _step(self) -> None:
        if self.over:
            return
        try:
            self._look(self._ask())
        except TwitchError as problem:
            self.sentence = f"{problem} The waiting goes on."
        except CourseError as problem:
            self._end(str(problem))
        except Exception as problem:  # in a thread it would be seen nowhere
            kind = type(problem).__name__  # its text may quote a secret
            self._end(f"Something unexpected went wrong ({kind}). Run this cell again.")
        if not self.over and self.passed >= self._seconds:
            self._end(
                f"{self._seconds:g} seconds are over, and {self._what} is not here. "
                "Run the waiting cell again."
            )

    def _look(self, answer: requests.Response) -> None:
        if self._stopped.is_set():
            return
        if answer.status_code >= 500 or answer.status_code == 429:
            self.sentence = f"{explain(answer.status_code, '')} The waiting goes on."
        elif not answer.ok:
            self._refused(answer)
        elif self._ready(answer):
            self.response = answer
            self._end(f"Here: {self._what}. Run the next cell.")
        else:
            self.sentence = f"Waiting for {self._what}."

    def _refused(self, answer: requests.Response) -> None:
        try:
            checked_body(answer)
        except TwitchError as problem:
            self._end(str(problem))

    def _end(self, sentence: str) -> None:
        self.sentence = sentence
        self.over = True
