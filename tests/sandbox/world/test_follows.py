"""Followers, subscribers and editors: as many as counted, the same from both sides."""

import time
import tracemalloc

import pytest

from helpers.sandbox.memory.people import PEOPLE
from helpers.sandbox.world import broadcasters, crowd, editors, follows, subscriptions, users
from helpers.sandbox.world.numbers import rfc3339
from tests.sandbox.ids import KOFI, MARTA, TWITCH, TWITCHDEV, VIEWER
from tests.sandbox.world.moments import CHANNEL_IDS, EVERYBODY, NOW


@pytest.mark.parametrize("broadcaster_id", [TWITCH, TWITCHDEV, MARTA, KOFI, CHANNEL_IDS[-1]])
def test_followers_are_as_many_as_their_pages_newest_first(world, broadcaster_id):
    every = follows.followers(world, broadcaster_id)
    pages = [row for at in range(0, len(every), 100) for row in every[at : at + 100]]
    assert len(pages) == len(every) == broadcasters.BY_ID[broadcaster_id].followers
    assert len({row["user_id"] for row in pages}) == len(pages)
    times = [row["followed_at"] for row in pages]
    assert times == sorted(times, reverse=True)
    assert times[0] <= rfc3339(NOW)
    rows = {row["user_id"]: row for row in pages}
    for person in PEOPLE:
        followed = {row["broadcaster_id"]: row for row in follows.followed(world, person.id)}
        assert (person.id in rows) == (broadcaster_id in followed)
        if person.id in rows:
            assert rows[person.id]["followed_at"] == followed[broadcaster_id]["followed_at"]
    for row in pages[:: len(pages) // 50 + 1]:
        (user,) = users.users(world, [row["user_id"]])
        assert (user["login"], user["display_name"]) == (row["user_login"], row["user_name"])
        assert user["created_at"] <= row["followed_at"]
        channel = users.known(broadcaster_id)
        assert channel.created_at <= row["followed_at"]
        assert follows.follower(world, broadcaster_id, row["user_id"]) == row


def test_what_a_user_follows_agrees_with_the_followers(world):
    sample = [*EVERYBODY, *(crowd.member(index) for index in range(0, crowd.SIZE, 9_973))]
    follow_count = 0
    for person in sample:
        followed = {row["broadcaster_id"]: row for row in follows.followed(world, person.id)}
        for broadcaster_id in CHANNEL_IDS:
            row = follows.follower(world, broadcaster_id, person.id)
            follow_count += row is not None
            assert (row is None) == (broadcaster_id not in followed)
            if row:
                assert row["followed_at"] == followed[broadcaster_id]["followed_at"]
                assert row["user_login"] == person.login
        times = [row["followed_at"] for row in followed.values()]
        assert times == sorted(times, reverse=True)
    assert follow_count >= 40


def test_nobody_follows_a_viewer(world):
    assert len(follows.followers(world, VIEWER)) == 0
    assert follows.follower(world, VIEWER, TWITCH) is None


def test_a_hundred_thousand_followers_need_no_memory_and_the_last_page_no_more_time(world):
    every = follows.followers(world, TWITCH)
    assert len(every) == 100_000
    every[:100]

    def seconds(offset):
        begun = time.perf_counter()
        every[offset : offset + 100]
        return time.perf_counter() - begun

    first = min(seconds(0) for _ in range(20))
    last = min(seconds(99_900) for _ in range(20))
    assert last < 3 * first
    tracemalloc.start()
    for offset in range(0, 100_000, 5_000):
        every[offset : offset + 100]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500_000


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_subscriptions_count_and_points_agree(world, broadcaster_id):
    every = subscriptions.subscriptions(world, broadcaster_id)
    rows = every[:]
    assert len(rows) == len(every) == broadcasters.BY_ID[broadcaster_id].subscribers
    assert len({row["user_id"] for row in rows}) == len(rows)
    points = sum({"1000": 1, "2000": 2, "3000": 6}[row["tier"]] for row in rows)
    assert subscriptions.points(world, broadcaster_id) == points
    for row in rows[::17]:
        assert subscriptions.subscriptions(world, broadcaster_id, [row["user_id"]]) == [row]
        one = subscriptions.subscription(world, broadcaster_id, row["user_id"])
        assert one is not None
        assert one.items() <= row.items()
        assert ("gifter_id" in one) == row["is_gift"] == bool(row["gifter_id"])
        assert row["user_id"] not in (row["gifter_id"], broadcaster_id)
        assert users.known(row["user_id"]).login == row["user_login"]
        if row["is_gift"]:
            assert users.known(row["gifter_id"]).login == row["gifter_login"]


def test_who_is_no_subscriber(world):
    assert subscriptions.subscription(world, TWITCH, TWITCHDEV) is None
    assert subscriptions.subscription(world, VIEWER, TWITCHDEV) is None
    assert subscriptions.subscription(world, TWITCH, "nobody") is None
    assert len(subscriptions.subscriptions(world, VIEWER)) == 0
    assert subscriptions.points(world, VIEWER) == 0
    follower = follows.followers(world, TWITCH)[1]["user_id"]
    assert subscriptions.subscriptions(world, TWITCH, [follower, "nobody"]) == []


def test_editors_exist_and_may_edit(world):
    for person in EVERYBODY:
        rows = editors.editors(world, person.id)
        assert editors.may_edit(world, person.id, person.id)
        for row in rows:
            editor = users.known(row["user_id"])
            assert editor.display_name == row["user_name"]
            assert max(editor.created_at, person.created_at) < row["created_at"] < rfc3339(NOW)
            assert editors.may_edit(world, person.id, editor.id)
    assert len(editors.editors(world, TWITCHDEV)) == 2
    assert editors.editors(world, VIEWER) == []
    assert not editors.may_edit(world, TWITCHDEV, VIEWER)
