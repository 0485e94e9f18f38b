"""What is looked at before a call reaches its endpoint, and where endpoints speak for themselves.

Recorded at Twitch: a missing parameter comes before the wrong kind of token, and both before
anything else; their answers carry no rate limit headers, so they cost no point. A few endpoints
look at these two themselves, in words of their own and with the headers.
"""

import re
from collections.abc import Callable, Mapping

from helpers.catalogue.endpoints import Endpoint
from helpers.sandbox.api import checks

Query = Mapping[str, list[str]]
Problem = tuple[int, str]  # status and message
# What is said about a token of the wrong kind. The text about a JWT is UNCONFIRMED.
_WANTED = {
    "app": "Must provide valid app token.",
    "user": "Missing User OAUTH Token",
    "jwt": "Must provide a valid JWT.",
}
_ID = re.compile(r"[0-9]+")
_LOGIN = re.compile(r"[A-Za-z0-9_]{1,25}")


def problem(endpoint: Endpoint, kind: str, query: Query) -> Problem | None:
    """Return why the call does not get as far as its endpoint, or None. `kind` is the token's."""
    call = (endpoint.method, endpoint.path)
    missing = checks.missing_in_query(endpoint, query)
    if missing and call not in _ASK_FOR_PARAMETERS:
        return 400, missing
    if kind not in endpoint.tokens and call not in _LOOK_AT_THE_TOKEN:
        return 401, _WANTED[endpoint.tokens[0]]
    return None


def own_problem(endpoint: Endpoint, kind: str, query: Query) -> Problem | None:
    """Return what the endpoint says in its own words, before it looks at scopes; else None."""
    asked = _OWN_WORDS.get((endpoint.method, endpoint.path))
    return asked(kind, query) if asked else None


def _users(_kind: str, query: Query) -> Problem | None:
    ids, logins = query.get("id", ()), query.get("login", ())
    if all(map(_ID.fullmatch, ids)) and all(map(_LOGIN.fullmatch, logins)):
        return None
    # Seen in 2025 and 2026; until 2022 it was another text.
    return 400, "Invalid username(s), email(s), or ID(s). Bad Identifiers."


def _editors(kind: str, _query: Query) -> Problem | None:
    # An app token has no user, so no broadcaster_id is its user's.
    return (401, checks.not_the_owner("broadcaster_id")) if kind == "app" else None


def _moderators(kind: str, query: Query) -> Problem | None:
    if not any(query.get("broadcaster_id", ())):
        return 400, "The broadcaster_id query parameter is required."
    return _editors(kind, query)  # with an app token UNCONFIRMED


def _extensions(kind: str, query: Query) -> Problem | None:
    if kind == "app" and not any(query.get("user_id", ())):
        text = "The user_id query parameter is required if you specify an app access token."
        return 400, text
    return None


_OWN_WORDS: dict[tuple[str, str], Callable[[str, Query], Problem | None]] = {
    ("GET", "/users"): _users,
    ("GET", "/channels/editors"): _editors,
    ("GET", "/moderation/moderators"): _moderators,
    ("GET", "/users/extensions"): _extensions,
}
_ASK_FOR_PARAMETERS = frozenset({("GET", "/moderation/moderators")})
_LOOK_AT_THE_TOKEN = frozenset({("GET", "/channels/editors"), ("GET", "/moderation/moderators")})
