"""GET /users of the API."""

import re
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox import answers, helix, incoming
from helpers.sandbox.context import Context
from helpers.sandbox.people import BY_ID, BY_LOGIN, Person
from helpers.sandbox.state import Token

MAX_USERS = 100
_ID = re.compile(r"[0-9]+")
_LOGIN = re.compile(r"[A-Za-z0-9_]{1,25}")


async def get_users(context: Context, request: Request) -> Response:
    """GET /users: the users asked for by `id` and `login`, or the token's owner.

    https://dev.twitch.tv/docs/api/reference/#get-users
    """
    token, headers = helix.authenticate(context, request)
    asked = incoming.query(request)
    ids = [value for name, value in asked if name == "id"]
    logins = [value for name, value in asked if name == "login"]
    if not ids and not logins:
        if token.user_id is None:
            return answers.helix_error(400, "Must provide an ID, Login or OAuth Token", headers)
        ids = [token.user_id]
    problem = _problem(ids, logins)
    if problem:
        return answers.helix_error(400, problem, headers)
    # dict.fromkeys: nobody twice, in the order asked for (IDs first, which is UNCONFIRMED).
    found = dict.fromkeys(_find(ids, logins))
    return answers.helix({"data": [_shown(person, token) for person in found]}, headers)


def _problem(ids: list[str], logins: list[str]) -> str:
    # The form of these texts is Twitch's. Only "value must be a numeric" was seen; the texts
    # for too many values and for a login are UNCONFIRMED.
    name = "id" if ids else "login"
    if len(ids) + len(logins) > MAX_USERS:
        return _malformed(name, f"the number of values must be less than or equal to {MAX_USERS}")
    if not all(map(_ID.fullmatch, ids)):
        return _malformed("id", "value must be a numeric")
    if not all(map(_LOGIN.fullmatch, logins)):
        return _malformed("login", "value must be a login name")
    return ""


def _malformed(name: str, reason: str) -> str:
    return f'The parameter "{name}" was malformed: {reason}'


def _find(ids: list[str], logins: list[str]) -> Iterator[Person]:
    yield from (BY_ID[id_] for id_ in ids if id_ in BY_ID)
    yield from (BY_LOGIN[login.lower()] for login in logins if login.lower() in BY_LOGIN)


def _shown(person: Person, token: Token) -> dict[str, str | int]:
    if "user:read:email" not in token.scopes:
        return person.fields()
    return person.fields(email=person.email if person.id == token.user_id else "")
