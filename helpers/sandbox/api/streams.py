"""The API's endpoints about what is live."""

from helpers.sandbox.api import demands, paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import streams


def get_streams(call: Call) -> Answer:
    """GET /streams: what is live, most viewers first. `type` makes no difference any more.

    https://dev.twitch.tv/docs/api/reference/#get-streams
    """
    with world_of(call) as world:
        rows = streams.streams(
            world,
            user_ids=call.many("user_id"),
            logins=call.many("user_login"),
            game_ids=call.many("game_id"),
            languages=call.many("language"),
        )
        return paging.page(call, rows)


def get_followed_streams(call: Call) -> Answer:
    """GET /streams/followed: what is live among the channels that the token's owner follows.

    https://dev.twitch.tv/docs/api/reference/#get-followed-streams
    """
    with world_of(call) as world:
        return paging.page(call, streams.followed_streams(world, demands.owner(call)))


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/streams"): get_streams,
    ("GET", "/streams/followed"): get_followed_streams,
}
