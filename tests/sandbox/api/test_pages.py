"""Lists of the sandbox's API in pages: everything once, forwards and backwards."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from helpers.catalogue import endpoints
from tests.sandbox.api.calls import Answer, Sent


@pytest.fixture
def games(caller, play) -> Callable[..., Answer]:
    """Get Top Games with 45 games, called with these parameters."""
    from helpers.sandbox.api import paging

    play("GET", "/games/top", lambda call: paging.page(call, [{"id": n} for n in range(45)]))
    endpoint = endpoints.find("GET", "/games/top")

    def get(**query: Any) -> Answer:
        sent = Sent({name: [str(value)] for name, value in query.items()})
        return caller.api.send(endpoint, sent, caller.tokens["app"])

    return get


def shown(answer: Answer) -> list[int]:
    return [row["id"] for row in answer.body["data"]]


def encoded(cursor: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode()


@pytest.mark.parametrize("first", [1, 7, 20, 44, 45, 46, 100])
def test_pages_hold_everything_once_in_order(games, first):
    seen, cursor = [], ""
    for _ in range(46):
        answer = games(first=first, after=cursor)
        seen.append(shown(answer))
        cursor = answer.body["pagination"].get("cursor")
        if cursor is None:
            break
    assert [row for rows in seen for row in rows] == list(range(45))
    assert {len(each) for each in seen[:-1]} <= {first}
    assert seen[-1]
    assert answer.body["pagination"] == {}


def test_a_page_has_20_rows_unless_told_otherwise(games):
    assert shown(games()) == list(range(20))


def test_before_goes_back(games):
    second = games(after=games().body["pagination"]["cursor"])
    assert shown(second) == list(range(20, 40))
    back = games(before=second.body["pagination"]["cursor"])
    assert shown(back) == list(range(20))
    assert back.body["pagination"] == {}
    assert shown(games(before=second.body["pagination"]["cursor"], first=5)) == [*range(15, 20)]
    assert shown(games(before=games().body["pagination"]["cursor"])) == []


@pytest.mark.parametrize("side", ["after", "before"])
@pytest.mark.parametrize(
    "cursor",
    ["nonsense", "20", "é", "=", "W" * 5001, "W1tb" * 3000, None, [], {}, {"a": 1, "b": 1},
     {"a": {"Offset": -1}, "b": {"Offset": -1}}, {"a": {"Offset": True}, "b": {"Offset": True}},
     {"a": {"Offset": 10**400}, "b": {"Offset": 10**400}}],
)  # fmt: skip
def test_a_cursor_that_is_none(games, side, cursor):
    answer = games(**{side: cursor if isinstance(cursor, str) else encoded(cursor)})
    invalid = {"error": "Bad Request", "status": 400, "message": "Invalid cursor."}
    assert answer.body == invalid


def test_a_cursor_beyond_the_end_and_two_directions_at_once(games):
    beyond_the_end = encoded({"b": {"Offset": 500}, "a": {"Offset": 500}})
    assert games(after=beyond_the_end).body == {"data": [], "pagination": {}}
    assert shown(games(before=beyond_the_end)) == list(range(25, 45))
    assert games(after=beyond_the_end, before=beyond_the_end).status == 400
