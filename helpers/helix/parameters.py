"""Query parameters as Twitch reads them.

https://dev.twitch.tv/docs/api/guide: several values are repeated (`id=1&id=2`), never joined by
commas, and times are written as RFC 3339 says.
"""

import math
import operator
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

from helpers.credentials.secret import kind_of, sendable
from helpers.errors import CourseError

Value = str | int | float | datetime | None  # bool is an int
Params = Mapping[str, Value | Iterable[Value]]


def pairs(params: Params | None) -> list[tuple[str, str]]:
    """Return the parameters one by one, as they go into the address.

    A list gives one pair for each of its values. None, alone or in a list, is left out; so is an
    empty list. Raises CourseError for a value that no address can carry.
    """
    return [
        (name, _text(name, value))
        for name, given in checked(params).items()
        for value in _values(given)
        if value is not None
    ]


def checked(params: Params | None) -> Params:
    """Return the parameters, {} for None. Raises CourseError for what is no dict of names."""
    if params is None:
        return {}
    if not isinstance(params, Mapping):
        raise CourseError(
            f"params must be a dict, and this is {kind_of(params)}. "
            'Write it like params={"login": "twitchdev"}.'
        )
    for name in params:
        if not isinstance(name, str) or not sendable(name):
            raise CourseError(f"The name of a parameter is text, and one is {kind_of(name)}.")
    return params


def plain_number(value: object) -> int | float | bool:
    """Return the Python number of a number from elsewhere, such as numpy's int64.

    Raises TypeError for what is no number.
    """
    with_item: Any = value
    try:
        return operator.index(with_item)
    except TypeError:  # numpy's booleans and floats give theirs by .item()
        plain = with_item.item() if hasattr(value, "item") else None
    if not isinstance(plain, (bool, int, float)):
        raise TypeError("no number")
    return plain


def _values(given: Value | Iterable[Value]) -> Iterable[Value]:
    # Text is a list of letters too; bytes and a dict are no lists of values.
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)):
        return given
    return [given]  # type: ignore[list-item]  # what is no Value is refused in _text


def _text(name: str, value: Value) -> str:
    if isinstance(value, datetime):
        return _moment(name, value)
    if isinstance(value, str) and sendable(value):
        return value
    try:
        return _number(value if isinstance(value, (bool, float)) else plain_number(value))
    except (TypeError, ValueError):
        # A Secret ends up here, too: it has no business in an address.
        raise CourseError(
            f"The value of {name} cannot be sent in an address. "
            "Use text, a number, True or False, a datetime, or a list of these."
        ) from None


def _number(number: float) -> str:
    if isinstance(number, bool):
        return "true" if number else "false"
    if isinstance(number, float) and not math.isfinite(number):
        raise ValueError("infinite, or no number")
    return str(number)  # ValueError for an integer of thousands of digits


def _moment(name: str, moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise CourseError(
            f"The time in {name} has no time zone, so nobody knows which moment it is. "
            "Add one, for example datetime.now(timezone.utc)."
        )
    try:
        return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    except OverflowError:  # before the year 1 or after 9999, once it is in UTC
        raise CourseError(f"The time in {name} is too far away. Choose a nearer one.") from None
