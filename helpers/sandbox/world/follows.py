"""Who follows whom. The practice people's follows are data, the crowd's are computed."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.sandbox.memory import people
from helpers.sandbox.memory.people import Person
from helpers.sandbox.world import broadcasters, crowd, users
from helpers.sandbox.world.broadcasters import Channel
from helpers.sandbox.world.numbers import Computed, draw, rfc3339, unix
from helpers.sandbox.world.store import Row, World

_NEWEST = 1_793_390_400  # 2026-10-30: nobody of the crowd follows anybody later
_OLDEST = 1_591_000_000  # 2020-06-01: by then the whole crowd has its accounts

# Who follows whom since when. The others are not followed by any of the practice people.
_FOLLOWS = (
    ("quiet_viewer", "twitch", "2024-01-30T21:14:09Z"),
    ("quiet_viewer", "slowtide_radio", "2024-02-11T23:40:51Z"),
    ("quiet_viewer", "marta_paints", "2024-05-03T17:22:30Z"),
    ("quiet_viewer", "hanae_origami", "2025-08-19T12:03:44Z"),
    ("quiet_viewer", "twitchdev", "2026-11-02T08:15:26Z"),
    ("marta_paints", "twitch", "2021-03-04T18:30:00Z"),
    ("marta_paints", "hanae_origami", "2021-06-14T13:55:12Z"),
    ("marta_paints", "kofi_speedruns", "2022-09-01T20:11:37Z"),
    ("marta_paints", "twitchdev", "2023-04-17T09:48:03Z"),
    ("kofi_speedruns", "twitch", "2022-08-19T08:02:18Z"),
    ("kofi_speedruns", "twitchgaming", "2022-08-19T08:03:55Z"),
    ("kofi_speedruns", "ida_ships_it", "2023-11-25T21:37:08Z"),
    ("kofi_speedruns", "rusty_lantern", "2024-03-09T20:45:59Z"),
    ("kofi_speedruns", "twitchdev", "2025-01-12T18:00:21Z"),
    ("twitchdev", "twitch", "2020-07-01T16:00:00Z"),
    ("twitchdev", "twitchgaming", "2020-07-01T16:01:12Z"),
    ("twitchdev", "ida_ships_it", "2022-02-08T21:19:40Z"),
    ("twitchdev", "marta_paints", "2023-04-17T10:02:33Z"),
    ("twitchdev", "slowtide_radio", "2023-10-05T14:26:17Z"),
    ("twitchdev", "lupe_mira_arriba", "2024-08-12T02:11:05Z"),
    ("twitchdev", "rusty_lantern", "2024-11-16T21:08:49Z"),
    ("twitch", "twitchdev", "2020-07-01T16:05:00Z"),
    ("twitch", "twitchgaming", "2020-07-01T16:05:31Z"),
    ("twitch", "brot_und_ben", "2023-01-09T06:12:45Z"),
    ("twitchgaming", "twitch", "2020-07-02T09:30:10Z"),
    ("twitchgaming", "kofi_speedruns", "2024-06-22T15:44:02Z"),
    ("twitchgaming", "tomas_xeque", "2025-12-01T22:20:27Z"),
)


@dataclass(frozen=True)
class _Crowd:
    """The part of the crowd that follows one channel: place 0 is the newest follower."""

    channel: Channel
    size: int
    step: int  # seconds from one follow to the next, about

    def index(self, place: int) -> int:
        """Return the crowd's number of the follower at this place."""
        return (place * self._stride + self.channel.number * 7_919) % crowd.SIZE

    def place(self, index: int) -> int:
        """Return the place of a member of the crowd. It is no follower if that is >= size."""
        steps = index - self.channel.number * 7_919
        return steps * pow(self._stride, -1, crowd.SIZE) % crowd.SIZE

    def time(self, place: int) -> int:
        """Return since when (Unix seconds) the follower at this place follows."""
        return _NEWEST - place * self.step - draw(self.step, self.channel.id, place)

    def newer(self, time: int) -> int:
        """Return how many of them follow since later than this."""
        return bisect_left(range(self.size), -time, key=lambda place: -self.time(place))

    @property
    def _stride(self) -> int:
        # No divisor in common with the crowd's size: every place has another member.
        return 30_011 + 10 * self.channel.number


@dataclass(frozen=True)
class _Everyone:
    """All who ever followed one channel: practice people among the crowd, newest first."""

    crowd: _Crowd
    named: tuple[tuple[str, int], ...]  # user ID and Unix second, newest first
    places: tuple[int, ...]  # of the named, rising

    def at(self, place: int) -> tuple[str, int]:
        """Return the ID of the follower at this place, and since when."""
        before = bisect_left(self.places, place)
        if place in self.places:
            return self.named[before]
        place -= before
        return crowd.user_id(self.crowd.index(place)), self.crowd.time(place)

    def place(self, user_id: str) -> int | None:
        """Return the follower's place, or None."""
        for place, (named, _) in zip(self.places, self.named, strict=True):
            if named == user_id:
                return place
        index = crowd.by_id(user_id)
        place = crowd.SIZE if index is None else self.crowd.place(index)
        if place >= self.crowd.size:
            return None
        # The named ones before it: each pushes it, and so may bring it behind the next one.
        for named_place in self.places:
            place += named_place <= place
        return place


def _everyone(channel: Channel) -> _Everyone:
    login = channel.person.login
    named = sorted(
        ((people.BY_LOGIN[who].id, unix(since)) for who, whom, since in _FOLLOWS if whom == login),
        key=lambda follow: -follow[1],
    )
    size = channel.followers - len(named)
    oldest = max(_OLDEST, unix(channel.person.created_at))
    group = _Crowd(channel, size, (_NEWEST - oldest) // (size + 1))
    places = [group.newer(since) + before for before, (_, since) in enumerate(named)]
    return _Everyone(group, tuple(named), tuple(places))


_EVERYONE = {channel.id: _everyone(channel) for channel in broadcasters.CHANNELS}


def followers(world: World, broadcaster_id: str) -> Sequence[Row]:
    """Return the followers, newest first. One page costs the same wherever it is.

    https://dev.twitch.tv/docs/api/reference/#get-channel-followers
    """
    if broadcaster_id not in _EVERYONE:
        return []
    everyone = _EVERYONE[broadcaster_id]
    gone = _removed(world, broadcaster_id)

    def row(place: int) -> Row:
        for other in gone:
            place += other <= place
        user_id, since = everyone.at(place)
        return _follower(users.known(user_id), since)

    return Computed(everyone.crowd.size + len(everyone.named) - len(gone), row)


def follower(world: World, broadcaster_id: str, user_id: str) -> Row | None:
    """Return one follower, or None if the user does not follow the channel."""
    since = followed_at(world, broadcaster_id, user_id)
    return None if since is None else _follower(users.known(user_id), since)


def followed(world: World, user_id: str) -> list[Row]:
    """Return the channels that the user follows, newest follow first.

    https://dev.twitch.tv/docs/api/reference/#get-followed-channels
    """
    found = [
        (since, channel.person)
        for channel in broadcasters.CHANNELS
        if (since := followed_at(world, channel.id, user_id)) is not None
    ]
    return [
        {
            "broadcaster_id": person.id,
            "broadcaster_login": person.login,
            "broadcaster_name": person.display_name,
            "followed_at": rfc3339(since),
        }
        for since, person in sorted(found, key=lambda follow: -follow[0])
    ]


def followed_at(world: World, broadcaster_id: str, user_id: str) -> int | None:
    """Return since when (Unix seconds) the user follows the channel, or None."""
    place = _place(broadcaster_id, user_id)
    if place is None or place in _removed(world, broadcaster_id):
        return None
    return _EVERYONE[broadcaster_id].at(place)[1]


def remove(world: World, broadcaster_id: str, user_id: str) -> None:
    """End a follow for good. Nothing happens if there is none."""
    if followed_at(world, broadcaster_id, user_id) is not None:
        key = f"unfollowed/{broadcaster_id}"
        world.write(key, [*world.read(key, []), user_id])


def ever(broadcaster_id: str, place: int) -> str:
    """Return the user ID of the crowd's member at this place, also beyond the last follower."""
    return crowd.user_id(_EVERYONE[broadcaster_id].crowd.index(place))


def crowd_size(broadcaster_id: str) -> int:
    """Return how many of the crowd ever followed the channel."""
    return _EVERYONE[broadcaster_id].crowd.size


def crowd_place(broadcaster_id: str, user_id: str) -> int | None:
    """Return the place that `ever` knows the user by, or None for someone not of the crowd."""
    index = crowd.by_id(user_id)
    return None if index is None else _EVERYONE[broadcaster_id].crowd.place(index)


def _place(broadcaster_id: str, user_id: str) -> int | None:
    return _EVERYONE[broadcaster_id].place(user_id) if broadcaster_id in _EVERYONE else None


def _removed(world: World, broadcaster_id: str) -> list[int]:
    gone = (
        _place(broadcaster_id, user_id)
        for user_id in world.read(f"unfollowed/{broadcaster_id}", [])
    )
    return sorted(place for place in gone if place is not None)


def _follower(person: Person, since: int) -> Row:
    return {
        "followed_at": rfc3339(since),
        "user_id": person.id,
        "user_login": person.login,
        "user_name": person.display_name,
    }
