"""A list that comes in pages, item by item.

https://dev.twitch.tv/docs/api/guide/#pagination
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import requests

from helpers.credentials.answers import checked_body
from helpers.credentials.secret import Secret
from helpers.credentials.token import Token
from helpers.errors import BadAnswer, CourseError, sentence_only
from helpers.helix.call import Call, answer, prepare
from helpers.helix.parameters import Params, checked, plain_number
from helpers.wire import open_session

Item = dict[str, Any]
OnPage = Callable[[int, int | None], None]

LARGEST_PAGE = 100
# The lists that refuse a page of 100 (dev.twitch.tv/docs/api/reference).
SMALLER_PAGES = {
    "channel_points/custom_rewards/redemptions": 50,
    "polls": 20,
    "predictions": 25,
    "schedule": 25,
}


@dataclass
class _Count:
    """How many items will come, as far as it is known."""

    total: int | None = None


class Pages(Iterator[Item]):
    """The items of a list, one after the other. No more than two pages are in memory."""

    def __init__(self, items: Generator[Item, None, None], count: _Count) -> None:
        self._items = items
        self._count = count

    @property
    def total(self) -> int | None:
        """How many items will come: known after the first, if Twitch tells it at all."""
        return self._count.total

    def __iter__(self) -> Iterator[Item]:
        return self._items  # a loop over a generator is quicker than one over __next__

    def __next__(self) -> Item:
        return next(self._items)

    def close(self) -> None:
        """Stop early, and hang up. A loop that is left with `break` does it by itself."""
        self._items.close()


@sentence_only
def pages(
    path: str,
    *,
    token: Token | Secret | str,
    client_id: str | None = None,
    params: Params | None = None,
    limit: int | None = None,
    on_page: OnPage | None = None,
) -> Pages:
    """Return the items of a list, over all its pages, or the first `limit` of them.

    It asks for the largest pages, unless `params` has its own `first`. `on_page` is called for
    each page with the number of items so far, and how many there will be (None: not known).

    Raises CourseError for what cannot be sent. While the items are read: Refusal for an answer
    with an error status, BadAnswer for one that cannot be used, the errors of
    `helpers.wire.send`. A 429 and a 503 are treated as by `helpers.helix.get`.
    """
    limit = _checked_limit(limit)
    asked = {"first": _page_size(path, limit), **checked(params)}
    if asked.get("before") is not None:
        raise CourseError("The pages are read forwards. Leave out before, or use after instead.")
    call = prepare("GET", path, token, client_id, asked)
    count = _Count()
    return Pages(_items(call, limit, on_page, count), count)


def _checked_limit(limit: int | None) -> int | None:
    if limit is None:
        return None
    try:
        number = plain_number(limit)
    except TypeError:
        number = -1
    if isinstance(limit, bool) or isinstance(number, bool | float) or number < 0:
        raise CourseError(
            "limit is no whole number. Give the number of items wanted, or leave it out."
        )
    return number


def _page_size(path: str, limit: int | None) -> int:
    largest = SMALLER_PAGES.get(str(path).strip("/"), LARGEST_PAGE)
    return largest if limit is None else max(1, min(largest, limit))


def _items(
    call: Call, limit: int | None, on_page: OnPage | None, count: _Count
) -> Generator[Item, None, None]:
    left, so_far = limit, 0
    if left == 0:
        return
    with open_session(call.url) as session:
        for page, total in _pages(session, call):
            items = page[:left]
            so_far += len(items)
            count.total = total if total is None or limit is None else min(total, limit)
            if on_page:
                on_page(so_far, count.total)
            yield from items
            if left is not None:
                left -= len(items)
                if left == 0:
                    return


def _pages(
    session: requests.Session, call: Call
) -> Generator[tuple[list[Item], int | None], None, None]:
    """Give the items of each page, and the total that Twitch tells with it."""
    before = [(name, value) for name, value in call.params if name != "after"]
    mark, last, page, next_mark = "", "", 0, 1
    while True:
        body = checked_body(answer(session, call))
        items = _list(body)
        yield items, _total(body)
        cursor = _cursor(body)
        # Some lists end with an empty page that repeats the cursor which led to it.
        if not cursor or (cursor == last and not items):
            return
        if cursor in (mark, last):
            raise BadAnswer(
                "Twitch's list does not end: a page came for the second time. "
                "Nothing is wrong on your side. Try again later, or set limit=…"
            )
        # A circle of any length meets its mark, if the mark moves on at page 1, 2, 4, 8 …
        # So nobody has to remember every cursor.
        page += 1
        if page == next_mark:
            mark, next_mark = cursor, 2 * next_mark
        last = cursor
        call = replace(call, params=[*before, ("after", cursor)])


def _list(body: dict[str, Any]) -> list[Item]:
    data = body.get("data")
    if isinstance(data, dict):  # GET /schedule
        data = data.get("segments") or []
    if data is None:
        return []
    if not isinstance(data, list):
        raise BadAnswer("Twitch's answer holds no list. Call this path with helix.get instead.")
    return data


def _cursor(body: dict[str, Any]) -> str:
    pagination = body.get("pagination")
    if isinstance(pagination, dict):
        pagination = pagination.get("cursor")
    return pagination if isinstance(pagination, str) else ""  # GET /extensions/live: a text


def _total(body: dict[str, Any]) -> int | None:
    total = body.get("total")
    if isinstance(total, bool) or not isinstance(total, int) or total < 0:
        return None
    return total
