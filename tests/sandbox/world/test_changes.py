"""What the learner changes in the sandbox's world, and where it is seen."""

import pytest

from helpers.sandbox.world import (
    blocks,
    channels,
    clips,
    follows,
    markers,
    streams,
    subscriptions,
    users,
    videos,
)
from helpers.sandbox.world.numbers import DAY, HOUR, rfc3339
from tests.sandbox.ids import KOFI, MARTA, TWITCH, TWITCHDEV, VIEWER
from tests.sandbox.world.moments import NOW, at


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
