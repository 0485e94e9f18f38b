"""The API's endpoint that changes a channel: Modify Channel Information.

https://dev.twitch.tv/docs/api/reference/#modify-channel-information
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from helpers.sandbox.api import checks
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import categories, channels, users

# The languages that Twitch knows (the list is UNCONFIRMED). Another one changes nothing.
_LANGUAGES = frozenset(
    [
        "ar", "asl", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hi", "hu", "id",
        "it", "ja", "ko", "ms", "nl", "no", "other", "pl", "pt", "ro", "ru", "sk", "sv", "th",
        "tl", "tr", "uk", "vi", "zh", "zh-hk",
    ]
)  # fmt: skip
_NO_CATEGORY = ("", "0")


def modify_channel_information(call: Call) -> Answer:
    """PATCH /channels: change title, category, language, tags, delay or labels; 204.

    Twitch also keeps some labels and categories from some users, and reads the tags with
    AutoMod; here everyone may use all.
    """
    broadcaster_id = call.one("broadcaster_id")
    known = {parameter.name for parameter in call.endpoint.body or ()}
    changes = {name: call.body[name] for name in call.body.keys() & known}
    changes = {name: value for name, value in changes.items() if value is not None}
    problem = next(_problems(broadcaster_id, changes), "")
    if problem:
        raise call.refused(400, problem)
    if changes.get("broadcaster_language", "en") not in _LANGUAGES:
        del changes["broadcaster_language"]
    if "tags" in changes:
        changes["tags"] = _each_once(changes["tags"])
    with world_of(call) as world:
        channels.modify(world, broadcaster_id, changes)
    return None


def _problems(broadcaster_id: str, changes: Mapping[str, Any]) -> Iterator[str]:
    # The texts about category and delay were seen; the others are UNCONFIRMED.
    if not changes:
        yield "Must provide at least one field to change."
    if not changes.get("title", "title").strip():
        yield checks.malformed("title", "the value must not be empty")
    if changes.get("game_id", "") not in (*_NO_CATEGORY, *categories.BY_ID):
        yield "The ID in game_id is not valid."
    if "delay" in changes and users.known(broadcaster_id).broadcaster_type != "partner":
        yield "the broadcaster is not partnered, failed to set delay"
    if changes.get("delay", 0) < 0:
        yield checks.malformed("delay", "the value must be greater than or equal to 0")
    if not all(map(_is_tag, changes.get("tags", ()))):
        yield checks.malformed("tags", "a tag must not have spaces or special characters")
    for label in changes.get("content_classification_labels", ()):
        for name in ("id", "is_enabled"):
            if label.get(name) is None:
                yield f'Missing required parameter "content_classification_labels.{name}"'


def _is_tag(text: str) -> bool:
    # Letters with their marks, and digits, of any script.
    return text != "" and all(unicodedata.category(character)[0] in "LMN" for character in text)


def _each_once(tags: list[str]) -> list[str]:
    # Their letter case does not count; that the first spelling stays is UNCONFIRMED.
    kept: dict[str, str] = {}
    for tag in tags:
        kept.setdefault(tag.casefold(), tag)
    return list(kept.values())


PLAYED: dict[tuple[str, str], Handler] = {
    ("PATCH", "/channels"): modify_channel_information,
}
