"""The sandbox's API: clips, and what outlives the sandbox of all that the learner made."""

import pytest

from tests.sandbox.api.desk import Desk, refusal
from tests.sandbox.ids import KOFI, MARTA, TWITCHDEV, VIEWER

ONE_OF = "one of broadcaster_id, game_id, or id is required"


# --- making one ----------------------------------------------------------------------------


def test_a_clip_appears_some_seconds_later(fresh):
    asked = {"broadcaster_id": TWITCHDEV, "title": "Schön! 🎉", "duration": "12.34"}
    (made,) = fresh.rows("POST", "/clips", by="quiet_viewer", **asked)
    assert made["id"] in made["edit_url"]
    assert fresh.rows("GET", "/clips", id=made["id"]) == []
    fresh.clock.now += 15
    (clip,) = fresh.rows("GET", "/clips", id=made["id"])
    assert (clip["title"], clip["duration"], clip["creator_id"]) == ("Schön! 🎉", 12.3, VIEWER)
    assert clip["created_at"] == "2026-11-23T12:00:00Z"
    assert clip["vod_offset"] is None, "the stream is not over"
    recent = {"broadcaster_id": TWITCHDEV, "started_at": "2026-11-23T12:00:00Z"}
    assert fresh.rows("GET", "/clips", **recent) == [clip]


def test_a_clip_without_a_title_has_the_streams_and_30_seconds(fresh):
    ids = [fresh.rows("POST", "/clips", broadcaster_id=TWITCHDEV)[0]["id"] for _ in range(2)]
    fresh.clock.now += 15
    first, second = fresh.rows("GET", "/clips", id=ids)
    stream = fresh.rows("GET", "/streams", user_id=TWITCHDEV)[0]
    assert first["title"] == stream["title"]
    assert (first["duration"], first["game_id"]) == (30, stream["game_id"])
    assert first["id"] != second["id"]


@pytest.mark.parametrize(
    ("by", "asked", "status", "message"),
    [
        ("twitchdev", {"broadcaster_id": KOFI}, 404,
         "Clipping is not possible for an offline channel."),
        ("twitchdev", {"broadcaster_id": VIEWER}, 404,
         "Clipping is not possible for an offline channel."),
        ("twitchdev", {"broadcaster_id": "1"}, 400,
         "The broadcaster in broadcaster_id was not found."),
        ("twitchdev", {}, 400, 'Missing required parameter "broadcaster_id"'),
        ("twitchdev", {"broadcaster_id": TWITCHDEV, "duration": "4.9"}, 400,
         'The parameter "duration" was malformed: the value must be greater than or equal to 5'),
        ("twitchdev", {"broadcaster_id": TWITCHDEV, "duration": "60.1"}, 400,
         'The parameter "duration" was malformed: the value must be less than or equal to 60'),
        ("app", {"broadcaster_id": TWITCHDEV}, 401, "Missing User OAUTH Token"),
    ],
)  # fmt: skip
def test_clips_that_cannot_be_made(desk, by, asked, status, message):
    assert refusal(desk.call("POST", "/clips", by=by, **asked)) == (status, message)


# --- finding them --------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [{"broadcaster_id": TWITCHDEV}, {"game_id": "743"}])
def test_pages_hold_every_clip_once_most_views_first(desk, asked):
    rows = [row for page in desk.pages("/clips", first="100", **asked) for row in page]
    views = [row["view_count"] for row in rows]
    assert len({row["id"] for row in rows}) == len(rows) > 20
    assert views == sorted(views, reverse=True)
    ((name, value),) = asked.items()
    assert {row[name] for row in rows} == {value}


def test_clips_by_id_in_the_order_asked_for(desk):
    rows = desk.rows("GET", "/clips", broadcaster_id=TWITCHDEV, first="30")
    ids = [row["id"] for row in rows][::-1]
    answer = desk.call("GET", "/clips", id=[*ids, "NoSuchClip", "é"])
    assert answer.body == {"data": rows[::-1], "pagination": {}}


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({"started_at": "2026-11-02T00:00:00Z"}, "2026-11-02", "2026-11-09T00:00:00Z"),
        ({"started_at": "2026-11-02T00:00:00Z", "ended_at": "2026-11-04T01:00:00+01:00"},
         "2026-11-02", "2026-11-04T00:00:00Z"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("of", [{"broadcaster_id": TWITCHDEV}, {"game_id": "743"}], ids=list)
def test_clips_of_some_days(desk, of, asked, first, last):
    every = desk.pages("/clips", first="100", **of)
    fitting = {row["id"] for page in every for row in page if first <= row["created_at"] <= last}
    found = desk.pages("/clips", first="100", **of, **asked)
    assert {row["id"] for page in found for row in page} == fitting
    assert fitting


def test_featured_clips_and_the_others(desk):
    def ids(**asked):
        pages = desk.pages("/clips", broadcaster_id=TWITCHDEV, first="100", **asked)
        return {row["id"] for page in pages for row in page}

    featured, others = ids(is_featured="true"), ids(is_featured="false")
    assert featured
    assert others
    assert featured | others == ids()
    assert not featured & others


@pytest.mark.parametrize(
    ("asked", "status", "message"),
    [
        ({}, 400, ONE_OF),
        ({"id": ""}, 400, ONE_OF),
        ({"id": "x", "broadcaster_id": TWITCHDEV}, 400, ONE_OF),
        ({"game_id": "743", "broadcaster_id": TWITCHDEV}, 400, ONE_OF),
        ({"game_id": "1"}, 404, "The game in game_id was not found."),
        ({"broadcaster_id": TWITCHDEV, "ended_at": "2026-11-04T00:00:00Z"}, 400,
         "started_at is required if ended_at is provided"),
        ({"broadcaster_id": TWITCHDEV, "started_at": "9999-12-31T23:59:59Z"}, 400,
         'The parameter "started_at" was malformed: value must be a RFC3339 timestamp'),
        ({"broadcaster_id": TWITCHDEV, "after": "nonsense"}, 400, "Invalid cursor."),
    ],
)  # fmt: skip
def test_clips_that_cannot_be_asked_for(desk, asked, status, message):
    assert refusal(desk.call("GET", "/clips", **asked)) == (status, message)


def test_who_never_streamed_has_no_clips(desk):
    assert desk.rows("GET", "/clips", broadcaster_id=VIEWER) == []


# --- the state file ------------------------------------------------------------------------


def test_what_the_learner_made_outlives_the_sandbox(tmp_path):
    def seen(desk):
        desk.clock.now += 15
        markers = desk.rows("GET", "/streams/markers", user_id=TWITCHDEV)
        clips = desk.rows("GET", "/clips", broadcaster_id=TWITCHDEV, first="100",
                          started_at="2026-11-23T12:00:00Z")  # fmt: skip
        plan = desk.rows("GET", "/schedule", broadcaster_id=MARTA, by="marta_paints")
        desk.clock.now -= 15
        return (
            [row["description"] for row in markers[0]["videos"][0]["markers"]][:1],
            [row["title"] for row in clips],
            [row["title"] for row in plan["segments"] if row["title"] == "Kept"],
            plan["vacation"],
        )

    desk = Desk(tmp_path / "state")
    desk.call("POST", "/streams/markers", {"user_id": TWITCHDEV, "description": "Kept"})
    desk.call("POST", "/clips", broadcaster_id=TWITCHDEV, title="Kept")
    plan = {"start_time": "2026-11-24T09:00:00Z", "timezone": "Etc/UTC", "duration": "60"}
    mine = {"by": "marta_paints", "broadcaster_id": MARTA}
    desk.call("POST", "/schedule/segment", {**plan, "title": "Kept"}, **mine)
    days = {"vacation_start_time": "2026-12-24T00:00:00Z",
            "vacation_end_time": "2026-12-31T00:00:00Z", "timezone": "Etc/UTC"}  # fmt: skip
    desk.call("PATCH", "/schedule/settings", is_vacation_enabled="true", **days, **mine)
    before = seen(desk)
    desk.close()
    vacation = {"start_time": "2026-12-24T00:00:00Z", "end_time": "2026-12-31T00:00:00Z"}
    assert before == (["Kept"], ["Kept"], ["Kept"], vacation)
    again = Desk(tmp_path / "state")
    after = seen(again)
    again.close()
    assert after == before
