"""What the learner changes in the sandbox's world: it is kept, shared, and forgotten by a reset."""

import base64
import json
import subprocess
import sys
from itertools import pairwise

import pytest

from helpers.sandbox.memory.state import State
from helpers.sandbox.world import (
    blocks,
    channels,
    clips,
    follows,
    markers,
    opened,
    reset,
    schedule,
    streams,
    subscriptions,
    users,
    videos,
)
from helpers.sandbox.world.numbers import DAY, HOUR, WEEK, rfc3339, unix
from tests.sandbox.world.fixtures import (
    BASE,
    KOFI,
    MARTA,
    NOW,
    TWITCH,
    TWITCHDEV,
    VIEWER,
    at,
    connection,
    world_fixture,
)

__all__ = ["world_fixture"]

SEGMENT = {
    "start_time": "2026-11-26T18:30:00Z",
    "timezone": "Europe/Berlin",
    "duration": "90",
    "is_recurring": False,
    "category_id": "509660",
    "title": "Only once",
}

# --- each change ---------------------------------------------------------------------------


def test_a_description(world):
    users.set_description(world, VIEWER, "I watch. <3")
    assert users.users(world, [VIEWER])[0]["description"] == "I watch. <3"
    users.set_description(world, VIEWER, "")
    assert users.users(world, [VIEWER])[0]["description"] == ""
    assert users.users(world, [TWITCH])[0]["description"] != ""


def test_a_new_title_and_category_are_seen_everywhere(world):
    change = {"title": "Live: <tokens> & scopes", "game_id": "509670", "tags": ["OAuth"],
              "broadcaster_language": "fr"}  # fmt: skip
    channels.modify(world, TWITCHDEV, change)
    (channel,) = channels.information(world, [TWITCHDEV])
    (stream,) = streams.streams(world, user_ids=[TWITCHDEV])
    (found,) = channels.search(world, "twitchdev")
    newest = videos.of_user(world, TWITCHDEV)[0]
    for row in (channel, stream, found, newest):
        assert row["title"] == change["title"]
    for row in (channel, stream, found):
        assert (row["game_id"], row["game_name"]) == ("509670", "Science & Technology")
        assert row["tags"] == ["OAuth"]
    assert stream["language"] == found["broadcaster_language"] == newest["language"] == "fr"
    assert streams.streams(world, game_ids=["509670"]) == [stream]
    assert channels.search(world, "science", live_only=True) == [found]
    assert newest["id"] in {row["id"] for row in videos.of_game(world, "509670")}


def test_past_streams_keep_the_title_that_they_had(world):
    before = {row["id"]: row["title"] for row in videos.of_user(world, TWITCHDEV)}
    newest = videos.of_user(world, TWITCHDEV)[0]["id"]
    channels.modify(world, TWITCHDEV, {"title": "Today"})
    tomorrow = at(world, NOW + DAY)
    channels.modify(tomorrow, TWITCHDEV, {"title": "Tomorrow"})
    after = {row["id"]: row["title"] for row in videos.of_user(tomorrow, TWITCHDEV)}
    assert after[newest] == "Today"
    assert after.keys() - before.keys()
    changed = {id_ for id_ in before.keys() & after.keys() if before[id_] != after[id_]}
    assert changed == {newest}


def test_changes_of_a_channel_add_up(world):
    channels.modify(world, KOFI, {"title": "One"})
    channels.modify(world, KOFI, {"game_id": "743"})
    channels.modify(at(world, NOW + 5), KOFI, {"tags": []})
    (channel,) = channels.information(at(world, NOW + 5), [KOFI])
    assert (channel["title"], channel["game_name"], channel["tags"]) == ("One", "Chess", [])


@pytest.mark.parametrize("none", ["", "0"])
def test_a_category_is_taken_away(world, none):
    channels.modify(world, TWITCHDEV, {"game_id": none})
    (stream,) = streams.streams(world, user_ids=[TWITCHDEV])
    assert (stream["game_id"], stream["game_name"]) == ("", "")


def test_labels_are_switched_one_by_one(world):
    def change(label, on):
        change = {"content_classification_labels": [{"id": label, "is_enabled": on}]}
        channels.modify(world, MARTA, change)
        return channels.information(world, [MARTA])[0]["content_classification_labels"]

    assert change("Gambling", True) == ["Gambling"]
    assert change("ViolentGraphic", True) == ["Gambling", "ViolentGraphic"]
    assert change("Gambling", False) == ["ViolentGraphic"]


def test_a_delay_is_seen_by_its_owner_alone(world):
    channels.modify(world, TWITCHDEV, {"delay": 30})
    assert channels.information(world, [TWITCHDEV], reader_id=TWITCHDEV)[0]["delay"] == 30
    assert channels.information(world, [TWITCHDEV], reader_id=TWITCH)[0]["delay"] == 0
    assert channels.information(world, [TWITCHDEV])[0]["delay"] == 0


def test_blocks_newest_first_twice_is_once(world):
    at_first = [row["user_id"] for row in blocks.blocks(world, MARTA)]
    assert len(at_first) == 2
    for target in (VIEWER, KOFI, VIEWER):
        blocks.block(world, MARTA, target)
    assert [row["user_id"] for row in blocks.blocks(world, MARTA)] == [KOFI, VIEWER, *at_first]
    blocks.unblock(world, MARTA, VIEWER)
    blocks.unblock(world, MARTA, VIEWER)
    blocks.unblock(world, MARTA, at_first[0])
    assert [row["user_id"] for row in blocks.blocks(world, MARTA)] == [KOFI, at_first[1]]
    assert blocks.blocks(world, VIEWER) == []


def test_the_blocked_at_first_follow_nobody_who_blocked_them(world):
    for blocker in (TWITCHDEV, MARTA):
        for row in blocks.blocks(world, blocker):
            assert follows.follower(world, blocker, row["user_id"]) is None


@pytest.mark.parametrize("place", [0, 1, 700, 1_845])
def test_a_blocked_follower_follows_no_more_and_the_others_move_up(world, place):
    before = follows.followers(world, MARTA)[:]
    gone = [before[place], before[1_000], next(r for r in before if r["user_id"] == VIEWER)]
    ids = {row["user_id"] for row in gone}
    for user_id in ids:
        blocks.block(world, MARTA, user_id)
    after = follows.followers(world, MARTA)
    assert after[:] == [row for row in before if row["user_id"] not in ids]
    assert len(after) == len(before) - len(ids)
    for user_id in ids:
        assert follows.follower(world, MARTA, user_id) is None
        assert MARTA not in {row["broadcaster_id"] for row in follows.followed(world, user_id)}
    blocks.unblock(world, MARTA, VIEWER)
    assert follows.follower(world, MARTA, VIEWER) is None
    assert subscriptions.subscription(world, MARTA, VIEWER) is not None


def test_a_marker_lies_where_the_stream_is(world):
    marker = markers.create_marker(world, TWITCHDEV, "Look <here>")
    assert marker is not None
    assert marker["created_at"] == rfc3339(NOW)
    assert marker["position_seconds"] == 2 * HOUR + 13 * 60
    later = at(world, NOW + 60)
    assert markers.create_marker(later, TWITCHDEV)["position_seconds"] == 2 * HOUR + 14 * 60
    video = markers.newest(later, TWITCHDEV)
    listed = markers.markers_of_video(later, video)
    assert [row["description"] for row in listed[:2]] == ["", "Look <here>"]
    assert listed[1]["id"] == marker["id"]
    assert listed[1]["url"].endswith(f"/{video.id}?t=2h13m0s")
    assert len({row["id"] for row in listed}) == len(listed)
    next_stream = at(world, NOW + 6 * HOUR)
    assert markers.newest(next_stream, TWITCHDEV).id != video.id
    old = videos.by_id(next_stream, video.id)
    assert marker["id"] in {row["id"] for row in markers.markers_of_video(next_stream, old)}


@pytest.mark.parametrize("user_id", [VIEWER, KOFI, "nobody"])
def test_who_is_not_live_has_no_new_marker_and_no_new_clip(world, user_id):
    assert markers.create_marker(world, user_id) is None
    assert clips.create_clip(world, user_id, VIEWER) is None


def test_a_clip_appears_some_seconds_later(world):
    made = clips.create_clip(world, TWITCHDEV, VIEWER)
    assert made is not None
    assert clips.clips(world, [made["id"]]) == []
    early = at(world, NOW + clips.APPEARS_AFTER - 1)
    assert clips.clips(early, [made["id"]]) == []
    assert made["id"] not in {row["id"] for row in clips.of_broadcaster(early, TWITCHDEV)}
    later = at(world, NOW + clips.APPEARS_AFTER)
    (clip,) = clips.clips(later, [made["id"]])
    assert clip in clips.of_broadcaster(later, TWITCHDEV)
    assert clip in clips.of_game(later, "1469308723")
    assert clips.of_broadcaster(later, TWITCHDEV, start=NOW) == [clip]
    assert (clip["creator_name"], clip["title"]) == (
        "quiet_viewer",
        "API office hours: ask us anything",
    )
    assert (clip["duration"], clip["created_at"]) == (30.0, rfc3339(NOW))
    assert clip["video_id"] == videos.of_user(later, TWITCHDEV)[0]["id"]
    assert clip["vod_offset"] is None, "the stream is still on"
    (clip,) = clips.clips(at(world, NOW + 6 * HOUR), [made["id"]])
    assert clip["vod_offset"] == 2 * HOUR + 13 * 60 - 30
    assert made["edit_url"] == f"https://www.twitch.tv/twitchdev/clip/{made['id']}"
    assert clips.APPEARS_AFTER < 60, "after that it counts as failed"


def test_two_clips_of_one_second_are_two(world):
    one = clips.create_clip(world, TWITCHDEV, VIEWER, "One", 5.0)
    two = clips.create_clip(world, TWITCHDEV, VIEWER, "Two", 60.0)
    found = clips.clips(at(world, NOW + 9), [one["id"], two["id"]])
    assert [(row["title"], row["duration"]) for row in found] == [("One", 5.0), ("Two", 60.0)]


# --- the schedule --------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z"),
        ("2026-11-23t13:00:00.5+01:00", "2026-11-23T12:00:00Z"),
        ("2999-12-31T23:59:59Z", "2999-12-31T23:59:59Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ],
)
def test_times_are_read_as_rfc3339_has_them(text, shown):
    assert rfc3339(unix(text)) == shown


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "now",
        "2026-11-23",
        "2026-11-23 12:00:00Z",
        "2026-11-23T12:00:00",
        "2026-11-23T12:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-23T25:00:00Z",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2026-11-23T12:00:00+99:00",
        "٢026-11-23T12:00:00Z",
        "20261123T120000Z",
    ],
)
def test_what_is_no_time(wrong):
    with pytest.raises(ValueError):
        unix(wrong)


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


# --- the state file ------------------------------------------------------------------------


def change_everything(world):
    users.set_description(world, TWITCHDEV, "changed")
    channels.modify(world, TWITCHDEV, {"title": "changed"})
    blocks.block(world, TWITCHDEV, VIEWER)
    markers.create_marker(world, TWITCHDEV, "changed")
    schedule.create_segment(world, TWITCHDEV, {**SEGMENT, "title": "changed"})
    schedule.set_vacation(world, TWITCHDEV, NOW, NOW + DAY)
    clips.create_clip(world, TWITCHDEV, VIEWER, "changed")


def everything(world):
    world = at(world, NOW + 30)
    video = markers.newest(world, TWITCHDEV)
    rows = schedule.segments(world, TWITCHDEV)
    return [
        users.users(world, [TWITCHDEV]),
        channels.information(world, [TWITCHDEV]),
        streams.streams(world),
        blocks.blocks(world, TWITCHDEV),
        follows.followers(world, TWITCHDEV)[:30],
        len(follows.followers(world, TWITCHDEV)),
        markers.markers_of_video(world, video),
        schedule.schedule(world, TWITCHDEV, rows),
        schedule.calendar(world, TWITCHDEV),
        videos.of_user(world, TWITCHDEV),
        clips.of_broadcaster(world, TWITCHDEV),
    ]


def test_changes_outlive_the_process_and_a_reset_starts_over(tmp_path):
    path = tmp_path / "state"
    first = State(path, lambda: NOW)
    token = first.issue_token(first.app(public=False).client_id).access_token
    with first.transaction() as rows:
        world = opened(rows, NOW, BASE)
        fresh = everything(world)
        change_everything(world)
        changed = everything(world)
    first.close()
    assert all(before != after for before, after in zip(fresh, changed, strict=True))
    second = State(path, lambda: NOW)
    with second.transaction() as rows:
        assert everything(opened(rows, NOW, BASE)) == changed
    with second.transaction() as rows:
        reset(rows)
    with second.transaction() as rows:
        assert everything(opened(rows, NOW, BASE)) == fresh
    assert second.find_token(token), "tokens are not the world's"
    second.close()


def test_a_deleted_state_file_starts_over(tmp_path):
    path = tmp_path / "state"
    worlds = []
    for _ in range(2):
        state = State(path, lambda: NOW)
        with state.transaction() as rows:
            worlds.append(everything(opened(rows, NOW, BASE)))
            change_everything(opened(rows, NOW, BASE))
        state.close()
        for file in tmp_path.iterdir():
            file.unlink()
    assert worlds[0] == worlds[1]


def test_a_change_that_fails_half_way_did_not_happen(tmp_path):
    state = State(tmp_path / "state", lambda: NOW)

    def change_and_fail():
        with state.transaction() as rows:
            users.set_description(opened(rows, NOW, BASE), VIEWER, "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    with state.transaction() as rows:
        assert users.users(opened(rows, NOW, BASE), [VIEWER])[0]["description"] == ""
    state.close()


def test_two_connections_see_each_others_changes_at_once(tmp_path):
    one, two = (State(tmp_path / "state", lambda: NOW) for _ in range(2))
    for state, title in ((one, "From one"), (two, "From two")):
        with state.transaction() as rows:
            channels.modify(opened(rows, NOW, BASE), TWITCHDEV, {"title": title})
        for reader in (one, two):
            with reader.transaction() as rows:
                (stream,) = streams.streams(opened(rows, NOW, BASE), user_ids=[TWITCHDEV])
                assert stream["title"] == title
    one.close()
    two.close()


BLOCKER = """
import sys
from pathlib import Path
from helpers.sandbox.memory.state import State
from helpers.sandbox.world import blocks, crowd, opened
state = State(Path(sys.argv[1]))
for index in range(int(sys.argv[2]), int(sys.argv[2]) + 25):
    with state.transaction() as rows:
        blocks.block(opened(rows, 0, ""), "700100203", crowd.member(index).id)
"""


def test_processes_that_change_the_same_thing_lose_nothing(tmp_path):
    path = tmp_path / "state"
    processes = [
        subprocess.Popen([sys.executable, "-c", BLOCKER, str(path), str(first)])
        for first in (0, 1_000, 2_000)
    ]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    world = opened(connection(path), NOW, BASE)
    assert len(blocks.blocks(world, VIEWER)) == 75
    world.rows.close()
