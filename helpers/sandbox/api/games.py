"""The API's endpoints about categories."""

from helpers.sandbox.api import paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import games

MAX_GAMES = 100


def get_top_games(call: Call) -> Answer:
    """GET /games/top: the categories, most viewers first.

    https://dev.twitch.tv/docs/api/reference/#get-top-games
    """
    with world_of(call) as world:
        return paging.page(call, games.top_games(world))


def get_games(call: Call) -> Answer:
    """GET /games: the categories asked for, at most 100 in all.

    https://dev.twitch.tv/docs/api/reference/#get-games
    """
    ids, names, igdb_ids = call.many("id"), call.many("name"), call.many("igdb_id")
    count = sum(len(call.query.get(name, ())) for name in ("id", "name", "igdb_id"))
    # Both texts are those of Twitch's command line tool, for the service itself UNCONFIRMED.
    if not any((*ids, *names, *igdb_ids)):
        raise call.refused(400, "at least one name, id, or igdb_id is required")
    if count > MAX_GAMES:
        raise call.refused(400, f"you may only pass up to {MAX_GAMES} ids and names")
    with world_of(call) as world:
        return {"data": games.games(world, ids, names, igdb_ids)}


def search_categories(call: Call) -> Answer:
    """GET /search/categories: the categories with all words of the query in their names.

    https://dev.twitch.tv/docs/api/reference/#search-categories
    """
    with world_of(call) as world:
        return paging.page(call, games.search_categories(world, call.one("query")))


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/games/top"): get_top_games,
    ("GET", "/games"): get_games,
    ("GET", "/search/categories"): search_categories,
}
