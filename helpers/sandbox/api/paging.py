"""Pages of a list: `first`, `after`, `before`, and the cursors between them.

https://dev.twitch.tv/docs/api/guide/#pagination
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from helpers.sandbox.api.call import Call

Item = TypeVar("Item")
_MOST = 10**9  # positions beyond are no cursor of ours


def page(call: Call, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the answer with the page that the call asks for: `data` and `pagination`."""
    rows, pagination = cut(call, items)
    return {"data": rows, "pagination": pagination}


def cut(call: Call, items: Sequence[Item]) -> tuple[list[Item], dict[str, str]]:
    """Return the page that the call asks for, and the `pagination` that belongs to it.

    `pagination` is empty when nothing follows in the direction of the call. A cursor is a place
    in the list, so a list that changes may repeat or miss rows, as Twitch's may. Raises
    answers.Refused with 400 for a cursor that is none, or for both directions at once.
    """
    first, after, before = call.number("first"), call.one("after"), call.one("before")
    if after and before:  # the text is UNCONFIRMED
        raise call.refused(400, "The parameters after and before must not be used together.")
    if before:
        end = min(_place(call, before, "b"), len(items))
        start = max(0, end - first)
        more = start > 0
    else:
        start = _place(call, after, "a") if after else 0
        end = min(start + first, len(items))
        more = end < len(items)
    return list(items[start:end]), {"cursor": _cursor(start, end)} if more else {}


def _cursor(start: int, end: int) -> str:
    # Twitch's cursors have this form, but nobody should look into one.
    before = {"Offset": start} if start else None
    text = json.dumps({"b": before, "a": {"Offset": end}}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(call: Call, cursor: str, side: str) -> int:
    try:
        padded = cursor.rstrip("=") + "=" * (-len(cursor.rstrip("=")) % 4)
        place = json.loads(base64.b64decode(padded, b"-_", validate=True))[side]
        offset = place["Offset"] if place is not None else 0
    except (binascii.Error, ValueError, LookupError, TypeError, RecursionError):
        offset = None
    if type(offset) is not int or not 0 <= offset <= _MOST:
        raise call.refused(400, "Invalid cursor.")
    return offset
