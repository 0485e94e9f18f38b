"""Everybody in the world: Get Users, Update User."""

from collections.abc import Iterable

from helpers.sandbox.memory import people
from helpers.sandbox.memory.people import Person
from helpers.sandbox.world import broadcasters, crowd, images
from helpers.sandbox.world.numbers import unique
from helpers.sandbox.world.store import Row, World

_BY_ID = people.BY_ID | {person.id: person for person in broadcasters.BROADCASTERS}
_BY_LOGIN = {person.login: person for person in _BY_ID.values()}


def by_id(user_id: str) -> Person | None:
    """Return the person with this ID, or None."""
    if user_id in _BY_ID:
        return _BY_ID[user_id]
    index = crowd.by_id(user_id)
    return None if index is None else crowd.member(index)


def by_login(login: str) -> Person | None:
    """Return the person with this login (upper or lower case), or None."""
    login = login.lower()
    if login in _BY_LOGIN:
        return _BY_LOGIN[login]
    index = crowd.by_login(login)
    return None if index is None else crowd.member(index)


def known(user_id: str) -> Person:
    """Return the person with this ID, who must exist. Raises KeyError."""
    person = by_id(user_id)
    if person is None:
        raise KeyError(user_id)
    return person


def users(
    world: World,
    ids: Iterable[str] = (),
    logins: Iterable[str] = (),
    *,
    reader_id: str | None = None,
) -> list[Row]:
    """Return those who exist, each once: by ID first, which is UNCONFIRMED, then by login.

    `reader_id` is the owner of a token with `user:read:email`; without one, there is no
    `email`. https://dev.twitch.tv/docs/api/reference/#get-users
    """
    found = [*map(by_id, ids), *map(by_login, logins)]
    return [_user(world, person, reader_id) for person in unique(found) if person is not None]


def set_description(world: World, user_id: str, description: str) -> None:
    """Change what users say about themselves.

    https://dev.twitch.tv/docs/api/reference/#update-user
    """
    world.write(f"description/{user_id}", description)


def picture(world: World, user_id: str) -> str:
    """Return the address of the profile picture."""
    return world.base + images.profile_path(user_id)


def _user(world: World, person: Person, reader_id: str | None) -> Row:
    email = None if reader_id is None else person.email if person.id == reader_id else ""
    streams = person.id in broadcasters.BY_ID
    offline = images.address(world, "offline", person.id, 1920, 1080) if streams else ""
    row: Row = {
        "id": person.id,
        "login": person.login,
        "display_name": person.display_name,
        "type": "",  # not of Twitch's staff
        "broadcaster_type": person.broadcaster_type,
        "description": world.read(f"description/{person.id}", person.description),
        "profile_image_url": picture(world, person.id),
        "offline_image_url": offline,
        "view_count": 0,  # Twitch stopped counting; the field stays
    }
    if email is not None:
        row["email"] = email
    return row | {"created_at": person.created_at}
