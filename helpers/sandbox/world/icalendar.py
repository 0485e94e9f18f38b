"""A calendar as text, for other programs: iCalendar, written by the library of that name.

https://www.rfc-editor.org/rfc/rfc5545. The library takes a tenth of a second to import, so import
this module only when somebody asks for a calendar.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import icalendar

from helpers.sandbox.world.numbers import utc

_REFRESH = timedelta(hours=1)
_BARRED = ("Cc", "Cs")  # control characters, and halves of characters: section 3.3.11


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
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//sandbox//StreamSchedule//1.0")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("name", _Text(name))
    for event in events:
        if event.weekly or not event.canceled:
            calendar.add_component(_component(event, now))
    return bytes(calendar.to_ical(sorted=False)).decode()


def _component(event: Event, now: int) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("dtstamp", utc(now))
    component.add("dtstart", utc(event.start))
    component.add("dtend", utc(event.start + event.seconds))
    if event.weekly:
        component.add("rrule", {"freq": "weekly"})
        if event.canceled:
            component.add("exdate", [utc(start) for start in event.canceled])
    component.add("summary", _Text(event.title))
    if event.category:
        component.add("description", _Text(f"{event.category}."))
        component.add("categories", [event.category])
    return component


class _Text(icalendar.vText):
    """A value of the type TEXT, whatever is in it. What no text may hold is left out."""

    def to_ical(self) -> bytes:
        # The library takes a backslash with an N for a line break, also in C:\New. So it gets
        # to see what is between the backslashes.
        kept = (c for c in self if c in "\r\n" or unicodedata.category(c) not in _BARRED)
        return rb"\\".join(icalendar.vText(part).to_ical() for part in "".join(kept).split("\\"))
