"""Reads iCalendar text by the letter of RFC 5545, and insists on it."""

import re

TIME = r"\d{8}T\d{6}Z"
UNESCAPED = {"\\n": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def content_lines(text):
    """Undo the folding, and insist on line ends and lengths."""
    raw = text.encode()
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    physical = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(line) <= 75 for line in physical)
    assert all(line.decode() for line in physical), "no character is torn apart"
    assert not any(c < 32 or c == 127 for line in physical for c in line)
    return raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescape(value):
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value)
    return re.sub(r"\\.", lambda match: UNESCAPED[match[0]], value)


def parse(text):
    lines = content_lines(text)
    head, *rest = "\n".join(lines).split("\nBEGIN:VEVENT\n")
    calendar = head.removesuffix("\nEND:VCALENDAR").split("\n")
    assert calendar[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in calendar
    assert any(re.fullmatch(r"PRODID:.+", line) for line in calendar)
    events = []
    for block in rest:
        body, end, after = block.partition("\nEND:VEVENT")
        assert end
        assert after in ("", "\nEND:VCALENDAR")
        pairs = [line.split(":", 1) for line in body.split("\n")]
        event = dict(pairs)
        assert len(event) == len(pairs), "each property once"
        for name in ("DTSTAMP", "DTSTART", "DTEND"):
            assert re.fullmatch(TIME, event[name])
        assert event["DTSTART"] < event["DTEND"]
        assert event["UID"]
        events.append(event)
    assert len({event["UID"] for event in events}) == len(events)
    return dict(line.split(":", 1) for line in calendar), events
