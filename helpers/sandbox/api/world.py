"""The sandbox's world, as one call of the API sees it."""

from collections.abc import Iterator
from contextlib import contextmanager

from helpers.sandbox.api.call import Call
from helpers.sandbox.world import World, opened


@contextmanager
def world_of(call: Call) -> Iterator[World]:
    """Yield the world for the time of one call; what the call changes counts all or not at all."""
    with call.context.state.transaction() as rows:
        yield opened(rows, call.context.state.now(), f"http://127.0.0.1:{call.context.port}")
