"""Reads iCalendar text: by the letter of RFC 5545, and as a calendar program does."""

import re

import icalendar

HEAD = [
    "BEGIN:VCALENDAR",
    "PRODID:-//sandbox//StreamSchedule//1.0",
    "VERSION:2.0",
    "CALSCALE:GREGORIAN",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
]
ONCE = ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES"]
EACH_WEEK = [*ONCE[:4], "RRULE", *ONCE[4:]]


def content_lines(written):
    """Undo the folding, and insist on line ends and lengths: section 3.1."""
    raw = written.encode()
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    physical = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(line) <= 75 for line in physical)
    assert all(line.decode() for line in physical), "no character is torn apart"
    assert not any(c < 32 or c == 127 for line in physical for c in line)
    return raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def read(written):
    """Return the calendar as a calendar program reads it, and its events."""
    lines = content_lines(written)
    assert lines[:5] == HEAD
    assert [line for line in lines if line.startswith("DT")] == [
        line for line in lines if re.fullmatch(r"DT(STAMP|START|END):\d{8}T\d{6}Z", line)
    ]
    calendar = icalendar.Calendar.from_ical(written)
    events = calendar.events
    assert calendar.subcomponents == events
    assert lines.count("BEGIN:VEVENT") == len(events)
    for event in events:
        assert not event.errors
        assert event.start < event.end
        assert event["UID"]
    assert len({event["UID"] for event in events}) == len(events)
    return calendar, events
