"""Query parameters as Twitch reads them.

https://dev.twitch.tv/docs/api/guide: several values are repeated (`id=1&id=2`), never joined by
commas, and times are written as RFC 3339 says.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timezone

from helpers.errors import CourseError

Value = str | int | datetime | None  # bool is an int
Params = Mapping[str, Value | Iterable[Value]]


def pairs(params: Params | None) -> list[tuple[str, str]]:
    """Return the parameters one by one, as they go into the address.

    A list gives one pair for each of its values. None, alone or in a list, is left out; so is an
    empty list. Raises CourseError for a value that no address can carry.
    """
    return [
        (name, _text(name, value))
        for name, given in (params or {}).items()
        for value in _values(given)
        if value is not None
    ]


def _values(given: Value | Iterable[Value]) -> Iterable[Value]:
    # Text is a list of letters too; bytes and a dict are no lists of values.
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)):
        return given
    return [given]  # type: ignore[list-item]  # what is no Value is refused in _text


def _text(name: str, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return _moment(name, value)
    if isinstance(value, str) and _can_be_sent(value):
        return value
    # A Secret ends up here, too: it has no business in an address.
    raise CourseError(
        f"The value of {name} cannot be sent in an address. "
        "Use text, a whole number, True or False, a datetime, or a list of these."
    )


def _moment(name: str, moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise CourseError(
            f"The time in {name} has no time zone, so nobody knows which moment it is. "
            "Add one, for example datetime.now(timezone.utc)."
        )
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _can_be_sent(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character (a lone surrogate)
        return False
    return True
