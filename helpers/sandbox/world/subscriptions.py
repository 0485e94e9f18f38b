"""Who pays for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from helpers.sandbox.memory import people
from helpers.sandbox.memory.people import Person
from helpers.sandbox.world import broadcasters, follows, users
from helpers.sandbox.world.numbers import Computed, unique
from helpers.sandbox.world.store import Row, World

_POINTS = {"1000": 1, "2000": 2, "3000": 6}


@dataclass(frozen=True)
class _Subscription:
    channel: Person
    user: Person
    tier: str
    gifter: Person | None = None


# Who, to whom, tier, and who paid for it.
_NAMED = (
    ("quiet_viewer", "marta_paints", "1000", ""),
    ("quiet_viewer", "twitchdev", "1000", "kofi_speedruns"),
    ("kofi_speedruns", "twitchdev", "2000", ""),
    ("marta_paints", "twitchdev", "1000", ""),
    ("marta_paints", "kofi_speedruns", "1000", "quiet_viewer"),
    ("twitchdev", "marta_paints", "3000", ""),
    ("twitchdev", "twitchgaming", "1000", ""),
    ("twitchgaming", "kofi_speedruns", "1000", ""),
)


def subscriptions(
    _world: World, broadcaster_id: str, user_ids: Collection[str] = ()
) -> Sequence[Row]:
    """Return the subscriptions to a channel, or those of these users.

    https://dev.twitch.tv/docs/api/reference/#get-broadcaster-subscriptions
    """
    if user_ids:
        found = (_find(broadcaster_id, user_id) for user_id in unique(user_ids))
        return [_row(subscription) for subscription in found if subscription]
    if broadcaster_id not in broadcasters.BY_ID:
        return []
    named = _named(broadcaster_id)

    def row(place: int) -> Row:
        if place < len(named):
            return _row(named[place])
        return _row(_of_crowd(broadcaster_id, place - len(named)))

    return Computed(len(named) + _crowd_size(broadcaster_id), row)


def points(_world: World, broadcaster_id: str) -> int:
    """Return the subscriber points: 1, 2 or 6 for each, by tier."""
    if broadcaster_id not in broadcasters.BY_ID:
        return 0
    tiers = [subscription.tier for subscription in _named(broadcaster_id)]
    tiers += map(_tier, range(_crowd_size(broadcaster_id)))
    return sum(_POINTS[tier] for tier in tiers)


def subscription(_world: World, broadcaster_id: str, user_id: str) -> Row | None:
    """Return what the user's subscription to the channel is, or None.

    The gifter is left out when nobody gave it.
    https://dev.twitch.tv/docs/api/reference/#check-user-subscription
    """
    found = _find(broadcaster_id, user_id)
    if found is None:
        return None
    row = _row(found)
    gift = found.gifter is not None
    hidden = {"plan_name", "user_id", "user_name", "user_login"}
    return {
        name: value
        for name, value in row.items()
        if name not in hidden and (gift or not name.startswith("gifter_"))
    }


def _find(broadcaster_id: str, user_id: str) -> _Subscription | None:
    if broadcaster_id not in broadcasters.BY_ID:
        return None
    for named in _named(broadcaster_id):
        if named.user.id == user_id:
            return named
    place = follows.crowd_place(broadcaster_id, user_id)
    if place is None:
        return None
    number, rest = divmod(place, _step(broadcaster_id))
    is_one = rest == 0 and number < _crowd_size(broadcaster_id)
    return _of_crowd(broadcaster_id, number) if is_one else None


def _named(broadcaster_id: str) -> list[_Subscription]:
    channel = broadcasters.BY_ID[broadcaster_id].person
    return [
        _Subscription(channel, people.BY_LOGIN[who], tier, people.BY_LOGIN.get(gifter))
        for who, whom, tier, gifter in _NAMED
        if whom == channel.login
    ]


def _crowd_size(broadcaster_id: str) -> int:
    return broadcasters.BY_ID[broadcaster_id].subscribers - len(_named(broadcaster_id))


def _step(broadcaster_id: str) -> int:
    # Every so many followers there is a subscriber.
    return follows.crowd_size(broadcaster_id) // max(1, _crowd_size(broadcaster_id))


def _of_crowd(broadcaster_id: str, number: int) -> _Subscription:
    def who(number: int) -> Person:
        return users.known(follows.ever(broadcaster_id, number * _step(broadcaster_id)))

    gifter = who(number - 1) if number % 5 == 2 else None
    channel = broadcasters.BY_ID[broadcaster_id].person
    return _Subscription(channel, who(number), _tier(number), gifter)


def _tier(number: int) -> str:
    return "3000" if number % 23 == 5 else "2000" if number % 7 == 3 else "1000"


def _row(subscription: _Subscription) -> Row:
    channel, user, gifter = subscription.channel, subscription.user, subscription.gifter
    plan = "" if subscription.tier == "1000" else f" Tier {subscription.tier[0]}"
    return {
        "broadcaster_id": channel.id,
        "broadcaster_login": channel.login,
        "broadcaster_name": channel.display_name,
        "gifter_id": gifter.id if gifter else "",
        "gifter_login": gifter.login if gifter else "",
        "gifter_name": gifter.display_name if gifter else "",
        "is_gift": gifter is not None,
        "plan_name": f"Channel Subscription ({channel.login}){plan}",
        "tier": subscription.tier,
        "user_id": user.id,
        "user_name": user.display_name,
        "user_login": user.login,
    }
