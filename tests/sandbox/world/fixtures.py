"""A world in memory, at a moment that the test chooses, and all of its people."""

import sqlite3
from collections.abc import Iterator

import pytest

from helpers.sandbox.memory.people import PEOPLE
from helpers.sandbox.world import World, broadcasters, opened
from tests.sandbox.box import NOON

BASE = "http://127.0.0.1:1234"
NOW = int(NOON)
TWITCH, TWITCHDEV, TWITCHGAMING = "12826", "141981764", "527115020"
MARTA, KOFI, VIEWER = "700100201", "700100202", "700100203"
EVERYBODY = [*PEOPLE, *broadcasters.BROADCASTERS]
CHANNEL_IDS = [channel.id for channel in broadcasters.CHANNELS]


def connection(path=":memory:") -> sqlite3.Connection:
    """As State has it: one statement is one transaction."""
    return sqlite3.connect(path, isolation_level=None, timeout=10)


def at(world: World, now: int) -> World:
    """The same world at another moment."""
    return opened(world.rows, now, world.base)


@pytest.fixture(name="world")
def world_fixture() -> Iterator[World]:
    rows = connection()
    yield opened(rows, NOW, BASE)
    rows.close()
