"""Get Videos: the recordings of past streams, highlights of them, and a trailer per channel."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from helpers.sandbox.world import broadcasters, channels, images, streams
from helpers.sandbox.world.broadcasters import Channel
from helpers.sandbox.world.numbers import (
    DAY,
    HOUR,
    MINUTE,
    draw,
    length_text,
    rfc3339,
    unique,
    unix,
)
from helpers.sandbox.world.programme import Stream
from helpers.sandbox.world.store import Row, World

# An ID is one of these plus the stream's number; a trailer has the channel's number instead.
_ARCHIVE, _HIGHLIGHT, _TRAILER = 2_000_000_000, 1_000_000_000, 900_000_000
# https://help.twitch.tv/s/article/video-on-demand: how long recordings stay.
_KEPT = {"partner": 60 * DAY, "affiliate": 14 * DAY, "": 7 * DAY}
_HIGHLIGHTS_KEPT = 60 * DAY
_ONE_HIGHLIGHT_IN = 6  # streams
PERIODS = {"day": DAY, "week": 7 * DAY, "month": 30 * DAY}


@dataclass(frozen=True)
class Video:
    """One video. Times are Unix seconds, lengths are seconds."""

    number: int
    kind: str
    channel: Channel
    stream: Stream | None  # None: a trailer
    time: int
    length: int

    @property
    def id(self) -> str:
        """The video's ID."""
        return str(self.number)


def videos(world: World, ids: Iterable[str]) -> list[Row]:
    """Return the videos that exist, in the order asked for.

    https://dev.twitch.tv/docs/api/reference/#get-videos
    """
    found = [by_id(world, video_id) for video_id in unique(ids)]
    return [_row(world, video) for video in found if video]


def of_user(
    world: World,
    user_id: str,
    *,
    period: str = "all",
    sort: str = "time",
    kind: str = "all",
) -> list[Row]:
    """Return a channel's videos, newest first, or by views or by views a day (`trending`)."""
    channel = broadcasters.BY_ID.get(user_id)
    return _listed(world, [channel] if channel else [], period, sort, kind, lambda _row: True)


def of_game(
    world: World,
    game_id: str,
    *,
    language: str = "all",
    period: str = "all",
    sort: str = "time",
    kind: str = "all",
) -> list[Row]:
    """Return the videos of a category. Twitch stops after 500.

    `language` is an ISO 639-1 code, or `all`.
    """

    def fits(video: Video) -> bool:
        said = _facts(world, video)
        spoken = said["broadcaster_language"]
        of_it = video.stream is not None and said["game_id"] == game_id
        return of_it and language in ("all", spoken)

    return _listed(world, broadcasters.CHANNELS, period, sort, kind, fits)[:500]


def by_id(world: World, video_id: str) -> Video | None:
    """Return the video with this ID, or None if there is none (any more)."""
    if not (video_id.isascii() and video_id.isdigit() and len(video_id) <= 10):
        return None
    number = int(video_id)
    for first, make in ((_ARCHIVE, archive), (_HIGHLIGHT, _highlight)):
        if number >= first:
            stream = broadcasters.stream_of(number - first)
            return make(world, stream) if stream else None
    place = number - _TRAILER
    return (
        _trailer(broadcasters.CHANNELS[place]) if 0 <= place < len(broadcasters.CHANNELS) else None
    )


def archive(world: World, stream: Stream) -> Video | None:
    """Return the recording of a stream, or None: not begun, or deleted after some weeks.

    While the stream is on, its recording grows.
    """
    channel = broadcasters.CHANNELS[stream.channel]
    until = world.now - _KEPT[channel.person.broadcaster_type]
    if not (stream.start <= world.now and stream.end > until):
        return None
    length = min(world.now, stream.end) - stream.start
    return Video(_ARCHIVE + stream.number, "archive", channel, stream, stream.start, length)


def address(video_id: str) -> str:
    """Return the address of the video's page."""
    return f"https://www.twitch.tv/videos/{video_id}"


def title(world: World, video: Video) -> str:
    """Return the video's title."""
    if video.stream is None:
        return f"Welcome to {video.channel.person.display_name}"
    said: str = _facts(world, video)["title"]
    return f"Best of: {said}" if video.kind == "highlight" else said


def _listed(
    world: World,
    of: Collection[Channel],
    period: str,
    sort: str,
    kind: str,
    fits: Callable[[Video], bool],
) -> list[Row]:
    after = world.now - PERIODS[period] if period in PERIODS else 0
    found = [
        video
        for channel in of
        for video in _all(world, channel)
        if video.time >= after and kind in ("all", video.kind) and fits(video)
    ]
    orders: dict[str, Callable[[Video], float]] = {
        "time": lambda video: -video.time,
        "views": lambda video: -_views(world, video),
        "trending": lambda video: -_views(world, video) / (world.now - video.time + HOUR),
    }
    return [_row(world, video) for video in sorted(found, key=orders[sort])]


def _all(world: World, channel: Channel) -> Iterator[Video]:
    longest = max(_HIGHLIGHTS_KEPT, *_KEPT.values()) + DAY
    for stream in channel.streams(world.now - longest, world.now + 1):
        for video in (archive(world, stream), _highlight(world, stream)):
            if video:
                yield video
    yield _trailer(channel)


def _highlight(world: World, stream: Stream) -> Video | None:
    time = stream.end + draw(20, "highlight", stream.number) * HOUR
    if draw(_ONE_HIGHLIGHT_IN, stream.number) or not 0 <= world.now - time < _HIGHLIGHTS_KEPT:
        return None
    channel = broadcasters.CHANNELS[stream.channel]
    length = 2 * MINUTE + draw(10 * MINUTE, "length", stream.number)
    return Video(_HIGHLIGHT + stream.number, "highlight", channel, stream, time, length)


def _trailer(channel: Channel) -> Video:
    created = unix(channel.person.created_at) + 30 * DAY
    return Video(_TRAILER + channel.number, "upload", channel, None, created, 61 + channel.number)


def _facts(world: World, video: Video) -> Row:
    if video.stream is None:
        return channels.facts(world, video.channel.id, world.now)
    return channels.stream_facts(world, video.stream)


def _views(world: World, video: Video) -> int:
    days = min(14, (world.now - video.time) // DAY + 1)  # nearly all look within two weeks
    return days * (video.channel.viewers // 4 + draw(video.channel.viewers, "views", video.number))


def _stream_id(video: Video) -> str | None:
    if video.kind == "highlight":
        return "1"  # so it was recorded in 2022; the reference says null
    return streams.stream_id(video.stream) if video.stream else None


def _muted(world: World, video: Video) -> list[Row] | None:
    # Some recordings had music in them; it is found after the stream.
    over = video.stream is not None and video.stream.end <= world.now
    if video.kind != "archive" or not over or draw(5, "muted", video.number):
        return None
    return [{"duration": 180, "offset": 360}]


def _row(world: World, video: Video) -> Row:
    person = video.channel.person
    return {
        "id": video.id,
        "stream_id": _stream_id(video),
        "user_id": person.id,
        "user_login": person.login,
        "user_name": person.display_name,
        "title": title(world, video),
        "description": "",
        "created_at": rfc3339(video.time),
        "published_at": rfc3339(video.time),
        "url": address(video.id),
        "thumbnail_url": images.address(world, "video", video.id, "%{width}", "%{height}"),
        "viewable": "public",
        "view_count": _views(world, video),
        "language": _facts(world, video)["broadcaster_language"],
        "type": video.kind,
        "duration": length_text(video.length),
        "muted_segments": _muted(world, video),
    }
