"""The scopes that Twitch knows, and the ten that the lesson asks for.

Twitch's list: https://dev.twitch.tv/docs/authentication/scopes
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

# In the lesson's order: one user token with these serves every later lesson.
LESSON: tuple[str, ...] = (
    "channel:read:editors",
    "channel:read:subscriptions",
    "channel:manage:broadcast",
    "channel:manage:schedule",
    "clips:edit",
    "user:read:blocked_users",
    "user:read:email",
    "user:read:follows",
    "user:manage:blocked_users",
    "user:edit",
)


@dataclass(frozen=True)
class Scope:
    """One permission: what it lets an application do, and which API endpoints ask for it.

    `kind` is where it counts: "helix", "eventsub", "chat", "pubsub" or "oidc".
    """

    name: str
    description: str
    endpoints: tuple[str, ...]
    kind: str
    lesson: bool


def catalogue() -> tuple[Scope, ...]:
    """Return every scope that Twitch documents, in the order of Twitch's page."""
    return tuple(_by_name().values())


def known(name: str) -> bool:
    """Tell whether Twitch has a scope of this name (upper and lower case count)."""
    return name in _by_name()


def find(name: str) -> Scope:
    """Return the scope of this name. Raises KeyError if Twitch has none."""
    return _by_name()[name]


@cache
def _by_name() -> dict[str, Scope]:
    rows = json.loads((resources.files("helpers.catalogue") / "scopes.json").read_text("utf-8"))
    return {
        row["scope"]: Scope(
            name=row["scope"],
            description=row["description"],
            endpoints=tuple(row["endpoints"]),
            kind=row["kind"],
            lesson=row["lesson"],
        )
        for row in rows
    }
