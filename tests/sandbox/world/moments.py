"""The moment at which a test looks at the world, who is in it, and what may be planned."""

import sqlite3

from helpers.sandbox.memory.people import PEOPLE
from helpers.sandbox.world import World, broadcasters, opened
from tests.sandbox.box import NOON

BASE = "http://127.0.0.1:1234"
NOW = int(NOON)
EVERYBODY = [*PEOPLE, *broadcasters.BROADCASTERS]
CHANNEL_IDS = [channel.id for channel in broadcasters.CHANNELS]
SEGMENT = {  # a broadcast to be planned
    "start_time": "2026-11-26T18:30:00Z",
    "timezone": "Europe/Berlin",
    "duration": "90",
    "is_recurring": False,
    "category_id": "509660",
    "title": "Only once",
}


def connection(path=":memory:") -> sqlite3.Connection:
    """As State has it: one statement is one transaction."""
    return sqlite3.connect(path, isolation_level=None, timeout=10)


def at(world: World, now: int) -> World:
    """The same world at another moment."""
    return opened(world.rows, now, world.base)
