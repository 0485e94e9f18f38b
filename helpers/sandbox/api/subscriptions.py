"""The API's endpoints about subscriptions."""

from helpers.sandbox.api import paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import subscriptions


def get_broadcaster_subscriptions(call: Call) -> Answer:
    """GET /subscriptions: who subscribes to the broadcaster, or which of these users do.

    `total` and `points` count all subscriptions, whoever is asked for (UNCONFIRMED).
    https://dev.twitch.tv/docs/api/reference/#get-broadcaster-subscriptions
    """
    broadcaster_id, user_ids = call.one("broadcaster_id"), call.many("user_id")
    if user_ids and (call.one("after") or call.one("before")):
        # Twitch says not to send both. That it refuses, and the text, are UNCONFIRMED.
        raise call.refused(400, "A cursor must not be used together with user_id.")
    with world_of(call) as world:
        everyone = subscriptions.subscriptions(world, broadcaster_id)
        if user_ids:
            rows = [*subscriptions.subscriptions(world, broadcaster_id, user_ids)]
            shown = {"data": rows, "pagination": {}}
        else:
            shown = paging.page(call, everyone)
        points = subscriptions.points(world, broadcaster_id)
    return {**shown, "points": points, "total": len(everyone)}


def check_user_subscription(call: Call) -> Answer:
    """GET /subscriptions/user: the user's subscription to the broadcaster; 404 without one.

    https://dev.twitch.tv/docs/api/reference/#check-user-subscription
    """
    with world_of(call) as world:
        found = subscriptions.subscription(world, call.one("broadcaster_id"), call.one("user_id"))
    if found is None:  # the text is UNCONFIRMED
        raise call.refused(404, "The user is not subscribed to the broadcaster.")
    return {"data": [found]}


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/subscriptions"): get_broadcaster_subscriptions,
    ("GET", "/subscriptions/user"): check_user_subscription,
}
