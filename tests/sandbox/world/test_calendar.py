"""The schedule as iCalendar text, read by the letter of RFC 5545."""

import pytest

from helpers.sandbox.world import broadcasters, icalendar, schedule
from helpers.sandbox.world.icalendar import escape, fold
from helpers.sandbox.world.numbers import WEEK, icalendar_time, unix
from tests.sandbox.ids import MARTA, VIEWER
from tests.sandbox.world.calendar_text import parse, unescape
from tests.sandbox.world.moments import CHANNEL_IDS, EVERYBODY, NOW


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.login)
def test_every_calendar_can_be_read(world, person):
    calendar, events = parse(schedule.calendar(world, person.id))
    assert unescape(calendar["NAME"]) == person.display_name
    channel = broadcasters.BY_ID.get(person.id)
    plans = [] if channel is None or channel.ended else channel.week
    assert sorted(unescape(event["SUMMARY"]) for event in events) == sorted(
        slot.title for slot in plans
    )


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_the_calendar_has_the_segments_of_the_schedule(world, broadcaster_id):
    _, events = parse(schedule.calendar(world, broadcaster_id))
    times = set()
    for event in events:
        assert event["RRULE"] == "FREQ=WEEKLY"
        year, month, day = event["DTSTART"][:4], event["DTSTART"][4:6], event["DTSTART"][6:8]
        time = event["DTSTART"][9:]
        start = unix(f"{year}-{month}-{day}T{time[:2]}:{time[2:4]}:{time[4:6]}Z")
        times.add((start % WEEK, unescape(event["SUMMARY"])))
    rows = schedule.segments(world, broadcaster_id)
    assert {(unix(row["start_time"]) % WEEK, row["title"]) for row in rows} == times


def test_what_the_learner_plans_and_cancels(world):
    title = 'One; two, three \\ four\r\nBEGIN:VEVENT\r\n"five" <six> 七' + "ü" * 60
    body = {"start_time": "2026-11-26T18:30:00Z", "timezone": "Etc/UTC", "duration": "90"}
    once = schedule.create_segment(world, VIEWER, {**body, "title": title})
    schedule.create_segment(world, VIEWER, {**body, "is_recurring": True, "category_id": "509667"})
    series = schedule.segments(world, VIEWER)[2]
    schedule.update_segment(world, VIEWER, series["id"], {"is_canceled": True})
    _, (first, second) = parse(schedule.calendar(world, VIEWER))
    assert unescape(first["SUMMARY"]) == title.replace("\r\n", "\n")
    assert (first["DTSTART"], first["DTEND"]) == ("20261126T183000Z", "20261126T200000Z")
    assert first["DTSTAMP"] == icalendar_time(NOW)
    assert "RRULE" not in first
    assert second["EXDATE"] == icalendar_time(unix(series["start_time"]))
    assert second["CATEGORIES"] == "Food & Drink"
    schedule.update_segment(world, VIEWER, once["id"], {"is_canceled": True})
    _, events = parse(schedule.calendar(world, VIEWER))
    assert events == [second]


def test_a_calendar_without_events(world):
    assert parse(schedule.calendar(world, VIEWER))[1] == []
    assert parse(icalendar.text("Nobody; really", [], NOW))[0]["NAME"] == "Nobody\\; really"


def test_escaping_and_folding_by_the_letter():
    assert escape("a,b;c\\d\ne\rf\r\ng\x00\x1b\t\x7fh\ud800") == "a\\,b\\;c\\\\d\\ne\\nf\\ngh"
    assert fold("x" * 75) == "x" * 75
    assert fold("x" * 76) == "x" * 75 + "\r\n x"
    assert fold("é" * 38) == "é" * 37 + "\r\n é"
    assert fold("x" * 150).split("\r\n ") == ["x" * 75, "x" * 74, "x"]
    assert fold("") == ""


def test_marta_has_a_name_in_her_calendar(world):
    assert "NAME:Marta_Paints\r\n" in schedule.calendar(world, MARTA)
