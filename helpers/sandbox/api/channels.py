"""The API's endpoints that look at channels."""

from helpers.sandbox.api import paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import channels, editors


def get_channel_information(call: Call) -> Answer:
    """GET /channels: what these channels say of themselves.

    https://dev.twitch.tv/docs/api/reference/#get-channel-information
    """
    ids = call.many("broadcaster_id")
    with world_of(call) as world:
        return {"data": channels.information(world, ids, call.token.user_id)}


def get_channel_editors(call: Call) -> Answer:
    """GET /channels/editors: who may edit the broadcaster's channel.

    https://dev.twitch.tv/docs/api/reference/#get-channel-editors
    """
    with world_of(call) as world:
        return {"data": editors.editors(world, call.one("broadcaster_id"))}


def search_channels(call: Call) -> Answer:
    """GET /search/channels: the channels that fit the text.

    https://dev.twitch.tv/docs/api/reference/#search-channels
    """
    live_only = call.flag("live_only") or False
    with world_of(call) as world:
        return paging.page(call, channels.search(world, call.one("query"), live_only=live_only))


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/channels"): get_channel_information,
    ("GET", "/channels/editors"): get_channel_editors,
    ("GET", "/search/channels"): search_channels,
}
