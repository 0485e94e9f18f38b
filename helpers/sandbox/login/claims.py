"""OpenID Connect's claims: which ones an application asks for, and what they say of a person.

OpenID Connect Core 1.0, section 5; https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from helpers.sandbox.memory.people import Person
from helpers.sandbox.world import images

LIFETIME = 900  # seconds between the claims `iat` and `exp`
_EMAIL = frozenset({"email", "email_verified"})  # only with the scope user:read:email
ON_REQUEST = _EMAIL | {"picture", "preferred_username", "updated_at"}


@dataclass(frozen=True)
class Wanted:
    """What an authorization request asks for beside the claims that are always there."""

    nonce: str = field(default="", repr=False)
    id_token: tuple[str, ...] = ()  # names of claims, in alphabetical order
    userinfo: tuple[str, ...] = ()  # the same


NOTHING = Wanted()


def read(nonce: str, claims: str, scopes: Iterable[str]) -> Wanted:
    """Return what the parameters `nonce` and `claims` ask for, as far as the scopes allow it.

    An empty nonce counts as none (UNCONFIRMED). Names that nobody knows are left out (OpenID
    Connect Core, section 5.5), and so is what stands behind a name: Twitch documents only `null`.
    Raises ValueError if `claims` is not a JSON object of objects.
    """
    granted = set(scopes)
    allowed = ON_REQUEST if "user:read:email" in granted else ON_REQUEST - _EMAIL
    asked = _objects(claims) if claims else {}
    return Wanted(
        nonce,
        id_token=tuple(sorted(allowed.intersection(asked.get("id_token", ())))),
        userinfo=tuple(sorted(allowed.intersection(asked.get("userinfo", ())))),
    )


def always(issuer: str, client_id: str, user_id: str, now: int) -> dict[str, Any]:
    """Return the claims that need no asking. `now` is in Unix seconds."""
    return {
        "aud": client_id,
        "exp": now + LIFETIME,
        "iat": now,
        "iss": issuer,
        "sub": user_id,
    }


def on_request(person: Person, names: Iterable[str], issuer: str) -> dict[str, Any]:
    """Return these claims about a person, in the order of the names.

    The picture is beside the login service, whose address is the `issuer`.
    """
    known = {
        "email": person.email,
        "email_verified": True,
        "picture": issuer.rpartition("/")[0] + images.profile_path(person.id),
        "preferred_username": person.display_name,
        "updated_at": person.created_at,  # RFC 3339; Update User does not count (UNCONFIRMED)
    }
    return {name: known[name] for name in names}


def _objects(text: str) -> dict[str, dict[str, Any]]:
    try:
        parsed = json.loads(text)
    except RecursionError:  # thousands of brackets
        raise ValueError("The JSON text is nested too deeply.") from None
    if not isinstance(parsed, dict):
        raise ValueError("The JSON text is not an object.")
    if not all(isinstance(parsed.get(key, {}), dict) for key in ("id_token", "userinfo")):
        raise ValueError("What is asked for must be an object.")
    return parsed
