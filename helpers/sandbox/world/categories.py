"""The categories. Those of Twitch's own have their real IDs; the games are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """A game or another thing to stream."""

    id: str
    name: str
    igdb_id: str = ""  # empty: not a game


CATEGORIES = (
    Category("509658", "Just Chatting"),
    Category("1469308723", "Software and Game Development"),
    Category("509660", "Art"),
    Category("26936", "Music"),
    Category("509667", "Food & Drink"),
    Category("509670", "Science & Technology"),
    Category("509673", "Makers & Crafting"),
    Category("509672", "Travel & Outdoors"),
    Category("417752", "Talk Shows & Podcasts"),
    Category("743", "Chess", "9100743"),
    Category("2100100101", "Lantern Hollow", "9100101"),
    Category("2100100102", "Skyhook Courier", "9100102"),
    Category("2100100103", "Tiny Harbour: Tides & Trams", "9100103"),
    Category("2100100104", "Mossback Runner 2", "9100104"),
    Category("2100100105", "Orbit Gardeners", "9100105"),
    Category("2100100106", "The Cartographer's Cat", "9100106"),
)

BY_ID = {category.id: category for category in CATEGORIES}
BY_NAME = {category.name: category for category in CATEGORIES}
BY_IGDB_ID = {category.igdb_id: category for category in CATEGORIES if category.igdb_id}


def name_of(category_id: str) -> str:
    """Return the category's name. It is empty for no category."""
    return BY_ID[category_id].name if category_id in BY_ID else ""
