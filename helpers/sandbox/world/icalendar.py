"""A calendar as text, for other programs: iCalendar.

https://www.rfc-editor.org/rfc/rfc5545
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpers.sandbox.world.numbers import icalendar_time

_LINE = 75  # bytes, without the line's end: section 3.1


@dataclass(frozen=True)
class Event:
    """One event, or one each week. Times are Unix seconds."""

    uid: str
    start: int
    seconds: int
    title: str
    category: str  # empty: none
    weekly: bool
    canceled: tuple[int, ...]  # the starts that do not take place


def text(name: str, events: Iterable[Event], now: int) -> str:
    """Return a calendar with this name, made at `now` (Unix seconds)."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//sandbox//StreamSchedule//1.0",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        f"NAME:{escape(name)}",
        *(line for event in events for line in _event(event, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def escape(value: str) -> str:
    """Return a value of the type TEXT (section 3.3.11). What no text may hold is left out."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    for special in ("\\", ";", ","):
        value = value.replace(special, f"\\{special}")
    value = value.replace("\n", "\\n")
    return "".join(c for c in value if unicodedata.category(c) not in ("Cc", "Cs"))


def fold(line: str) -> str:
    """Break a long line (section 3.1). No character of several bytes is torn apart."""
    parts, length = [""], 0
    for character in line:
        size = len(character.encode())
        if length + size > _LINE:
            parts.append(" ")
            length = 1
        parts[-1] += character
        length += size
    return "\r\n".join(parts)


def _event(event: Event, now: int) -> Iterator[str]:
    if not event.weekly and event.canceled:
        return
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{icalendar_time(now)}"
    yield f"DTSTART:{icalendar_time(event.start)}"
    yield f"DTEND:{icalendar_time(event.start + event.seconds)}"
    if event.weekly:
        yield "RRULE:FREQ=WEEKLY"
        if event.canceled:
            yield "EXDATE:" + ",".join(map(icalendar_time, event.canceled))
    yield f"SUMMARY:{escape(event.title)}"
    if event.category:
        yield f"DESCRIPTION:{escape(event.category)}."
        yield f"CATEGORIES:{escape(event.category)}"
    yield "END:VEVENT"
