"""The sandbox's API: a channel's schedule, read, changed, and as a calendar."""

import base64
import json

import pytest
import requests

from tests.sandbox.api.desk import Desk, refusal
from tests.sandbox.ids import MARTA, TWITCHDEV, VIEWER
from tests.sandbox.world.calendar_text import read

PLAN = {"start_time": "2026-12-01T18:00:00+01:00", "timezone": "Europe/Berlin", "duration": "90"}
WEEKLY = {**PLAN, "is_recurring": True}
VACATION = {
    "is_vacation_enabled": "true",
    "vacation_start_time": "2026-12-24T00:00:00Z",
    "vacation_end_time": "2027-01-02T00:00:00Z",
    "timezone": "Europe/Berlin",
}
NO_SCHEDULE = (404, "schedule was not found")
NO_SEGMENTS = (404, "segments were not found")


def change(desk: Desk, method: str, body=None, by="marta_paints", owner=MARTA, **asked):
    return desk.call(method, "/schedule/segment", body, by=by, broadcaster_id=owner, **asked)


def segments(desk: Desk, **asked):
    asked = {"broadcaster_id": MARTA, **asked}
    return [row for page in desk.pages("/schedule", **asked) for row in page["segments"]]


def created(desk: Desk, body, **asked):
    answer = change(desk, "POST", body, **asked)
    assert answer.status == 200, answer.message
    return answer.body["data"]["segments"][0]


# --- reading -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["1", "3", "25"])
def test_pages_hold_every_segment_once_in_order(desk, size):
    every = segments(desk, by="app", first=size)
    starts = [row["start_time"] for row in every]
    assert len(every) > 4
    assert starts == sorted(set(starts))
    assert every == segments(desk)


def test_segments_by_id_and_from_a_time_on(desk):
    every = segments(desk)
    assert segments(desk, id=[every[2]["id"], every[0]["id"], "nothing"]) == [every[2], every[0]]
    later = segments(desk, start_time="2027-01-01T00:00:00Z")
    assert later
    assert all(row["end_time"] > "2027-01-01T00:00:00Z" for row in later)


def segment_id(**names):
    return base64.b64encode(json.dumps(names).encode()).decode()


@pytest.mark.parametrize("wrong", ["nothing", "é", "W1tb" * 3000, "bnVsbA==", segment_id(a=1)])
def test_ids_that_are_none(desk, wrong):
    answer = desk.call("GET", "/schedule", broadcaster_id=MARTA, id=wrong)
    assert refusal(answer) == NO_SEGMENTS


@pytest.mark.parametrize("year", [-1, 0, 9999, 10**20, 2026.0, "2026", None])
def test_ids_of_years_that_have_no_stream(desk, year):
    names = json.loads(base64.b64decode(segments(desk)[0]["id"]))
    wrong = segment_id(**{**names, "isoYear": year, "isoWeek": 52})
    answer = desk.call("GET", "/schedule", broadcaster_id=MARTA, id=wrong)
    assert refusal(answer) == NO_SEGMENTS


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"broadcaster_id": VIEWER}, 404),
        ({"broadcaster_id": "1"}, 404),
        ({"broadcaster_id": MARTA, "start_time": "0001-01-01T00:00:00Z"}, 400),
        ({"broadcaster_id": MARTA, "start_time": "tomorrow"}, 400),
        ({"broadcaster_id": MARTA, "first": "26"}, 400),
        ({"broadcaster_id": MARTA, "after": "nonsense"}, 400),
        ({}, 400),
    ],
)
def test_schedules_that_cannot_be_read(desk, asked, status):
    answer = desk.call("GET", "/schedule", **asked)
    assert answer.status == status
    assert status != 404 or refusal(answer) == NO_SCHEDULE


# --- changing ------------------------------------------------------------------------------


def test_a_stream_is_planned_moved_and_taken_off_the_plan(fresh):
    before = segments(fresh)
    new = created(fresh, {**PLAN, "title": "Tea", "category_id": "743"})
    assert (new["start_time"], new["end_time"]) == ("2026-12-01T17:00:00Z", "2026-12-01T18:30:00Z")
    assert new["category"] == {"id": "743", "name": "Chess"}
    assert sorted(row["id"] for row in segments(fresh)) == sorted(
        [new["id"], *(row["id"] for row in before)]
    )
    moved = {"start_time": "2026-12-02T17:00:00Z", "title": None, "duration": "30"}
    (row,) = change(fresh, "PATCH", moved, id=new["id"]).body["data"]["segments"]
    assert (row["title"], row["end_time"]) == ("Tea", "2026-12-02T17:30:00Z")
    assert segments(fresh, id=row["id"]) == [row]
    assert change(fresh, "DELETE", id=row["id"]).status == 204
    assert segments(fresh) == before
    assert refusal(change(fresh, "DELETE", id=row["id"])) == (400, "Invalid ID requested")
    assert refusal(change(fresh, "PATCH", {}, id=row["id"])) == NO_SEGMENTS


def test_a_series_changes_as_a_whole_and_its_next_week_is_canceled(fresh):
    first = created(fresh, WEEKLY, by="quiet_viewer", owner=VIEWER)
    mine = {"broadcaster_id": VIEWER}
    second = segments(fresh, **mine)[1]
    asked = {"by": "quiet_viewer", "owner": VIEWER, "id": second["id"]}
    change(fresh, "PATCH", {"is_canceled": True, "title": "New"}, **asked)
    found = segments(fresh, **mine)
    assert {row["title"] for row in found} == {"New"}
    untils = [row["canceled_until"] for row in found[:3]]
    assert untils == [first["end_time"], None, None], "the next one, not the one that was named"
    change(fresh, "PATCH", {"is_canceled": False}, **asked)
    assert not any(row["canceled_until"] for row in segments(fresh, **mine))
    text = "FirstOccurrenceDate can't set FirstOccurrenceDate on recurring segments"
    moved = {"start_time": "2026-12-09T17:00:00Z"}
    assert refusal(change(fresh, "PATCH", moved, **asked)) == (400, text)
    assert change(fresh, "DELETE", **{**asked, "id": first["id"]}).status == 204
    assert refusal(fresh.call("GET", "/schedule", **mine)) == NO_SEGMENTS


@pytest.mark.parametrize("change_", [
    {"start_time": "2026-11-23T11:59:59Z"}, {"start_time": "3000-01-01T00:00:00Z"},
    {"start_time": "soon"}, {"start_time": 5}, {"start_time": ""},
    {"timezone": "Nowhere/Land"}, {"timezone": ""}, {"timezone": "../etc/passwd"},
    {"duration": "29"}, {"duration": "1381"}, {"duration": 60}, {"duration": "1h"},
    {"title": "é" * 141}, {"title": "\ud800"}, {"title": ["x"]},
    {"category_id": "1"}, {"category_id": 743}, {"is_recurring": "yes"},
], ids=str)  # fmt: skip
def test_bodies_that_will_not_do(desk, change_):
    before = segments(desk)
    for method, asked in (("POST", {}), ("PATCH", {"id": before[0]["id"]})):
        if method == "PATCH" and "is_recurring" in change_:
            continue  # not a parameter of Update Segment
        answer = change(desk, method, {**WEEKLY, **change_}, **asked)
        assert answer.status == 400
        assert "recurring segments" not in answer.message
    assert segments(desk) == before


def test_the_past_is_refused_in_twitchs_words(desk):
    text = "FirstOccurrenceDate can't set FirstOccurrenceDate to a time in the past"
    past = {**PLAN, "start_time": "2026-11-23T11:59:59Z"}
    assert refusal(change(desk, "POST", past)) == (400, text)


def test_only_partners_and_affiliates_plan_a_single_stream(desk):
    answer = change(desk, "POST", PLAN, by="quiet_viewer", owner=VIEWER)
    assert answer.status == 403
    assert "not recurring" in answer.message


def test_nobody_changes_the_schedule_of_somebody_else(desk):
    text = "The ID in broadcaster_id must match the user ID found in the request's OAuth token."
    id_ = segments(desk)[0]["id"]
    for method, body in (("POST", PLAN), ("PATCH", {"title": "x"}), ("DELETE", None)):
        asked = {} if method == "POST" else {"id": id_}
        assert refusal(change(desk, method, body, by="twitchdev", **asked)) == (401, text)
    mine = change(desk, "DELETE", by="twitchdev", owner=TWITCHDEV, id=id_)
    assert refusal(mine) == (400, "Invalid ID requested"), "the ID is of somebody else's segment"


# --- vacation ------------------------------------------------------------------------------


def settings(desk: Desk, by="marta_paints", owner=MARTA, **asked):
    return desk.call("PATCH", "/schedule/settings", by=by, broadcaster_id=owner, **asked)


def vacation(desk: Desk):
    return desk.rows("GET", "/schedule", broadcaster_id=MARTA)["vacation"]


def test_a_vacation_begins_and_is_canceled(fresh):
    assert settings(fresh, **VACATION).status == 204
    planned = {"start_time": "2026-12-24T00:00:00Z", "end_time": "2027-01-02T00:00:00Z"}
    assert vacation(fresh) == planned
    assert settings(fresh).status == 204
    assert vacation(fresh) == planned
    assert settings(fresh, is_vacation_enabled="false").status == 204
    assert vacation(fresh) is None


@pytest.mark.parametrize("change_", [
    {"vacation_start_time": ""}, {"vacation_end_time": ""}, {"timezone": ""},
    {"timezone": "Nowhere/Land"}, {"vacation_start_time": "2027-01-02T00:00:00Z"},
    {"vacation_end_time": "1969-12-31T23:59:59Z"}, {"vacation_end_time": "later"},
    {"is_vacation_enabled": "yes"},
], ids=str)  # fmt: skip
def test_vacations_that_cannot_be_planned(desk, change_):
    asked = {name: value for name, value in {**VACATION, **change_}.items() if value}
    assert settings(desk, **asked).status == 400
    assert vacation(desk) is None


def test_a_vacation_needs_a_schedule_of_ones_own(desk):
    assert refusal(settings(desk, by="quiet_viewer", owner=VIEWER, **VACATION)) == NO_SCHEDULE
    assert settings(desk, by="quiet_viewer", **VACATION).status == 401


# --- the calendar --------------------------------------------------------------------------


def test_the_calendar_has_what_is_planned_and_needs_no_token(fresh):
    new = created(fresh, {**PLAN, "title": "One; two, 三"})
    url = f"{fresh.box.running.api_url}/schedule/icalendar?broadcaster_id={MARTA}"
    answer = requests.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    _, events = read(answer.content.decode())
    titles = {event["SUMMARY"] for event in events}
    assert "One; two, 三" in titles
    assert len(titles) > 1
    assert change(fresh, "DELETE", id=new["id"]).status == 204
    assert "三" not in requests.get(url).content.decode()


def test_calendars_of_nobody(desk):
    for query in ({}, {"broadcaster_id": "1"}, {"broadcaster_id": "abc"}):
        assert desk.call("GET", "/schedule/icalendar", by="nobody", **query).status == 400
    assert desk.call("GET", "/schedule/icalendar", by="nobody", broadcaster_id=VIEWER).status == 200
