"""Asks the same question again and again, in a thread, until there is an answer or it is over."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from helpers.errors import CourseError, Refusal, TwitchError
from helpers.patience import STEP_SECONDS

if TYPE_CHECKING:
    import requests


class AskingAgain(ABC):
    """The loop that all waiting shares: what waits says when to look, and how to ask.

    `on_change` is called after every step, from the waiting thread. `wait(seconds)` sleeps and
    returns True if the waiting was stopped meanwhile; `clock` returns seconds that never go back.
    Both can be replaced in tests.
    """

    stopped = "Stopped."  # what is said after `stop`

    def __init__(
        self,
        sentence: str,
        on_change: Callable[[], None] = lambda: None,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._on_change = on_change
        self._clock = clock
        self._stop = threading.Event()
        self._wait = wait or self._stop.wait
        self._thread: threading.Thread | None = None
        self._asking = threading.RLock()  # one question at a time, whoever asks
        self.response: requests.Response | None = None  # the answer that was waited for
        self.sentence = sentence  # how it stands, for the learner
        self.over = False

    def start(self) -> None:
        """Begin to wait, in a thread that ends with the time at the latest."""
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Return when it is over: after the time and one answer at the latest."""
        while self._thread and self._thread.is_alive():
            self._thread.join(STEP_SECONDS)

    def run(self) -> None:
        """Wait until the end: the same as `start`, in this thread."""
        while not self.over and not self._wait(self._pause()):
            self._guarded(self.step)
            self._tell()

    def stop(self) -> None:
        """Give up. May be called again."""
        self._stop.set()
        if not self.over:
            self._end(self.stopped)
        self._tell()

    def ask(self) -> None:
        """Ask once, now, and note the answer."""
        self._guarded(self._ask)

    @abstractmethod
    def _pause(self) -> float:
        """Return the seconds until the next step."""

    @abstractmethod
    def step(self) -> None:
        """Look at the clock, and ask if it is time."""

    @abstractmethod
    def _ask(self) -> None:
        """Ask, and look at the answer. Raises TwitchError if there is none that can be used."""

    def _unanswered(self) -> None:  # noqa: B027 - not everything that waits has to note it
        """Note that no answer came, or one that says: later."""

    def _guarded(self, step: Callable[[], None]) -> None:
        with self._alone():
            if self.over:
                return
            try:
                step()
            except CourseError as problem:
                self._failed(problem)
            except Exception as problem:  # in a thread it would be seen nowhere
                kind = type(problem).__name__  # its text may quote a secret
                self._end(f"Something unexpected went wrong ({kind}). Run this cell again.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock. The stop button is heard while another question is under way."""
        while not self._asking.acquire(timeout=STEP_SECONDS):
            pass
        try:
            yield
        finally:
            self._asking.release()

    def _failed(self, problem: CourseError) -> None:
        if self._stop.is_set():  # meanwhile: what was said then stays
            return
        refused = isinstance(problem, Refusal) and not problem.may_pass
        if refused or not isinstance(problem, TwitchError):
            self._end(str(problem))
        else:
            self._unanswered()
            self.sentence = f"{problem} The waiting goes on."

    def _end(self, sentence: str) -> None:
        self.sentence = sentence
        self.over = True

    def _tell(self) -> None:
        with suppress(Exception):  # a view that fails must not end the waiting
            self._on_change()
