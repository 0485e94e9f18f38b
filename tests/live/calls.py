"""Every call of the notebooks that changes nothing, in the order in which it is made.

A call names what it needs: the app access token, the user access token, or what a call before it
brought, such as the ID of a clip. So each is made with what exists where it is made.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from helpers import helix
from helpers.grants import client_credentials, device_code, openid_connect
from helpers.grants.revoke import revoke
from helpers.grants.validate import validate
from tests.live.place import Place

TWITCHDEV = "141981764"  # a channel that the sandbox plays, too
# What an account is told that has no schedule, no recording, no subscribers or subscription.
_ABSENT = {
    "schedule": (404,),
    "schedule/icalendar": (404,),
    "streams/markers": (404,),
    "subscriptions": (400, 403),
    "subscriptions/user": (404,),
}


@dataclass
class Known:
    """What is known at one place so far: its credentials, and what its answers brought."""

    place: Place
    brought: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Call:
    """One call. `path` is that of the API; "" is a call of the login service.

    `needs` are what must be known before, and `scope` one that the user's token must have.
    `brings` tells where in the answer something for later is: (its name, the way to it).
    `unless`: statuses that may only mean that an account has nothing of the kind.
    """

    name: str
    ask: Callable[[Known], requests.Response]
    path: str = ""
    needs: tuple[str, ...] = ()
    scope: str = ""
    brings: tuple[tuple[str, tuple[str | int, ...]], ...] = ()
    unless: tuple[int, ...] = ()


def _login(name: str, ask: Callable[..., requests.Response], *needs: str, **more: Any) -> Call:
    """A call of the login service; it is given what it needs."""
    return Call(
        name,
        lambda known: ask(known.place, *(known.brought[each] for each in needs)),
        needs=needs,
        **more,
    )


def _api(path: str, token: str, *, scope: str = "", bringing: Any = (), **params: Any) -> Call:
    """A GET of the API. A value in braces, such as "{clip}", is what an earlier call brought."""
    wanted = {each[1:-1] for each in params.values() if str(each).startswith("{")}

    def ask(known: Known) -> requests.Response:
        sent = {
            name: known.brought[value[1:-1]] if str(value).startswith("{") else value
            for name, value in params.items()
        }
        sender = known.brought[token]
        return helix.get(path, token=sender, client_id=known.place.client_id, params=sent)

    return Call(
        f"GET /{path}{'?' if params else ''}{'&'.join(params)} ({token})",
        ask,
        f"/{path}",
        (token, *sorted(wanted)),
        scope,
        bringing,
        _ABSENT.get(path, ()),
    )


APP, USER, REVOKED = "app access token", "user access token", "revoked token"
_SCOPE = "user:read:follows"

CALLS = (
    _login("GET /.well-known/openid-configuration", lambda _: openid_connect.discover()),
    _login("GET /keys", lambda _: openid_connect.keys()),
    _login(
        "POST /token (client credentials)",
        lambda place: client_credentials.request_token(place.client_id, place.client_secret),
        brings=((APP, ("access_token",)),),
    ),
    _login(f"GET /validate ({APP})", lambda _, token: validate(token), APP),
    _login(
        "POST /device",
        lambda place: device_code.request_codes(place.client_id, _SCOPE),
        brings=(("device code", ("device_code",)),),
    ),
    _login(
        "POST /token (device code, too early)",
        lambda place, code: device_code.poll(place.client_id, _SCOPE, code),
        "device code",
    ),
    _login(
        f"GET /validate ({USER})",
        lambda _, token: validate(token),
        USER,
        brings=(("me", ("user_id",)), ("scopes", ("scopes",))),
    ),
    _login(
        f"GET /userinfo ({USER})",
        lambda _, token: openid_connect.user_info(token),
        USER,
        scope="openid",
    ),
    _api("users", APP, login=["twitch", "twitchdev", "twitchgaming"]),
    _api("users", APP),
    _api("users", USER),
    _api("bits/leaderboard", APP),
    _api("channels", APP, broadcaster_id=TWITCHDEV),
    _api("channels", USER, broadcaster_id="{me}"),
    _api("channels/editors", USER, broadcaster_id="{me}", scope="channel:read:editors"),
    _api("channels/followed", USER, user_id="{me}", scope=_SCOPE),
    _api("channels/followers", USER, broadcaster_id="{me}"),
    _api("subscriptions", USER, broadcaster_id="{me}", scope="channel:read:subscriptions"),
    _api("subscriptions/user", USER, broadcaster_id="12826", user_id="{me}"),
    _api("users/blocks", USER, broadcaster_id="{me}", scope="user:read:blocked_users"),
    _api("search/channels", APP, query="twitch", first=5),
    _api("search/channels", APP, query="twitch", live_only=True),
    _api("streams", APP, first=8),
    _api("streams/followed", USER, user_id="{me}", scope=_SCOPE),
    _api("streams/markers", USER, user_id="{me}", scope="user:read:broadcast"),
    _api("streams/tags", APP, broadcaster_id=TWITCHDEV),
    _api("schedule", APP, broadcaster_id=TWITCHDEV, first=25),
    _api("schedule/icalendar", APP, broadcaster_id=TWITCHDEV),
    _api("games/top", APP, first=6, bringing=(("game", ("data", 0, "name")),)),
    _api("games", APP, name="{game}"),
    _api("search/categories", APP, query="art"),
    _api(
        "videos",
        APP,
        user_id=TWITCHDEV,
        type="archive",
        first=5,
        bringing=(("video", ("data", 0, "id")),),
    ),
    _api("videos", APP, id="{video}"),
    _api(
        "clips",
        APP,
        broadcaster_id=TWITCHDEV,
        first=6,
        bringing=(("clip", ("data", 0, "id")),),
    ),
    _api("clips", APP, id="{clip}"),
    # The end: the run takes back the token that it was given.
    _login(
        "POST /revoke",
        lambda place, token: revoke(place.client_id, token),
        APP,
        brings=((REVOKED, ()),),
    ),
    _login(f"GET /validate ({REVOKED})", lambda _, token: validate(token), REVOKED),
    _api("users", REVOKED, login="twitchdev"),
)
