"""How long to wait for another process that holds the state file, and who may sleep meanwhile."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import TypeVar

from helpers.sandbox.memory import trouble

SECONDS = 2.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.001, 0.05  # seconds
_T = TypeVar("_T")
# True in a request: whoever sleeps there stops all other requests.
_in_request: ContextVar[bool] = ContextVar("in_request", default=False)


def until_free(step: Callable[[], _T]) -> _T:
    """Do a step; while another process holds the file, sleep and do it again, for 2 seconds.

    In a request it is done once, because `until_free_in_request` does the waiting. Raises
    sqlite3.OperationalError if the file is still held.
    """
    deadline, pause = time.monotonic() + SECONDS, _FIRST_PAUSE
    while True:
        try:
            return step()
        except sqlite3.OperationalError as problem:
            if not trouble.is_busy(problem) or _in_request.get() or time.monotonic() > deadline:
                raise
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def until_free_in_request(step: Callable[[], Awaitable[_T]]) -> _T:
    """Do the same in a request, while the server answers others.

    So `step` may be done several times: what it writes must be one transaction.
    """
    _in_request.set(True)
    deadline, pause = time.monotonic() + SECONDS, _FIRST_PAUSE
    while True:
        try:
            return await step()
        except sqlite3.OperationalError as problem:
            if not trouble.is_busy(problem) or time.monotonic() > deadline:
                raise
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
