"""What is live now: Get Streams, Get Followed Streams."""

from collections.abc import Collection

from helpers.sandbox.world import broadcasters, categories, channels, follows, images
from helpers.sandbox.world.broadcasters import Channel
from helpers.sandbox.world.numbers import MINUTE, draw, rfc3339
from helpers.sandbox.world.programme import Stream
from helpers.sandbox.world.store import Row, World

_FIRST_ID = 40_000_000_000
_COUNTED = 5 * MINUTE  # how often the number of viewers changes


def streams(
    world: World,
    *,
    user_ids: Collection[str] = (),
    logins: Collection[str] = (),
    game_ids: Collection[str] = (),
    languages: Collection[str] = (),
) -> list[Row]:
    """Return the live streams, most viewers first. An empty filter lets everything pass.

    That IDs and logins together name one group of users is UNCONFIRMED.
    https://dev.twitch.tv/docs/api/reference/#get-streams
    """
    names = {login.lower() for login in logins}
    return [
        row
        for row in _all(world)
        if (not (user_ids or names) or row["user_id"] in user_ids or row["user_login"] in names)
        and (not game_ids or row["game_id"] in game_ids)
        and (not languages or row["language"] in languages)
    ]


def followed_streams(world: World, user_id: str) -> list[Row]:
    """Return the live streams of the channels that the user follows, most viewers first.

    https://dev.twitch.tv/docs/api/reference/#get-followed-streams
    """
    followed = [row["broadcaster_id"] for row in follows.followed(world, user_id)]
    return streams(world, user_ids=followed) if followed else []


def live(world: World, broadcaster_id: str) -> Stream | None:
    """Return the stream that is on, or None."""
    channel = broadcasters.BY_ID.get(broadcaster_id)
    return None if channel is None else channel.live(world.now)


def stream_id(stream: Stream) -> str:
    """Return the stream's ID."""
    return str(_FIRST_ID + stream.number)


def _all(world: World) -> list[Row]:
    rows = [
        _row(world, channel, stream)
        for channel in broadcasters.CHANNELS
        if (stream := channel.live(world.now))
    ]
    return sorted(rows, key=lambda row: (-row["viewer_count"], row["id"]))


def _row(world: World, channel: Channel, stream: Stream) -> Row:
    said = channels.stream_facts(world, stream)
    return {
        "id": stream_id(stream),
        "user_id": channel.id,
        "user_login": channel.person.login,
        "user_name": channel.person.display_name,
        "game_id": said["game_id"],
        "game_name": categories.name_of(said["game_id"]),
        "type": "live",
        "title": said["title"],
        "viewer_count": _viewers(world, channel, stream),
        "started_at": rfc3339(stream.start),
        "language": said["broadcaster_language"],
        "thumbnail_url": images.address(world, "stream", channel.id, "{width}", "{height}"),
        "tag_ids": [],  # Twitch stopped filling it; the field stays
        "tags": said["tags"],
        "is_mature": False,  # the same
    }


def _viewers(world: World, channel: Channel, stream: Stream) -> int:
    # Between half and one and a half times the ordinary.
    count = draw(channel.viewers + 1, stream.number, world.now // _COUNTED)
    return channel.viewers // 2 + count
