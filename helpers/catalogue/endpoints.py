"""The endpoints of the Twitch API: who may call each, what it takes, what it answers.

The list is Twitch's reference of 27 February 2026 with what its change log says up to 9 October
2026: https://dev.twitch.tv/docs/api/reference, https://dev.twitch.tv/docs/change-log/.
What it holds beside the reference, and what differs:

- `owner` names the parameter whose user must be the token's own, `optional_scopes` are those
  without which the call works, but tells less, and `app_scopes` those that the users named must
  have granted, too, where the caller comes with an app access token. The reference says all three
  in words.
- "string(numeric)" marks IDs of users, games and videos, "string(RFC3339)" times,
  "string(integer)" numbers that are sent as text.
- Get Chatters allows pages of 1,000. No scope stands at Create EventSub Subscription, because
  the subscription's type decides which one it needs. That moderator:manage:automod_settings
  opens Get AutoMod Settings stands in one library only.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

# The kinds of access token: an application's own, or one that a user said yes to.
Kind = Literal["app", "user"]


@dataclass(frozen=True)
class Parameter:
    """One parameter of an endpoint, in the query string or in the JSON body.

    `type` is "string", "integer", "number", "boolean" or "object", a string with a form in
    brackets, such as "string(numeric)", or, for a list or an object with known fields, a list
    with one type or a dict of types. None stands for no limit.
    """

    name: str
    type: Any
    required: bool
    repeatable: bool
    default: float | None
    min: float | None
    max: float | None
    max_values: int | None  # how often it may be repeated, or how long a list in the body is
    max_chars: int | None
    max_chars_each: int | None  # of each text in a list
    enum: tuple[str, ...]  # empty: any value


@dataclass(frozen=True)
class Endpoint:
    """One endpoint. `path` is what follows https://api.twitch.tv/helix.

    `tokens` are the kinds that may call it: "app", "user", "jwt" (signed by an extension) or
    "none". A user token needs one of `scopes_any_of`, unless that is empty; an app token has none,
    so the user that the call is about must have granted them to the application before, and
    `app_scopes` with them. `optional_scopes` show more. `body` is None when none is read.
    `response` is the shape of the answer: names and types (None: no content).
    """

    name: str
    section: str
    method: str
    path: str
    tokens: tuple[str, ...]
    scopes_any_of: tuple[str, ...]
    optional_scopes: tuple[str, ...]
    app_scopes: tuple[str, ...]
    owner: str | None
    retired: bool
    query: tuple[Parameter, ...]
    body: tuple[Parameter, ...] | None
    success: int  # the HTTP status
    response: Any


def catalogue() -> tuple[Endpoint, ...]:
    """Return every endpoint that Twitch documents, in the order of Twitch's page."""
    return tuple(_by_call().values())


def find(method: str, path: str) -> Endpoint | None:
    """Return the endpoint, or None if Twitch has none. `find("GET", "/users")` is Get Users."""
    return _by_call().get((method, path))


@cache
def _by_call() -> dict[tuple[str, str], Endpoint]:
    file = resources.files("helpers.catalogue") / "helix-endpoints.json"
    return {
        (row["method"], row["path"]): _endpoint(row) for row in json.loads(file.read_text("utf-8"))
    }


def _endpoint(row: Mapping[str, Any]) -> Endpoint:
    return Endpoint(
        name=row["name"],
        section=row["section"],
        method=row["method"],
        path=row["path"],
        tokens=tuple(row["tokens"]),
        scopes_any_of=tuple(row["scopes_any_of"]),
        optional_scopes=tuple(row.get("optional_scopes", ())),
        app_scopes=tuple(row.get("app_scopes", ())),
        owner=row.get("owner"),
        retired=row.get("retired", False),
        query=tuple(map(_parameter, row["query"])),
        body=tuple(map(_parameter, row["body"])) if "body" in row else None,
        success=row["success"],
        response=row["response"],
    )


def _parameter(row: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=row["name"],
        type=row["type"],
        required=row["required"],
        repeatable=row.get("repeatable", False),
        default=row.get("default"),
        min=row.get("min"),
        max=row.get("max"),
        max_values=row.get("max_values"),
        max_chars=row.get("max_chars"),
        max_chars_each=row.get("max_chars_each"),
        enum=tuple(row.get("enum", ())),
    )
