"""Waiting for the rate limit: in short slices, so that it can be shown and stopped."""

import time
from collections.abc import Callable

from helpers import settings

SLICE = 0.5  # seconds


def _say_nothing(seconds_left: float) -> None:
    pass


# Called at the start, after each slice, and with 0.0 at the end, even if the wait was stopped.
# The views put theirs here, and tests put another `sleep`.
on_wait: Callable[[float], None] = _say_nothing
sleep: Callable[[float], None] = time.sleep


def wait(seconds: float) -> None:
    """Wait. The stop button ends it, with KeyboardInterrupt."""
    if settings.headless():
        return  # the clock stands still there: no wait would fill the bucket
    try:
        left = seconds
        while left > 0:
            on_wait(left)
            sleep(min(left, SLICE))
            left -= SLICE
    finally:
        on_wait(0.0)
