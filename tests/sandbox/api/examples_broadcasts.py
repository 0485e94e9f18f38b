"""Successful calls about streams, markers, schedules, categories, videos and clips."""

import sqlite3

from helpers.sandbox.world import clips, opened, schedule, videos
from tests.sandbox.api.calls import OWNER, Sent
from tests.sandbox.box import NOON

_WORLD = opened(sqlite3.connect(":memory:"), int(NOON), "http://127.0.0.1:1")
_SEGMENTS = [row["id"] for row in schedule.segments(_WORLD, OWNER)]
_VIDEOS = [row["id"] for row in videos.of_user(_WORLD, OWNER)]
_CLIPS = [row["id"] for row in clips.of_broadcaster(_WORLD, OWNER)]
_PLAN = {"start_time": "2026-12-01T18:00:00Z", "timezone": "Europe/Berlin", "duration": "90"}
_MINE = {"broadcaster_id": [OWNER]}
_VACATION = {
    "is_vacation_enabled": ["true"],
    "vacation_start_time": ["2026-12-24T00:00:00Z"],
    "vacation_end_time": ["2027-01-02T00:00:00Z"],
    "timezone": ["Europe/Berlin"],
}

BROADCASTS: dict[tuple[str, str], list[Sent]] = {
    ("GET", "/streams"): [
        Sent(),
        Sent({"user_login": ["twitchdev"], "type": ["live"], "first": ["1"]}),
        Sent({"user_id": ["1"], "language": ["en"]}),
    ],
    ("GET", "/streams/followed"): [Sent({"user_id": [OWNER]})],
    ("POST", "/streams/markers"): [
        Sent(body={"user_id": OWNER}),
        Sent(body={"user_id": OWNER, "description": "wörds 🎉"}),
        Sent(body={"user_id": "12826", "description": None}),  # TwitchDev edits this channel
    ],
    ("GET", "/streams/markers"): [
        Sent({"user_id": [OWNER]}),
        Sent({"video_id": _VIDEOS[-1:], "first": ["1"]}),
    ],
    ("PATCH", "/schedule/settings"): [
        Sent(_MINE),
        Sent({**_MINE, **_VACATION}),
        Sent({**_MINE, "is_vacation_enabled": ["false"]}),
        Sent({**_MINE, **_VACATION}),
    ],
    ("POST", "/schedule/segment"): [
        Sent(_MINE, _PLAN),
        Sent(_MINE, {**_PLAN, "is_recurring": True, "title": "x", "category_id": "743"}),
    ],
    ("PATCH", "/schedule/segment"): [
        Sent({**_MINE, "id": _SEGMENTS[:1]}, {"title": "y", "is_canceled": True}),
        Sent({**_MINE, "id": _SEGMENTS[1:2]}, {}),
    ],
    ("DELETE", "/schedule/segment"): [Sent({**_MINE, "id": _SEGMENTS[2:3]})],
    ("GET", "/schedule"): [
        Sent(_MINE),  # with a vacation
        Sent({**_MINE, "id": _SEGMENTS[:2], "first": ["1"]}),
        Sent({"broadcaster_id": ["700100201"], "start_time": ["2027-01-01T00:00:00Z"]}),
    ],
    ("GET", "/schedule/icalendar"): [Sent(_MINE), Sent({"broadcaster_id": ["700100203"]})],
    ("GET", "/games/top"): [Sent(), Sent({"first": ["3"]})],
    ("GET", "/games"): [Sent({"id": ["743"], "name": ["Art"], "igdb_id": ["9100101"]})],
    ("GET", "/search/categories"): [Sent({"query": ["a"]}), Sent({"query": ["nothing"]})],
    ("GET", "/videos"): [
        Sent({"id": _VIDEOS[:100]}),
        Sent({"user_id": [OWNER], "first": ["100"]}),
        Sent({"game_id": ["743"], "sort": ["views"], "period": ["week"], "type": ["archive"]}),
    ],
    ("GET", "/clips"): [
        Sent({"broadcaster_id": [OWNER], "first": ["100"]}),
        Sent({"game_id": ["743"], "is_featured": ["true"]}),
        Sent({"id": _CLIPS[:3]}),
    ],
    ("POST", "/clips"): [
        Sent({"broadcaster_id": [OWNER]}),
        Sent({"broadcaster_id": ["12826"], "title": ["Look!"], "duration": ["5.5"]}),
    ],
}
