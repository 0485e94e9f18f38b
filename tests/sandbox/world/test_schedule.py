"""The schedule of a channel: segments, series, one week called off, a vacation."""

import base64
import json
from itertools import pairwise

import pytest

from helpers.sandbox.world import schedule
from helpers.sandbox.world.numbers import DAY, HOUR, WEEK, rfc3339, unix
from tests.sandbox.ids import MARTA, VIEWER
from tests.sandbox.world.moments import NOW, SEGMENT, at


def test_a_new_segment_is_on_the_schedule_until_it_is_deleted(world):
    before = schedule.segments(world, MARTA)
    new = schedule.create_segment(world, MARTA, SEGMENT)
    assert (new["start_time"], new["end_time"]) == (SEGMENT["start_time"], "2026-11-26T20:00:00Z")
    assert new["category"] == {"id": "509660", "name": "Art"}
    after = schedule.segments(world, MARTA)
    assert [row for row in after if row not in before] == [new]
    assert [row["start_time"] for row in after] == sorted(row["start_time"] for row in after)
    assert schedule.segments(world, MARTA, ids=[new["id"], new["id"]]) == [new, new]
    assert schedule.delete_segment(world, MARTA, new["id"]) is True
    assert schedule.segments(world, MARTA) == before
    assert schedule.delete_segment(world, MARTA, new["id"]) is False
    again = schedule.create_segment(world, MARTA, SEGMENT)
    assert again["id"] != new["id"]


def test_who_has_no_schedule_gets_one_with_the_first_segment(world):
    assert not schedule.exists(world, VIEWER)
    assert schedule.segments(world, VIEWER) == []
    assert schedule.set_vacation(world, VIEWER, NOW, NOW + DAY) is False
    body = {name: SEGMENT[name] for name in ("start_time", "timezone", "duration")}
    new = schedule.create_segment(world, VIEWER, body)
    assert (new["title"], new["category"], new["is_recurring"]) == ("", None, False)
    assert schedule.exists(world, VIEWER)
    assert schedule.segments(world, VIEWER) == [new]
    assert schedule.segments(at(world, unix(new["end_time"])), VIEWER) == []


def test_a_series_is_one_segment_a_week(world):
    new = schedule.create_segment(world, VIEWER, {**SEGMENT, "is_recurring": True})
    rows = schedule.segments(world, VIEWER)
    starts = [unix(row["start_time"]) for row in rows]
    assert rows[0] == new
    assert len(rows) == 4
    assert {later - sooner for sooner, later in pairwise(starts)} == {WEEK}
    assert len({row["id"] for row in rows}) == 4
    assert schedule.segments(world, VIEWER, ids=[row["id"] for row in rows]) == rows
    far = schedule.segments(world, VIEWER, start=starts[0] + 100 * WEEK)
    assert far[0]["start_time"] == rfc3339(starts[0] + 100 * WEEK)
    assert schedule.delete_segment(world, VIEWER, rows[2]["id"]) is True
    assert schedule.segments(world, VIEWER) == []


def test_canceling_is_for_one_week_and_the_rest_for_the_series(world):
    rows = schedule.segments(world, MARTA)
    chosen = rows[1]
    changed = schedule.update_segment(world, MARTA, chosen["id"], {"is_canceled": True})
    assert changed == {**chosen, "canceled_until": chosen["end_time"]}
    canceled = [row for row in schedule.segments(world, MARTA) if row["canceled_until"]]
    assert canceled == [changed]
    body = {"is_canceled": False, "title": "New", "duration": "60", "category_id": "743"}
    changed = schedule.update_segment(world, MARTA, chosen["id"], body)
    assert changed["canceled_until"] is None
    assert unix(changed["end_time"]) == unix(changed["start_time"]) + HOUR
    new = [row for row in schedule.segments(world, MARTA) if row["title"] == "New"]
    assert len(new) == 4
    assert {row["category"]["name"] for row in new} == {"Chess"}


def test_a_single_segment_moves(world):
    new = schedule.create_segment(world, MARTA, SEGMENT)
    schedule.update_segment(world, MARTA, new["id"], {"is_canceled": True})
    body = {"start_time": "2026-12-24T18:00:00+01:00"}
    moved = schedule.update_segment(world, MARTA, new["id"], body)
    assert moved["start_time"] == "2026-12-24T17:00:00Z"
    assert moved["canceled_until"] == moved["end_time"] == "2026-12-24T18:30:00Z"
    assert schedule.segments(world, MARTA, ids=[moved["id"]]) == [moved]
    assert schedule.segments(world, MARTA, ids=[new["id"]]) == []


@pytest.mark.parametrize(
    "wrong",
    ["", "x", "é", "bnVsbA==", "W10=", "e30=", "eyJzZWdtZW50SUQiOjF9",
     "eyJzZWdtZW50SUQiOiIiLCJpc29ZZWFyIjoyMDI2LCJpc29XZWVrIjo0OH0="],
)  # fmt: skip
def test_no_such_segment(world, wrong):
    assert schedule.segments(world, MARTA, ids=[wrong]) == []
    assert schedule.update_segment(world, MARTA, wrong, {"title": "x"}) is None
    assert schedule.delete_segment(world, MARTA, wrong) is False


@pytest.mark.parametrize("week", [0, 54, -1, 10**30, "48", None, [1], 4.5])
def test_a_segment_of_a_week_that_does_not_exist(world, week):
    names = json.loads(base64.b64decode(schedule.segments(world, MARTA)[0]["id"]))
    wrong = base64.b64encode(json.dumps({**names, "isoWeek": week}).encode()).decode()
    assert schedule.segments(world, MARTA, ids=[wrong]) == []


def test_a_series_has_no_segment_before_it_begins(world):
    first = schedule.create_segment(world, VIEWER, {**SEGMENT, "is_recurring": True})
    names = json.loads(base64.b64decode(first["id"]))
    names["isoWeek"] -= 1
    earlier = base64.b64encode(json.dumps(names).encode()).decode()
    assert schedule.segments(world, VIEWER, ids=[earlier]) == []
    assert schedule.segments(world, VIEWER, start=0)[0] == first


def test_time_zones():
    assert schedule.is_timezone("America/New_York")
    assert schedule.is_timezone("Etc/UTC")
    for wrong in ("", "../etc/passwd", "America/", "Not a zone", "/"):
        assert not schedule.is_timezone(wrong)


def test_the_last_time_there_is_can_be_planned(world):
    body = {**SEGMENT, "start_time": "2999-12-31T23:59:59Z", "is_recurring": True}
    new = schedule.create_segment(world, VIEWER, body)
    assert schedule.segments(world, VIEWER, ids=[new["id"]]) == [new]
    assert len(schedule.segments(world, VIEWER)) == 4


def test_a_vacation_is_shown_until_it_is_over(world):
    def vacation(world):
        return schedule.schedule(world, MARTA, [])["vacation"]

    assert vacation(world) is None
    assert schedule.set_vacation(world, MARTA, NOW + DAY, NOW + 9 * DAY) is True
    planned = {"start_time": rfc3339(NOW + DAY), "end_time": rfc3339(NOW + 9 * DAY)}
    assert vacation(world) == planned
    assert vacation(at(world, NOW + 9 * DAY)) is None
    assert schedule.set_vacation(world, MARTA, None, None) is True
    assert vacation(world) is None
    assert schedule.segments(world, MARTA) != []
