"""Stream markers: some that were there, and those that the learner sets."""

import hashlib

from helpers.sandbox.world import broadcasters, streams, videos
from helpers.sandbox.world.numbers import draw, length_text, pick, rfc3339
from helpers.sandbox.world.programme import Stream
from helpers.sandbox.world.store import Row, World
from helpers.sandbox.world.videos import Video

_DESCRIPTIONS = ("The good part", "Question from chat", "", "Cut this for the trailer", "Tea break")
_AT_FIRST = 3  # markers that a stream has by its end


def create_marker(world: World, user_id: str, description: str = "") -> Row | None:
    """Mark where the user's stream is now. None: the user is not live.

    https://dev.twitch.tv/docs/api/reference/#create-stream-marker
    """
    stream = streams.live(world, user_id)
    video = videos.archive(world, stream) if stream else None
    if stream is None or video is None:
        return None
    before = world.read(_key(user_id), [])
    marker = {
        "id": _id(stream, "set", world.now, len(before)),
        "created_at": rfc3339(world.now),
        "position_seconds": world.now - stream.start,
        "description": description,
    }
    world.write(_key(user_id), [*before, [video.id, marker]])
    return marker


def newest(world: World, user_id: str) -> Video | None:
    """Return the recording of the user's newest stream, or None."""
    channel = broadcasters.BY_ID.get(user_id)
    return None if channel is None else videos.archive(world, channel.latest(world.now))


def markers_of_video(world: World, video: Video) -> list[Row]:
    """Return the video's markers, newest first."""
    person = video.channel.person
    found = _at_first(video) + [
        marker for video_id, marker in world.read(_key(person.id), []) if video_id == video.id
    ]
    found.sort(key=lambda marker: marker["position_seconds"])
    return [
        {
            "id": marker["id"],
            "created_at": marker["created_at"],
            "description": marker["description"],
            "position_seconds": marker["position_seconds"],
            "url": f"https://www.twitch.tv/{person.login}/manager/highlighter/{video.id}"
            f"?t={length_text(marker['position_seconds'])}",
        }
        for marker in reversed(found)
    ]


def answer(video: Video, page: list[Row]) -> list[Row]:
    """Return the `data` of Get Stream Markers for some of a video's markers."""
    person = video.channel.person
    return [
        {
            "user_id": person.id,
            "user_name": person.display_name,
            "user_login": person.login,
            "videos": [{"video_id": video.id, "markers": page}],
        }
    ]


def _at_first(video: Video) -> list[Row]:
    if video.stream is None or video.kind != "archive":
        return []
    stream = video.stream
    part = stream.slot.length // _AT_FIRST
    positions = [
        part * turn + draw(part, "marker", turn, stream.number) for turn in range(_AT_FIRST)
    ]
    return [
        {
            "id": _id(stream, position),
            "created_at": rfc3339(stream.start + position),
            "position_seconds": position,
            "description": pick(_DESCRIPTIONS, stream.number, position),
        }
        for position in positions
        if position < video.length
    ]


def _id(stream: Stream, *about: object) -> str:
    text = "/".join(map(str, (stream.number, *about)))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _key(user_id: str) -> str:
    return f"markers/{user_id}"
