"""The API's endpoints about videos."""

from helpers.sandbox.api import demands, paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import World, categories, videos


def get_videos(call: Call) -> Answer:
    """GET /videos: the videos with these IDs, of a user, or of a category.

    With IDs the filters and the page size do not count: some libraries send their defaults with
    every call, which Twitch takes (UNCONFIRMED). Only a user's videos have further pages.
    https://dev.twitch.tv/docs/api/reference/#get-videos
    """
    chosen = demands.exactly_one(call, ("id", "user_id", "game_id"))
    if not chosen:  # seen for several of them; for none UNCONFIRMED
        raise call.refused(
            400,
            "Must provide only one of the following query params: "
            "user ID, game ID,or one or more video IDs.",
        )
    with world_of(call) as world:
        if chosen == "id":
            return _by_id(call, world)
        return _of_user(call, world) if chosen == "user_id" else _of_game(call, world)


def _by_id(call: Call, world: World) -> Answer:
    rows = videos.videos(world, call.many("id"))
    if not rows:  # the text is UNCONFIRMED
        raise call.refused(404, "No video was found.")
    return {"data": rows, "pagination": {}}


def _of_user(call: Call, world: World) -> Answer:
    rows = videos.of_user(
        world,
        call.one("user_id"),
        period=call.one("period", "all"),
        sort=call.one("sort", "time"),
        kind=call.one("type", "all"),
    )
    return paging.page(call, rows)  # none for a user who does not exist: UNCONFIRMED


def _of_game(call: Call, world: World) -> Answer:
    game_id = call.one("game_id")
    if game_id not in categories.BY_ID:  # the text is UNCONFIRMED
        raise call.refused(404, "The game in game_id was not found.")
    rows = videos.of_game(
        world,
        game_id,
        language=call.one("language", "all").lower(),
        period=call.one("period", "all"),
        sort=call.one("sort", "time"),
        kind=call.one("type", "all"),
    )
    return {"data": rows[: call.number("first")], "pagination": {}}


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/videos"): get_videos,
}
