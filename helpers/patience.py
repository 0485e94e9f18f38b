"""How long anything waits: one set of numbers, in seconds, and how it stays reachable meanwhile."""

import time
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

Outcome = TypeVar("Outcome")

CONNECT_SECONDS = 5.0  # to find a server by its name and reach it
READ_SECONDS = 20.0  # for its answer, to the last byte
EXCHANGE_SECONDS = 30.0  # for everything between the call and the answer

# Who refreshes a token holds the token file's lock for one exchange: others wait longer than that.
LOCK_SECONDS = EXCHANGE_SECONDS + 10

STEP_SECONDS = 0.25


def steps(seconds: float) -> Iterator[float]:
    """Yield how long to wait next (seconds), again and again, until the time is over.

    Python hears the stop button between two waits, not always in one: pressed in the instant
    before a wait begins, it would be heard at its end. `math.inf` waits without an end.
    """
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        yield min(left, STEP_SECONDS)


def soon(queue: SimpleQueue[Outcome], seconds: float) -> Outcome:
    """Return what comes next in a queue. Raises TimeoutError if nothing does in this time."""
    for step in steps(seconds):
        with suppress(Empty):
            return queue.get(timeout=step)
    raise TimeoutError
