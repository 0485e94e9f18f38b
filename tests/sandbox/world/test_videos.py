"""Videos, clips and markers of the sandbox's world: they fit each other and their streams."""

import pytest

from helpers.sandbox.world import broadcasters, categories, clips, markers, users, videos
from helpers.sandbox.world.numbers import DAY, WEEK, rfc3339, unix
from tests.sandbox.ids import TWITCHDEV, VIEWER
from tests.sandbox.world.moments import CHANNEL_IDS, NOW, at


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_videos_are_of_past_streams_and_found_by_id(world, broadcaster_id):
    every = videos.of_user(world, broadcaster_id)
    assert every
    assert videos.videos(world, [row["id"] for row in every]) == every
    assert len({row["id"] for row in every}) == len(every)
    assert [row["created_at"] for row in every] == sorted(
        (row["created_at"] for row in every), reverse=True
    )
    for row in every:
        assert row["user_id"] == broadcaster_id
        assert row["created_at"] <= rfc3339(NOW)
        assert (row["stream_id"] is None) == (row["type"] == "upload")
        assert (row["stream_id"] == "1") == (row["type"] == "highlight")
    for kind in ("archive", "highlight", "upload"):
        of_kind = [row for row in every if row["type"] == kind]
        assert videos.of_user(world, broadcaster_id, kind=kind) == of_kind


def test_recordings_of_affiliates_go_after_two_weeks(world):
    stream = broadcasters.CHANNELS[3].latest(NOW)
    video = videos.archive(world, stream)
    assert video is not None
    assert videos.videos(at(world, stream.end + 14 * DAY - 1), [video.id])
    assert videos.videos(at(world, stream.end + 14 * DAY), [video.id]) == []


def test_videos_of_a_period_in_an_order(world):
    every = videos.of_user(world, TWITCHDEV)
    week = videos.of_user(world, TWITCHDEV, period="week")
    assert 0 < len(week) < len(every)
    assert week == [row for row in every if row["created_at"] >= rfc3339(NOW - WEEK)]
    views = [row["view_count"] for row in videos.of_user(world, TWITCHDEV, sort="views")]
    assert views == sorted(views, reverse=True)
    trending = videos.of_user(world, TWITCHDEV, sort="trending")
    assert sorted(row["id"] for row in trending) == sorted(row["id"] for row in every)
    assert videos.of_user(world, VIEWER) == []


def test_videos_of_a_game_are_of_all_channels(world):
    found = videos.of_game(world, "1469308723")
    assert {row["user_login"] for row in found} == {"twitchdev", "ida_ships_it"}
    assert len(found) <= 500
    assert videos.of_game(world, "1469308723", language="de") == []
    assert videos.of_game(world, "") == []
    german = videos.of_game(world, "509667", language="de")
    assert german == videos.of_game(world, "509667") != []


@pytest.mark.parametrize("wrong", ["", "x", "0", "2000000000", "-1", "٣", "9" * 30, "899999999"])
def test_no_such_video(world, wrong):
    assert videos.videos(world, [wrong]) == []


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_clips_point_to_creators_and_videos_that_exist(world, broadcaster_id):
    every = clips.of_broadcaster(world, broadcaster_id)
    assert bool(every) == (broadcasters.BY_ID[broadcaster_id].ended is None)
    assert len({row["id"] for row in every}) == len(every)
    assert clips.clips(world, [row["id"] for row in every]) == every
    assert [row["view_count"] for row in every] == sorted(
        (row["view_count"] for row in every), reverse=True
    )
    for row in every:
        assert row["broadcaster_id"] == broadcaster_id
        assert users.known(row["creator_id"]).display_name == row["creator_name"]
        assert row["created_at"] <= rfc3339(NOW)
        assert row["game_id"] in categories.BY_ID
        if row["video_id"]:
            (video,) = videos.videos(world, [row["video_id"]])
            assert video["user_id"] == broadcaster_id
            assert video["created_at"] < row["created_at"]
            seconds = unix(row["created_at"]) - unix(video["created_at"])
            assert 0 <= row["vod_offset"] <= seconds
        else:
            assert row["vod_offset"] is None


def test_some_clips_are_older_than_the_recording(world):
    found = clips.of_broadcaster(world, CHANNEL_IDS[3])
    assert {bool(row["video_id"]) for row in found} == {True, False}


def test_clips_of_a_game_and_of_a_time(world):
    every = clips.of_broadcaster(world, TWITCHDEV)
    game = clips.of_game(world, "509670")
    assert {row["broadcaster_id"] for row in game} >= {TWITCHDEV}
    assert {row["game_id"] for row in game} == {"509670"}
    start = NOW - 20 * DAY
    some = clips.of_broadcaster(world, TWITCHDEV, start=start)
    assert some == [
        row for row in every if rfc3339(start) <= row["created_at"] <= rfc3339(start + WEEK)
    ]
    assert 0 < len(some) < len(every)
    assert clips.of_broadcaster(world, TWITCHDEV, start=start, end=start) == []
    featured = clips.of_broadcaster(world, TWITCHDEV, featured=True)
    others = clips.of_broadcaster(world, TWITCHDEV, featured=False)
    assert {row["is_featured"] for row in featured} == {True}
    assert len(featured) + len(others) == len(every)
    assert clips.of_broadcaster(world, VIEWER) == []


@pytest.mark.parametrize("wrong", ["", "x", "CalmOtter-1a", "CalmOtter-999999999999b"])
def test_no_such_clip(world, wrong):
    assert clips.clips(world, [wrong]) == []


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_markers_lie_on_the_newest_video(world, broadcaster_id):
    video = markers.newest(world, broadcaster_id)
    if video is None:
        assert broadcasters.BY_ID[broadcaster_id].ended
        return
    (row,) = videos.videos(world, [video.id])
    assert row["type"] == "archive"
    found = markers.markers_of_video(world, video)
    for marker in found:
        assert 0 <= marker["position_seconds"] < video.length
        assert unix(marker["created_at"]) == video.time + marker["position_seconds"]
        assert video.id in marker["url"]
    positions = [marker["position_seconds"] for marker in found]
    assert positions == sorted(positions, reverse=True)
