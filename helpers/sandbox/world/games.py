"""Categories as the API shows them: Get Top Games, Get Games, Search Categories."""

from collections import Counter
from collections.abc import Iterable

from helpers.sandbox.world import categories, images, streams
from helpers.sandbox.world.categories import Category
from helpers.sandbox.world.numbers import unique
from helpers.sandbox.world.store import Row, World


def top_games(world: World) -> list[Row]:
    """Return all categories, those with the most viewers now first.

    https://dev.twitch.tv/docs/api/reference/#get-top-games
    """
    viewers: Counter[str] = Counter()
    for row in streams.streams(world):
        viewers[row["game_id"]] += row["viewer_count"]
    ranked = sorted(categories.CATEGORIES, key=lambda game: (-viewers[game.id], game.name))
    return [_game(world, category) for category in ranked]


def games(
    world: World,
    ids: Iterable[str] = (),
    names: Iterable[str] = (),
    igdb_ids: Iterable[str] = (),
) -> list[Row]:
    """Return the categories that exist, each once. Names must be exact.

    https://dev.twitch.tv/docs/api/reference/#get-games
    """
    found = [
        *map(categories.BY_ID.get, ids),
        *map(categories.BY_NAME.get, names),
        *map(categories.BY_IGDB_ID.get, igdb_ids),
    ]
    return [_game(world, category) for category in unique(found) if category]


def search_categories(world: World, query: str) -> list[Row]:
    """Return the categories with all words of the query in their names, in any case.

    https://dev.twitch.tv/docs/api/reference/#search-categories
    """
    words = query.lower().split()
    return [
        {
            "box_art_url": images.address(world, "box-art", category.id, 52, 72),
            "id": category.id,
            "name": category.name,
        }
        for category in categories.CATEGORIES
        if words and all(word in category.name.lower() for word in words)
    ]


def _game(world: World, category: Category) -> Row:
    return {
        "id": category.id,
        "name": category.name,
        "box_art_url": images.address(world, "box-art", category.id, "{width}", "{height}"),
        "igdb_id": category.igdb_id,
    }
