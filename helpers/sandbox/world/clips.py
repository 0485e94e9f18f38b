"""Clips: some of every stream, and those that the learner makes."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from helpers.sandbox.memory import people
from helpers.sandbox.world import broadcasters, channels, follows, images, streams, users, videos
from helpers.sandbox.world.broadcasters import Channel
from helpers.sandbox.world.numbers import DAY, HOUR, WEEK, draw, pick, rfc3339, unique
from helpers.sandbox.world.programme import Stream
from helpers.sandbox.world.store import Row, World

# Seconds from Create Clip until Get Clips shows it. Twitch says that it failed after 60 without it.
APPEARS_AFTER = 5
_KEPT = 30 * DAY  # clips that were there at first are of the streams of so many days
_MOST = 1_000  # Twitch shows about so many
_FIRST = ("Bright", "Calm", "Daring", "Fuzzy", "Gentle", "Hasty", "Merry", "Sleepy")
_SECOND = ("Otter", "Teapot", "Comet", "Pickle", "Lantern", "Walrus", "Biscuit", "Cactus")
_TITLES = (
    "it worked on the first try",
    "chat was right all along",
    "the longest pause of the week",
    "nobody saw that coming",
    "a very small mistake",
    "the cat has entered the stream",
)
_SLUG = re.compile(r"[A-Z][a-z]+[A-Z][a-z]+-([0-9]{1,12})([ab])")

Clip = dict[str, Any]  # as it is stored: id, stream, creator_id, title, offset, length, time


def clips(world: World, ids: Iterable[str]) -> list[Row]:
    """Return the clips that exist, in the order asked for.

    https://dev.twitch.tv/docs/api/reference/#get-clips
    """
    found = [_by_id(world, clip_id) for clip_id in unique(ids)]
    return [_row(world, clip) for clip in found if clip]


def of_broadcaster(
    world: World,
    broadcaster_id: str,
    *,
    start: int | None = None,
    end: int | None = None,
    featured: bool | None = None,
) -> list[Row]:
    """Return a channel's clips, most views first.

    `start` and `end` (Unix seconds) are when they were made; without an end it is a week.
    """
    channel = broadcasters.BY_ID.get(broadcaster_id)
    found = _all(world, channel) if channel else ()
    return _listed([_row(world, clip) for clip in found], start, end, featured)


def of_game(
    world: World,
    game_id: str,
    *,
    start: int | None = None,
    end: int | None = None,
    featured: bool | None = None,
) -> list[Row]:
    """Return a category's clips, most views first."""
    every = [
        _row(world, clip) for channel in broadcasters.CHANNELS for clip in _all(world, channel)
    ]
    return _listed([row for row in every if row["game_id"] == game_id], start, end, featured)


def create_clip(
    world: World, broadcaster_id: str, creator_id: str, title: str = "", duration: float = 30.0
) -> Row | None:
    """Make a clip of what is live. It appears some seconds later. None: the channel is not live.

    Without a title it has the stream's.
    https://dev.twitch.tv/docs/api/reference/#create-clip
    """
    stream = streams.live(world, broadcaster_id)
    if stream is None:
        return None
    made = world.read(_key(broadcaster_id), [])
    clip_id = f"{_words('made', stream.number, len(made))}-{stream.number}x{len(made)}"
    length = min(duration, float(max(1, world.now - stream.start)))
    clip: Clip = {
        "id": clip_id,
        "stream": stream.number,
        "creator_id": creator_id,
        "title": title or channels.stream_facts(world, stream)["title"],
        "game_id": channels.stream_facts(world, stream)["game_id"],
        "offset": max(0, int(world.now - stream.start - length)),
        "length": length,
        "time": world.now,
    }
    world.write(_key(broadcaster_id), [*made, clip])
    login = users.known(broadcaster_id).login
    return {"id": clip_id, "edit_url": f"https://www.twitch.tv/{login}/clip/{clip_id}"}


def _listed(
    rows: list[Row], start: int | None, end: int | None, featured: bool | None
) -> list[Row]:
    if start is not None and end is None:
        end = start + WEEK
    first, last = rfc3339(start or 0), rfc3339(end) if end is not None else "9999"
    found = [
        row
        for row in rows
        if first <= row["created_at"] <= last and featured in (None, row["is_featured"])
    ]
    return sorted(found, key=lambda row: (-row["view_count"], row["id"]))[:_MOST]


def _by_id(world: World, clip_id: str) -> Clip | None:
    match = _SLUG.fullmatch(clip_id)
    if match:
        stream = broadcasters.stream_of(int(match[1]))
        return (
            next((clip for clip in _of(world, stream) if clip["id"] == clip_id), None)
            if stream
            else None
        )
    made = (clip for channel in broadcasters.CHANNELS for clip in _made(world, channel))
    return next((clip for clip in made if clip["id"] == clip_id), None)


def _all(world: World, channel: Channel) -> Iterator[Clip]:
    yield from _made(world, channel)
    for stream in channel.streams(world.now - _KEPT - DAY, world.now):
        yield from _of(world, stream)


def _made(world: World, channel: Channel) -> list[Clip]:
    made = world.read(_key(channel.id), [])
    return [clip for clip in made if clip["time"] + APPEARS_AFTER <= world.now]


def _of(world: World, stream: Stream) -> Iterator[Clip]:
    # The first is of the stream's first half, the second of its second half.
    if not world.now - _KEPT < stream.end <= world.now:
        return
    channel = broadcasters.CHANNELS[stream.channel]
    half = stream.slot.length // 2
    for turn, letter in enumerate("ab"[: 1 + stream.number // 100 % 2]):
        length = 10 + draw(500, "length", stream.number, turn) / 10
        offset = turn * half + draw(half - 60, "offset", stream.number, turn)
        yield {
            "id": f"{_words(stream.number, turn)}-{stream.number}{letter}",
            "stream": stream.number,
            "creator_id": _creator(channel, stream, turn),
            "title": pick(_TITLES, "title", stream.number, turn),
            "game_id": channels.stream_facts(world, stream)["game_id"],
            "offset": offset,
            "length": length,
            "time": stream.start + offset + 60,
        }


def _creator(channel: Channel, stream: Stream, turn: int) -> str:
    if draw(4, "creator", stream.number, turn) == 0:
        return pick(people.PEOPLE, "person", stream.number, turn).id
    return follows.ever(channel.id, draw(follows.crowd_size(channel.id), stream.number, turn))


def _row(world: World, clip: Clip) -> Row:
    stream = broadcasters.stream_of(clip["stream"])
    assert stream is not None  # noqa: S101  (a clip is of a stream)
    channel = broadcasters.CHANNELS[stream.channel]
    video = videos.archive(world, stream)
    over = stream.end <= world.now
    slug = clip["id"]
    hours = (world.now - clip["time"]) // HOUR
    return {
        "id": slug,
        "url": f"https://clips.twitch.tv/{slug}",
        "embed_url": f"https://clips.twitch.tv/embed?clip={slug}",
        "broadcaster_id": channel.id,
        "broadcaster_name": channel.person.display_name,
        "creator_id": clip["creator_id"],
        "creator_name": users.known(clip["creator_id"]).display_name,
        "video_id": video.id if video else "",
        "game_id": clip["game_id"],
        "language": channels.stream_facts(world, stream)["broadcaster_language"],
        "title": clip["title"],
        "view_count": _views(channel, hours, slug),
        "created_at": rfc3339(clip["time"]),
        "thumbnail_url": images.address(world, "clip", slug, 480, 272),
        "duration": clip["length"],
        "vod_offset": clip["offset"] if video and over else None,
        "is_featured": draw(5, "featured", slug) == 0,
    }


def _words(*about: object) -> str:
    return pick(_FIRST, "first", *about) + pick(_SECOND, "second", *about)


def _key(broadcaster_id: str) -> str:
    return f"clips/{broadcaster_id}"


def _views(channel: Channel, hours: int, slug: str) -> int:
    # Few clips are seen by many, and most by few.
    luck = 10 / (10 + draw(1000, "views", slug))
    return min(hours, 400) * (1 + int(channel.viewers * luck)) // 20
