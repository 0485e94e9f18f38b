"""The API's endpoints about users."""

import re
from collections.abc import Iterator

from helpers.sandbox.api import checks
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.people import BY_ID, BY_LOGIN, Person
from helpers.sandbox.state import Token

MAX_USERS = 100
_LOGIN = re.compile(r"[A-Za-z0-9_]{1,25}")


def get_users(call: Call) -> Answer:
    """GET /users: the users asked for by `id` and `login`, or the token's owner.

    https://dev.twitch.tv/docs/api/reference/#get-users
    """
    ids, logins = call.query.get("id", []), call.query.get("login", [])
    if len(ids) + len(logins) > MAX_USERS:
        raise call.refused(400, checks.too_many("id", MAX_USERS))
    if not all(map(_LOGIN.fullmatch, logins)):  # the text is UNCONFIRMED
        raise call.refused(400, checks.malformed("login", "value must be a login name"))
    if not ids and not logins:
        if call.token.user_id is None:
            raise call.refused(400, "Must provide an ID, Login or OAuth Token")
        ids = [call.token.user_id]
    # dict.fromkeys: nobody twice, in the order asked for (IDs first, which is UNCONFIRMED).
    found = dict.fromkeys(_find(ids, logins))
    return {"data": [_shown(person, call.token) for person in found]}


def _find(ids: list[str], logins: list[str]) -> Iterator[Person]:
    yield from (BY_ID[id_] for id_ in ids if id_ in BY_ID)
    yield from (BY_LOGIN[login.lower()] for login in logins if login.lower() in BY_LOGIN)


def _shown(person: Person, token: Token) -> dict[str, str | int]:
    if "user:read:email" not in token.scopes:
        return person.fields()
    return person.fields(email=person.email if person.id == token.user_id else "")


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/users"): get_users,
}
