"""The sandbox's world is the same for everyone, and looking at it changes nothing."""

from helpers.sandbox.world import (
    World,
    channels,
    clips,
    follows,
    games,
    schedule,
    streams,
    subscriptions,
    users,
    videos,
)
from tests.sandbox.world.moments import CHANNEL_IDS, EVERYBODY, NOW, at


def everything(world: World) -> list[object]:
    return [
        users.users(world, [person.id for person in EVERYBODY]),
        streams.streams(world),
        games.top_games(world),
        [
            (
                channels.information(world, [each]),
                follows.followers(world, each)[:50],
                subscriptions.subscriptions(world, each)[:50],
                schedule.segments(world, each),
                schedule.calendar(world, each),
                videos.of_user(world, each),
                clips.of_broadcaster(world, each),
            )
            for each in CHANNEL_IDS
        ],
    ]


def test_the_same_clock_gives_the_same_world(world):
    assert everything(world) == everything(at(world, NOW))


def test_reading_writes_nothing(world):
    before = world.rows.total_changes
    assert everything(world)
    assert world.rows.total_changes == before
