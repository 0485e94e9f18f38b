"""The people of the sandbox's world: each is found by ID and by login, and is one person."""

import pytest

from helpers.sandbox.world import crowd, users
from tests.sandbox.ids import TWITCH, TWITCHDEV, TWITCHGAMING, VIEWER
from tests.sandbox.world.moments import EVERYBODY


def test_the_well_known_ids(world):
    found = users.users(world, [TWITCH, TWITCHDEV, TWITCHGAMING])
    assert [user["login"] for user in found] == ["twitch", "twitchdev", "twitchgaming"]


def test_everybody_is_found_by_id_and_by_login_as_one_person(world):
    ids = [person.id for person in EVERYBODY]
    logins = [person.login.upper() for person in EVERYBODY]
    assert len({*ids}) == len({*logins}) == len(EVERYBODY)
    assert [user["id"] for user in users.users(world, ids, logins)] == ids
    assert users.users(world, [], logins) == users.users(world, ids)


def test_the_whole_crowd_is_found_and_nobody_twice():
    members = [crowd.member(index) for index in range(crowd.SIZE)]
    assert len({person.login for person in members}) == crowd.SIZE
    assert [crowd.by_id(person.id) for person in members] == [*range(crowd.SIZE)]
    assert [crowd.by_login(person.login) for person in members] == [*range(crowd.SIZE)]
    assert all(len(person.login) <= 25 for person in members)
    assert not {person.id for person in members} & {person.id for person in EVERYBODY}


@pytest.mark.parametrize(
    "wrong", ["", "1", "150000001", "x", "٣٣٣٣٣٣٣٣٣", "9" * 400, "amber_acorn1", "acorn_amber01"]
)
def test_nobody_is_found_by_what_is_no_id_and_no_login(world, wrong):
    assert users.users(world, [wrong], [wrong]) == []


def test_only_the_reader_of_the_email_sees_it(world):
    shown = users.users(world, [TWITCHDEV, VIEWER], reader_id=VIEWER)
    assert [user["email"] for user in shown] == ["", "quiet_viewer@example.com"]
    assert "email" not in users.users(world, [VIEWER])[0]
