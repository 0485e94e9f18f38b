"""The rows of the sandbox's world have the fields and types of Twitch's reference, in order."""

import re
from types import NoneType

import pytest

from helpers.sandbox.world import (
    blocks,
    channels,
    clips,
    editors,
    follows,
    games,
    markers,
    schedule,
    streams,
    subscriptions,
    users,
    videos,
)
from tests.sandbox.ids import MARTA, TWITCHDEV, VIEWER
from tests.sandbox.world.moments import CHANNEL_IDS

USER = (
    "id login display_name type broadcaster_type description profile_image_url"
    " offline_image_url view_count:int created_at"
)
USER_WITH_EMAIL = USER.replace(" created_at", " email created_at")
FOLLOWED = "broadcaster_id broadcaster_login broadcaster_name followed_at"
FOLLOWER = "followed_at user_id user_login user_name"
SUBSCRIPTION = (
    "broadcaster_id broadcaster_login broadcaster_name gifter_id gifter_login gifter_name"
    " is_gift:bool plan_name tier user_id user_name user_login"
)
GIVEN = (
    "broadcaster_id broadcaster_login broadcaster_name gifter_id gifter_login gifter_name"
    " is_gift:bool tier"
)
PAID = "broadcaster_id broadcaster_login broadcaster_name is_gift:bool tier"
BLOCK = "user_id user_login display_name"
FOUND = (
    "broadcaster_language broadcaster_login display_name game_id game_name id is_live:bool"
    " tag_ids:list tags:list thumbnail_url title started_at"
)
CHANNEL = (
    "broadcaster_id broadcaster_login broadcaster_name broadcaster_language game_id game_name"
    " title delay:int tags:list content_classification_labels:list is_branded_content:bool"
)
EDITOR = "user_id user_name created_at"
STREAM = (
    "id user_id user_login user_name game_id game_name type title viewer_count:int started_at"
    " language thumbnail_url tag_ids:list tags:list is_mature:bool"
)
NEW_MARKER = "id created_at position_seconds:int description"
MARKED = "user_id user_name user_login videos:list"
MARKER = "id created_at description position_seconds:int url"
SEGMENT = "id start_time end_time title canceled_until:none category:dict is_recurring:bool"
SCHEDULE = "segments:list broadcaster_id broadcaster_name broadcaster_login vacation:none"
GAME = "id name box_art_url igdb_id"
CATEGORY = "box_art_url id name"
VIDEO = (
    "id stream_id user_id user_login user_name title description created_at published_at url"
    " thumbnail_url viewable view_count:int language type duration muted_segments:none"
)
CLIP = (
    "id url embed_url broadcaster_id broadcaster_name creator_id creator_name video_id game_id"
    " language title view_count:int created_at thumbnail_url duration:float vod_offset:int"
    " is_featured:bool"
)
TYPES = {"": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict,
         "none": NoneType}  # fmt: skip
TIMES = {"created_at", "followed_at", "started_at", "published_at", "start_time", "end_time"}
RFC3339 = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d"


def fits(row, shape):
    fields = {name: TYPES[kind] for name, _, kind in (f.partition(":") for f in shape.split())}
    assert {name: type(value) for name, value in row.items()} == fields
    assert list(row) == list(fields)


def archive(world):
    return next(
        row
        for row in videos.of_user(world, TWITCHDEV, kind="archive")
        if row["muted_segments"] is None
    )


def given(world):
    return subscriptions.subscription(world, TWITCHDEV, VIEWER)


def segment(world):
    return schedule.segments(world, MARTA)[0]


def recorded_clip(world):
    return next(row for row in clips.of_broadcaster(world, TWITCHDEV) if row["video_id"])


def marked(world):
    video = markers.newest(world, TWITCHDEV)
    return markers.answer(video, markers.markers_of_video(world, video))[0]


def new_marker_listed(world):
    markers.create_marker(world, TWITCHDEV, "here")
    return marked(world)["videos"][0]["markers"][0]


ROWS = {
    "user": (USER, lambda world: users.users(world, [VIEWER])[0]),
    "broadcaster": (USER, lambda world: users.users(world, [TWITCHDEV])[0]),
    "own user": (USER_WITH_EMAIL, lambda world: users.users(world, [VIEWER], reader_id=VIEWER)[0]),
    "followed": (FOLLOWED, lambda world: follows.followed(world, VIEWER)[0]),
    "follower": (FOLLOWER, lambda world: follows.followers(world, TWITCHDEV)[0]),
    "crowd": (FOLLOWER, lambda world: follows.followers(world, TWITCHDEV)[500]),
    "subscription": (
        SUBSCRIPTION,
        lambda world: subscriptions.subscriptions(world, TWITCHDEV)[100],
    ),
    "given": (GIVEN, given),
    "paid": (PAID, lambda world: subscriptions.subscription(world, MARTA, VIEWER)),
    "block": (BLOCK, lambda world: blocks.blocks(world, TWITCHDEV)[0]),
    "found": (FOUND, lambda world: channels.search(world, "twitchdev")[0]),
    "channel": (CHANNEL, lambda world: channels.information(world, [TWITCHDEV])[0]),
    "channel of a viewer": (CHANNEL, lambda world: channels.information(world, [VIEWER])[0]),
    "editor": (EDITOR, lambda world: editors.editors(world, TWITCHDEV)[0]),
    "stream": (STREAM, lambda world: streams.streams(world)[0]),
    "new marker": (NEW_MARKER, lambda world: markers.create_marker(world, TWITCHDEV)),
    "marked": (MARKED, marked),
    "marker": (MARKER, new_marker_listed),
    "segment": (SEGMENT, segment),
    "schedule": (SCHEDULE, lambda world: schedule.schedule(world, MARTA, [segment(world)])),
    "top game": (GAME, lambda world: games.top_games(world)[0]),
    "game": (GAME, lambda world: games.games(world, names=["Chess"])[0]),
    "category": (CATEGORY, lambda world: games.search_categories(world, "chess")[0]),
    "video": (VIDEO, archive),
    "clip": (CLIP, recorded_clip),
    "new clip": ("id edit_url", lambda world: clips.create_clip(world, TWITCHDEV, VIEWER)),
}


@pytest.mark.parametrize("name", ROWS)
def test_fields_types_and_order(world, name):
    shape, read = ROWS[name]
    fits(read(world), shape)


@pytest.mark.parametrize("name", ROWS)
def test_times_are_rfc3339_in_utc_and_lists_hold_what_they_should(world, name):
    row = ROWS[name][1](world)
    for field in TIMES & set(row):
        fraction = r"\.\d{9}Z" if name == "editor" else "Z"
        assert re.fullmatch(RFC3339 + fraction, row[field])
    for field in {"tags", "tag_ids", "content_classification_labels"} & set(row):
        assert all(isinstance(one, str) for one in row[field])
    if "category" in row:
        fits(row["category"], "id name")


def test_templates_of_sizes(world):
    assert streams.streams(world)[0]["thumbnail_url"].endswith("-{width}x{height}.svg")
    assert games.top_games(world)[0]["box_art_url"].endswith("-{width}x{height}.svg")
    assert archive(world)["thumbnail_url"].endswith("-%{width}x%{height}.svg")


def test_muted_segments_and_other_values_that_may_be_null(world):
    every = [row for each in CHANNEL_IDS for row in videos.of_user(world, each)]
    muted = [row["muted_segments"] for row in every if row["muted_segments"] is not None]
    for part in [part for parts in muted for part in parts]:
        fits(part, "duration:int offset:int")
    assert muted
    assert {type(row["stream_id"]) for row in every} == {str, NoneType}
    found = [row for each in CHANNEL_IDS for row in clips.of_broadcaster(world, each)]
    assert {type(row["vod_offset"]) for row in found} == {int, NoneType}


def test_the_length_of_a_video_is_written_as_twitch_does(world):
    for row in videos.of_user(world, TWITCHDEV):
        assert re.fullmatch(r"(\d+h\d{1,2}m|\d{1,2}m)?\d{1,2}s", row["duration"])
    assert {"6h0m0s", "2h13m0s"} <= {row["duration"] for row in videos.of_user(world, TWITCHDEV)}
