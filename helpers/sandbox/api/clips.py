"""The API's endpoints about clips."""

from helpers.sandbox.api import demands, paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import categories, clips, users

_LENGTH = "30"  # seconds


def get_clips(call: Call) -> Answer:
    """GET /clips: the clips with these IDs, or the most viewed of a broadcaster or a category.

    With IDs the filters and the page size do not count (UNCONFIRMED).
    https://dev.twitch.tv/docs/api/reference/#get-clips
    """
    chosen = demands.exactly_one(call, ("broadcaster_id", "game_id", "id"))
    # Both texts are those of Twitch's command line tool, for the service itself UNCONFIRMED.
    if not chosen:
        raise call.refused(400, "one of broadcaster_id, game_id, or id is required")
    start, end = demands.seconds(call, "started_at"), demands.seconds(call, "ended_at")
    if start is None and end is not None:
        raise call.refused(400, "started_at is required if ended_at is provided")
    if chosen == "game_id" and call.one("game_id") not in categories.BY_ID:  # UNCONFIRMED text
        raise call.refused(404, "The game in game_id was not found.")
    with world_of(call) as world:
        if chosen == "id":
            return {"data": clips.clips(world, call.many("id")), "pagination": {}}
        listed = clips.of_game if chosen == "game_id" else clips.of_broadcaster
        featured = call.flag("is_featured")
        rows = listed(world, call.one(chosen), start=start, end=end, featured=featured)
        return paging.page(call, rows)


def create_clip(call: Call) -> Answer:
    """POST /clips: a clip of what is live. Get Clips shows it some seconds later.

    The duration goes in steps of a tenth of a second; another is rounded (UNCONFIRMED).
    https://dev.twitch.tv/docs/api/reference/#create-clip
    """
    broadcaster_id = call.one("broadcaster_id")
    if users.by_id(broadcaster_id) is None:  # the text is UNCONFIRMED
        raise call.refused(400, "The broadcaster in broadcaster_id was not found.")
    title, duration = call.one("title"), round(float(call.one("duration", _LENGTH)), 1)
    with world_of(call) as world:
        clip = clips.create_clip(world, broadcaster_id, demands.owner(call), title, duration)
        if clip is None:
            raise call.refused(404, "Clipping is not possible for an offline channel.")
        return {"data": [clip]}


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/clips"): get_clips,
    ("POST", "/clips"): create_clip,
}
