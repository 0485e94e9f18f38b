"""What a channel says of itself: title, category, language, tags."""

from collections.abc import Iterable
from typing import Any

from helpers.sandbox.memory.people import Person
from helpers.sandbox.world import broadcasters, categories, users
from helpers.sandbox.world.broadcasters import Channel
from helpers.sandbox.world.numbers import DAY, rfc3339, unique
from helpers.sandbox.world.programme import Stream
from helpers.sandbox.world.store import Row, World

_KEPT = 50  # changes of one channel: past streams show the title that they had
_ACTIVE = 180 * DAY  # a channel is found for so long after its last stream


def information(world: World, ids: Iterable[str], reader_id: str | None = None) -> list[Row]:
    """Return the channels of the users who exist. Everyone has one.

    `reader_id` is the token's owner: only owners see their own delay.
    https://dev.twitch.tv/docs/api/reference/#get-channel-information
    """
    found = [users.by_id(user_id) for user_id in unique(ids)]
    return [_information(world, person, reader_id) for person in found if person]


def modify(world: World, broadcaster_id: str, changes: dict[str, Any]) -> None:
    """Change what the channel says of itself. Takes the body of the request, already checked.

    https://dev.twitch.tv/docs/api/reference/#modify-channel-information
    """
    before = facts(world, broadcaster_id, world.now)
    new = {name: value for name, value in changes.items() if name in before}
    if new.get("game_id") == "0":
        new["game_id"] = ""
    if "content_classification_labels" in new:
        new["content_classification_labels"] = _labels(
            before["content_classification_labels"], new["content_classification_labels"]
        )
    history: list[tuple[int, Row]] = world.read(_key(broadcaster_id), [])
    changed = (history[-1][1] if history else {}) | new
    world.write(_key(broadcaster_id), [*history, (world.now, changed)][-_KEPT:])


def facts(world: World, broadcaster_id: str, time: int, stream: Stream | None = None) -> Row:
    """Return what the channel said of itself at the time (Unix seconds).

    The title and category are those of the stream, or else of the latest one; a change of
    the learner's goes before. Fields have the names of Modify Channel Information.
    """
    channel = broadcasters.BY_ID.get(broadcaster_id)
    said = _of_nobody() if channel is None else _at_first(channel, stream or channel.latest(time))
    history: list[tuple[int, Row]] = world.read(_key(broadcaster_id), [])
    for changed_at, changes in reversed(history):
        if changed_at <= time:
            return said | changes
    return said


def stream_facts(world: World, stream: Stream) -> Row:
    """Return what the channel said of itself at the end of a stream, or now while it is on."""
    channel = broadcasters.CHANNELS[stream.channel]
    return facts(world, channel.id, min(world.now, stream.end - 1), stream)


def search(world: World, query: str, *, live_only: bool = False) -> list[Row]:
    """Return the channels that fit the query, live ones first. An empty query finds nothing.

    The login starts with the query; among live channels, the category's name may have it too.
    https://dev.twitch.tv/docs/api/reference/#search-channels
    """
    query = query.strip().lower()
    found = [
        channel
        for channel in broadcasters.CHANNELS
        if world.now - channel.latest(world.now).end < _ACTIVE
        and (channel.live(world.now) or not live_only)
        and _fits(world, channel, query, live_only)
    ]
    found.sort(key=lambda channel: (channel.live(world.now) is None, -channel.viewers))
    return [_found(world, channel) for channel in found]


def _fits(world: World, channel: Channel, query: str, live_only: bool) -> bool:
    if not query:
        return False
    names = (channel.person.login, channel.person.display_name.lower())
    if any(name.startswith(query) for name in names):
        return True
    game = categories.name_of(facts(world, channel.id, world.now)["game_id"])
    return live_only and query in game.lower()


def _found(world: World, channel: Channel) -> Row:
    said = facts(world, channel.id, world.now)
    live = channel.live(world.now)
    return {
        "broadcaster_language": said["broadcaster_language"],
        "broadcaster_login": channel.person.login,
        "display_name": channel.person.display_name,
        "game_id": said["game_id"],
        "game_name": categories.name_of(said["game_id"]),
        "id": channel.id,
        "is_live": live is not None,
        "tag_ids": [],  # Twitch stopped filling it; the field stays
        "tags": said["tags"],
        "thumbnail_url": users.picture(world, channel.id),
        "title": said["title"],
        "started_at": rfc3339(live.start) if live else "",
    }


def _information(world: World, person: Person, reader_id: str | None) -> Row:
    said = facts(world, person.id, world.now)
    return {
        "broadcaster_id": person.id,
        "broadcaster_login": person.login,
        "broadcaster_name": person.display_name,
        "broadcaster_language": said["broadcaster_language"],
        "game_id": said["game_id"],
        "game_name": categories.name_of(said["game_id"]),
        "title": said["title"],
        "delay": said["delay"] if reader_id == person.id else 0,
        "tags": said["tags"],
        "content_classification_labels": said["content_classification_labels"],
        "is_branded_content": said["is_branded_content"],
    }


def _at_first(channel: Channel, stream: Stream) -> Row:
    return {
        "game_id": stream.slot.category_id,
        "broadcaster_language": channel.language,
        "title": stream.slot.title,
        "delay": 0,
        "tags": list(channel.tags),
        "content_classification_labels": list(channel.labels),
        "is_branded_content": False,
    }


def _of_nobody() -> Row:
    # Who never streamed has a channel without a title. The language is UNCONFIRMED.
    return {
        "game_id": "",
        "broadcaster_language": "en",
        "title": "",
        "delay": 0,
        "tags": [],
        "content_classification_labels": [],
        "is_branded_content": False,
    }


def _labels(before: list[str], changes: list[dict[str, Any]]) -> list[str]:
    off = {change["id"] for change in changes if not change["is_enabled"]}
    on = [change["id"] for change in changes if change["is_enabled"]]
    return [label for label in unique([*before, *on]) if label not in off]


def _key(broadcaster_id: str) -> str:
    return f"channel/{broadcaster_id}"
