"""Who may edit whose channel. The API cannot change it."""

from helpers.sandbox.memory.people import BY_LOGIN
from helpers.sandbox.world import users
from helpers.sandbox.world.numbers import draw
from helpers.sandbox.world.store import Row, World

# Channel, editor, since when.
_EDITORS = (
    ("twitchdev", "marta_paints", "2023-05-02T09:30:00Z"),
    ("twitchdev", "kofi_speedruns", "2025-02-18T16:45:10Z"),
    ("twitch", "twitchdev", "2021-01-04T17:00:00Z"),
    ("twitchgaming", "twitch", "2020-06-15T12:00:00Z"),
    ("marta_paints", "quiet_viewer", "2024-06-11T19:08:52Z"),
)


def editors(_world: World, broadcaster_id: str) -> list[Row]:
    """Return the channel's editors.

    https://dev.twitch.tv/docs/api/reference/#get-channel-editors
    """
    login = users.known(broadcaster_id).login
    return [
        {
            "user_id": BY_LOGIN[editor].id,
            "user_name": BY_LOGIN[editor].display_name,
            "created_at": _with_fraction(since, editor),
        }
        for channel, editor, since in _EDITORS
        if channel == login
    ]


def _with_fraction(since: str, editor: str) -> str:
    # No other time of the API has nine digits of fraction; recorded in 2023.
    return since.replace("Z", f".{draw(10**9, 'editor', editor):09}Z")


def may_edit(world: World, broadcaster_id: str, user_id: str) -> bool:
    """Tell whether the user is the broadcaster or an editor of the channel."""
    edits = {row["user_id"] for row in editors(world, broadcaster_id)}
    return user_id == broadcaster_id or user_id in edits
