"""Whom a user has blocked."""

from helpers.sandbox.world import broadcasters, follows, users
from helpers.sandbox.world.store import Row, World

_BLOCKING = ("141981764", "700100201")  # they had to, before the learner came


def blocks(world: World, broadcaster_id: str) -> list[Row]:
    """Return the users whom this one blocked, newest block first.

    https://dev.twitch.tv/docs/api/reference/#get-user-block-list
    """
    blocked = map(users.known, _blocked(world, broadcaster_id))
    return [
        {
            "user_id": person.id,
            "user_login": person.login,
            "display_name": person.display_name,
        }
        for person in blocked
    ]


def block(world: World, user_id: str, target_id: str) -> None:
    """Block a user who exists. Again is no error. A blocked user stops following the blocker.

    https://dev.twitch.tv/docs/api/reference/#block-user
    """
    before = _blocked(world, user_id)
    if target_id not in before:
        world.write(_key(user_id), [target_id, *before])
        follows.remove(world, user_id, target_id)


def unblock(world: World, user_id: str, target_id: str) -> None:
    """End a block, if there is one. The follow that it ended does not come back.

    https://dev.twitch.tv/docs/api/reference/#unblock-user
    """
    left = [other for other in _blocked(world, user_id) if other != target_id]
    world.write(_key(user_id), left)


def _blocked(world: World, user_id: str) -> list[str]:
    blocked: list[str] = world.read(_key(user_id), _at_first(user_id))
    return blocked


def _at_first(user_id: str) -> list[str]:
    if user_id not in _BLOCKING:
        return []
    # Of the crowd, and no followers.
    first = broadcasters.BY_ID[user_id].followers
    return [follows.ever(user_id, first + 7), follows.ever(user_id, first + 31)]


def _key(user_id: str) -> str:
    return f"blocks/{user_id}"
