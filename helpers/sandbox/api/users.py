"""The API's endpoints about users: Get Users, Update User."""

from helpers.sandbox.api import checks
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import users

MAX_USERS = 100


def get_users(call: Call) -> Answer:
    """GET /users: the users asked for by `id` and `login`, or the token's owner.

    https://dev.twitch.tv/docs/api/reference/#get-users
    """
    ids, logins = call.query.get("id", []), call.query.get("login", [])
    if len(ids) + len(logins) > MAX_USERS:
        raise call.refused(400, checks.too_many("id", MAX_USERS))
    if not ids and not logins:
        if call.token.user_id is None:
            raise call.refused(400, "Must provide an ID, Login or OAuth Token")
        ids = [call.token.user_id]
    with world_of(call) as world:
        return {"data": users.users(world, ids, logins, reader_id=_email_reader(call))}


def update_user(call: Call) -> Answer:
    """PUT /users: change what the token's owner says about themselves; an empty text clears it.

    Without `description` nothing changes (UNCONFIRMED).
    https://dev.twitch.tv/docs/api/reference/#update-user
    """
    user_id = call.token.user_id or ""
    with world_of(call) as world:
        if "description" in call.query:
            users.set_description(world, user_id, call.one("description"))
        return {"data": users.users(world, [user_id], reader_id=_email_reader(call))}


def _email_reader(call: Call) -> str | None:
    return call.token.user_id if "user:read:email" in call.token.scopes else None


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/users"): get_users,
    ("PUT", "/users"): update_user,
}
