"""The sandbox's world, as one request sees it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from helpers.sandbox.api.call import Call
from helpers.sandbox.server.context import Context
from helpers.sandbox.world import World, opened


@contextmanager
def world_of(call: Call) -> Iterator[World]:
    """Yield the world for the time of one call; what the call changes counts all or not at all.

    A GET changes nothing (RFC 9110, section 9.2.1), so it waits for no one who writes.
    """
    if call.endpoint.method == "GET":
        with seen(call.context) as world:
            yield world
    else:
        with call.context.state.transaction() as rows:
            yield _opened(call.context, rows)


@contextmanager
def seen(context: Context) -> Iterator[World]:
    """Yield the world as it is at one moment, to look at."""
    with context.state.reading() as rows:
        yield _opened(context, rows)


def _opened(context: Context, rows: sqlite3.Connection) -> World:
    return opened(rows, context.state.now(), context.address)
