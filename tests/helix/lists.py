"""A list of 250 items in pages, as Twitch answers it, and what the course makes of it."""

from helpers import helix
from tests.helix.api_server import Answer, Asked

ITEMS = [{"id": str(number)} for number in range(250)]


def a_list(asked: Asked) -> Answer:
    """A list of 250 items, as Twitch pages it."""
    start, size = int(asked.value("after") or 0), int(asked.value("first") or 20)
    end = start + size
    pagination = {"cursor": str(end)} if end < len(ITEMS) else {}
    return Answer({"total": len(ITEMS), "data": ITEMS[start:end], "pagination": pagination})


def pages(path="channels/followers", **changes):
    return helix.pages(path, **{"token": "t", "client_id": "c", **changes})


def in_the_middle(broken: Answer):
    return lambda asked: broken if asked.value("after") else a_list(asked)
