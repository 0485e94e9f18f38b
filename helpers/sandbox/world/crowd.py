"""The crowd: viewers without a stream. Each one is computed from a number, and back."""

import re

from helpers.sandbox.memory.people import Person
from helpers.sandbox.world.numbers import rfc3339

_FIRST = (  # noqa: SIM905  (readable)
    "amber brave calm dusty early faint gentle happy icy jolly kind late mellow narrow odd paper "
    "quiet rapid silver tidy upper velvet windy young zesty bold cosy damp even fuzzy green hazy"
).split()
_SECOND = (  # noqa: SIM905
    "acorn badger canoe daisy ember falcon gecko heron iris jackal kettle lemon maple newt otter "
    "pebble quill raven spruce turtle umbra violet walnut yak zebra biscuit clover dune fern "
    "gull hollow inlet"
).split()
_EACH = 100  # people with the same two words
SIZE = len(_FIRST) * len(_SECOND) * _EACH
_LOGIN = re.compile(r"([a-z]+)_([a-z]+)(\d\d)")
_SHUFFLE = 38_653  # has no divisor in common with SIZE: neighbours get unlike names
_UNSHUFFLE = pow(_SHUFFLE, -1, SIZE)
# Both rise with the number, as on Twitch: a higher ID is a younger account.
_FIRST_ID, _ID_STEP = 150_000_000, 3_541
_FIRST_DAY, _AGE_STEP = 1_487_000_000, 1_013  # from February 2017 to May 2020


def member(index: int) -> Person:
    """Return viewer number `index`, from 0 to SIZE - 1."""
    word, number = divmod(index * _SHUFFLE % SIZE, _EACH)
    first, second = _FIRST[word % len(_FIRST)], _SECOND[word // len(_FIRST)]
    login = f"{first}_{second}{number:02}"
    return Person(
        id=user_id(index),
        login=login,
        display_name=login.title() if index % 3 else login,
        broadcaster_type="",
        description="",
        created_at=rfc3339(_FIRST_DAY + index * _AGE_STEP),
    )


def user_id(index: int) -> str:
    """Return the user ID of viewer number `index`."""
    return str(_FIRST_ID + index * _ID_STEP)


def by_id(user_id: str) -> int | None:
    """Return the number of the viewer with this user ID, or None."""
    if not re.fullmatch("[0-9]{9}", user_id):
        return None
    index, rest = divmod(int(user_id) - _FIRST_ID, _ID_STEP)
    return index if rest == 0 and 0 <= index < SIZE else None


def by_login(login: str) -> int | None:
    """Return the number of the viewer with this login, or None."""
    match = _LOGIN.fullmatch(login)
    if match is None or match[1] not in _FIRST or match[2] not in _SECOND:
        return None
    word = _SECOND.index(match[2]) * len(_FIRST) + _FIRST.index(match[1])
    return (word * _EACH + int(match[3])) * _UNSHUFFLE % SIZE
