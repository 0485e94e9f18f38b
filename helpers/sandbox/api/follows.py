"""The API's endpoints about who follows whom."""

from collections.abc import Sequence

from helpers.sandbox.api import paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import follows
from helpers.sandbox.world.store import Row

_SCOPE = "moderator:read:followers"


def get_followed_channels(call: Call) -> Answer:
    """GET /channels/followed: the channels that the user follows, or one of them.

    https://dev.twitch.tv/docs/api/reference/#get-followed-channels
    """
    broadcaster_id = call.one("broadcaster_id")
    with world_of(call) as world:
        followed = follows.followed(world, call.one("user_id"))
    rows = [row for row in followed if broadcaster_id in ("", row["broadcaster_id"])]
    return _page(call, rows, len(followed))


def get_channel_followers(call: Call) -> Answer:
    """GET /channels/followers: the channel's followers, or one; for strangers only how many.

    Who sees them has a token with the scope moderator:read:followers, and owns the channel.
    Twitch lets its moderators see them, too; the sandbox's channels have none. A channel that
    does not exist has no followers (UNCONFIRMED).
    https://dev.twitch.tv/docs/api/reference/#get-channel-followers
    """
    broadcaster_id, user_id = call.one("broadcaster_id"), call.one("user_id")
    sees_them = broadcaster_id == call.token.user_id and _SCOPE in call.token.scopes
    if user_id and not sees_them:  # the text is UNCONFIRMED
        raise call.refused(401, f"Missing scope: {_SCOPE}")
    with world_of(call) as world:
        followers = follows.followers(world, broadcaster_id)
        if not sees_them:
            return {"total": len(followers), "data": [], "pagination": {}}
        if user_id:
            one = follows.follower(world, broadcaster_id, user_id)
            return _page(call, [one] if one else [], len(followers))
        return _page(call, followers, len(followers))


def _page(call: Call, rows: Sequence[Row], total: int) -> Answer:
    # That `total` counts all, also when one is asked for, is UNCONFIRMED.
    return {"total": total, **paging.page(call, rows)}


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/channels/followed"): get_followed_channels,
    ("GET", "/channels/followers"): get_channel_followers,
}
