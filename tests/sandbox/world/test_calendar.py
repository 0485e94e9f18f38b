"""The schedule as iCalendar text: sound by RFC 5545, and read as a calendar program reads it."""

from datetime import datetime, timezone

import pytest

from helpers.sandbox.world import broadcasters, schedule
from helpers.sandbox.world.icalendar import Event, text
from helpers.sandbox.world.numbers import HOUR, WEEK, unix, utc
from tests.sandbox.ids import MARTA, VIEWER
from tests.sandbox.world.calendar_text import EACH_WEEK, ONCE, content_lines, read
from tests.sandbox.world.moments import CHANNEL_IDS, EVERYBODY, NOW


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.login)
def test_every_calendar_can_be_read(world, person):
    calendar, events = read(schedule.calendar(world, person.id))
    assert calendar["NAME"] == person.display_name
    channel = broadcasters.BY_ID.get(person.id)
    plans = [] if channel is None or channel.ended else channel.week
    assert sorted(event["SUMMARY"] for event in events) == sorted(slot.title for slot in plans)
    for event in events:
        assert list(event) in (EACH_WEEK, [name for name in EACH_WEEK if name not in ONCE[5:]])


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_the_calendar_has_the_segments_of_the_schedule(world, broadcaster_id):
    _, events = read(schedule.calendar(world, broadcaster_id))
    assert all(event["RRULE"] == {"FREQ": ["WEEKLY"]} for event in events)
    times = {(event.start.timestamp() % WEEK, event["SUMMARY"]) for event in events}
    rows = schedule.segments(world, broadcaster_id)
    assert {(unix(row["start_time"]) % WEEK, row["title"]) for row in rows} == times


def test_what_the_learner_plans_and_cancels(world):
    title = 'One; two, three \\ four\r\nBEGIN:VEVENT\r\n"five" <six> 七' + "ü" * 60
    body = {"start_time": "2026-11-26T18:30:00Z", "timezone": "Etc/UTC", "duration": "90"}
    once = schedule.create_segment(world, VIEWER, {**body, "title": title})
    schedule.create_segment(world, VIEWER, {**body, "is_recurring": True, "category_id": "509667"})
    series = schedule.segments(world, VIEWER)[1]
    schedule.update_segment(world, VIEWER, series["id"], {"is_canceled": True})
    written = schedule.calendar(world, VIEWER)
    _, (first, second) = read(written)
    assert first["SUMMARY"] == title.replace("\r\n", "\n")
    assert first.start == datetime(2026, 11, 26, 18, 30, tzinfo=timezone.utc)
    assert first.end == datetime(2026, 11, 26, 20, tzinfo=timezone.utc)
    assert utc(NOW) == first.DTSTAMP
    assert "RRULE" not in first
    canceled = utc(unix(series["start_time"]))
    assert second.exdates == [canceled]
    assert f"EXDATE:{canceled:%Y%m%dT%H%M%SZ}" in content_lines(written)
    assert second.categories == ["Food & Drink"]
    assert second["DESCRIPTION"] == "Food & Drink."
    schedule.update_segment(world, VIEWER, once["id"], {"is_canceled": True})
    _, events = read(schedule.calendar(world, VIEWER))
    assert [event["UID"] for event in events] == [second["UID"]]


def test_a_calendar_without_events(world):
    assert read(schedule.calendar(world, VIEWER))[1] == []


KEPT = [
    "", " ", "x" * 75, "x" * 76, "x" * 150, "é" * 38, "👩‍👩‍👧" * 40, "Nobody; really", "a,b;c\\d",
    "END:VCALENDAR", "C:\\New\\news", "\\", "\\\\n", "\\,\\;", "%2C%0A", '"five": yes', "a\u2028b",
]  # fmt: skip
CHANGED = [
    ("e\rf\r\ng\nh", "e\nf\ng\nh"),
    ("a\x00b\x1bc\td\x7fe\x85f\ud800g", "abcdefg"),
    ("x\r\nEND:VEVENT\r\nBEGIN:VEVENT", "x\nEND:VEVENT\nBEGIN:VEVENT"),
    ("x" * 74 + "\r\n" + "y" * 74, "x" * 74 + "\n" + "y" * 74),
]


@pytest.mark.parametrize(("given", "expected"), [*((kept, kept) for kept in KEPT), *CHANGED])
def test_whatever_stands_in_a_name_and_a_title(given, expected):
    event = Event("id", NOW, HOUR, given, "Food, & Drink; more", False, ())
    written = text(given, [event], NOW)
    _, (found,) = read(written)
    assert found["SUMMARY"] == expected
    assert list(found) == ONCE
    assert found.categories == ["Food, & Drink; more"]
    # The library writes a NAME, and does not unescape the one it reads.
    name, summary = content_lines(written)[5], content_lines(written)[11]
    assert name.removeprefix("NAME:") == summary.removeprefix("SUMMARY:")


def test_marta_has_a_name_in_her_calendar(world):
    assert "NAME:Marta_Paints\r\n" in schedule.calendar(world, MARTA)
