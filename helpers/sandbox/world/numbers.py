"""Numbers and times that are computed, not stored."""

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timezone
from typing import TypeVar, overload

T = TypeVar("T")

MINUTE = 60  # seconds
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
YEAR_3000 = 32_503_680_000  # Unix seconds: what is computed from a time must be one, too
_RFC3339 = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


class Computed(Sequence[T]):
    """A long list that does not exist: its items are computed when somebody looks."""

    def __init__(self, length: int, item: Callable[[int], T]) -> None:
        self._length = length
        self._item = item

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        """Return one item, or a list of those in the slice."""
        places = range(self._length)[index]
        return self._item(places) if isinstance(places, int) else [*map(self._item, places)]


def draw(below: int, *about: object) -> int:
    """Return a number from 0 to below - 1. It looks random, and is the same every time."""
    return zlib.crc32("/".join(map(str, about)).encode()) % below


def pick(choices: Sequence[T], *about: object) -> T:
    """Return one of the choices, always the same one."""
    return choices[draw(len(choices), *about)]


def unique(values: Iterable[T]) -> list[T]:
    """Return the values in their order, each once."""
    return list(dict.fromkeys(values))


def rfc3339(seconds: float) -> str:
    """Write Unix seconds as Twitch does: 2026-11-23T12:00:00Z."""
    return utc(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def unix(text: str) -> int:
    """Read an RFC 3339 time from 1970 to 2999, and return Unix seconds. Raises ValueError.

    A fraction of a second is cut off. https://www.rfc-editor.org/rfc/rfc3339#section-5.6
    """
    match = _RFC3339.fullmatch(text.upper())
    if match is None:
        raise ValueError(f"{text!r} is not an RFC 3339 time.")
    offset = "+00:00" if match[2] == "Z" else match[2]
    seconds = int(datetime.fromisoformat(match[1] + offset).timestamp())
    if not 0 <= seconds < YEAR_3000:
        raise ValueError(f"{text!r} is not from 1970 to 2999.")
    return seconds


def iso_week(seconds: float) -> tuple[int, int]:
    """Return the year and the number of the ISO week (UTC)."""
    week = utc(seconds).isocalendar()
    return week.year, week.week


def week_start(year: int, week: int) -> int:
    """Return the Unix second at which an ISO week begins. Raises ValueError if there is none."""
    monday = datetime.fromisocalendar(year, week, 1)
    return int(monday.replace(tzinfo=timezone.utc).timestamp())


def length_text(seconds: int) -> str:
    """Write a length as Get Videos does: 3h2m1s, 2m1s, 1s."""
    hours, rest = divmod(seconds, HOUR)
    minutes, left = divmod(rest, MINUTE)
    text = f"{hours}h" if hours else ""
    return text + (f"{minutes}m" if hours or minutes else "") + f"{left}s"


def utc(seconds: float) -> datetime:
    """Return the moment that Unix seconds stand for."""
    return datetime.fromtimestamp(seconds, timezone.utc)
