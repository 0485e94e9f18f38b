"""The sandbox's API: categories and videos."""

import pytest

from tests.sandbox.api.desk import refusal
from tests.sandbox.ids import TWITCHDEV, VIEWER

ONE_OF = (
    "Must provide only one of the following query params: "
    "user ID, game ID,or one or more video IDs."
)


def names(rows):
    return [row["name"] for row in rows]


# --- categories ----------------------------------------------------------------------------


def test_top_games_follow_the_viewers_page_by_page(desk):
    viewers = {}
    for row in desk.rows("GET", "/streams", first="100"):
        viewers[row["game_id"]] = viewers.get(row["game_id"], 0) + row["viewer_count"]
    every = desk.rows("GET", "/games/top", by="app", first="100")
    counts = [viewers.get(row["id"], 0) for row in every]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    assert [row for page in desk.pages("/games/top", first="7") for row in page] == every


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"id": ["743", "509660", "743", "1"]}, ["Chess", "Art"]),
        ({"name": ["Art", "art", "Chess"]}, ["Art", "Chess"]),
        ({"igdb_id": "9100101"}, ["Lantern Hollow"]),
        ({"name": "Art", "id": ["743", "509660"], "igdb_id": "9100743"}, ["Chess", "Art"]),
        ({"id": ["1"] * 40, "name": ["x"] * 40, "igdb_id": ["1"] * 20}, []),
    ],
)
def test_games_by_id_and_exact_name(desk, asked, found):
    assert names(desk.rows("GET", "/games", **asked)) == found


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "at least one name, id, or igdb_id is required"),
        ({"name": ""}, "at least one name, id, or igdb_id is required"),
        ({"id": ["1"] * 60, "name": ["x"] * 41}, "you may only pass up to 100 ids and names"),
    ],
)
def test_games_that_cannot_be_asked_for(desk, asked, message):
    assert refusal(desk.call("GET", "/games", **asked)) == (400, message)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("CHESS", ["Chess"]),
        ("trams tiny", ["Tiny Harbour: Tides & Trams"]),
        ("&", ["Food & Drink", "Science & Technology", "Makers & Crafting",
               "Travel & Outdoors", "Talk Shows & Podcasts", "Tiny Harbour: Tides & Trams"]),
        ("nothing of the kind", []),
        (" ", []),
    ],
)  # fmt: skip
def test_search_wants_all_words(desk, query, found):
    assert names(desk.rows("GET", "/search/categories", query=query)) == found
    pages = desk.pages("/search/categories", query=query, first="2")
    assert [name for page in pages for name in names(page)] == found


# --- videos --------------------------------------------------------------------------------


def test_pages_hold_every_video_of_a_user_once(desk):
    pages = desk.pages("/videos", user_id=TWITCHDEV, first="100")
    rows = [row for page in pages for row in page]
    assert len(pages) > 2
    assert len({row["id"] for row in rows}) == len(rows)
    times = [row["created_at"] for row in rows]
    assert times == sorted(times, reverse=True)


def test_videos_by_id_in_the_order_asked_for_whatever_else_is_sent(desk):
    ids = [row["id"] for row in desk.rows("GET", "/videos", user_id=TWITCHDEV, first="30")]
    asked = ids[::-1]
    defaults = {"first": "20", "period": "all", "sort": "time", "type": "highlight", "after": "x"}
    answer = desk.call("GET", "/videos", id=[*asked, "1"], **defaults)
    assert [row["id"] for row in answer.body["data"]] == asked
    assert answer.body["pagination"] == {}


@pytest.mark.parametrize("kind", ["archive", "highlight", "upload"])
def test_videos_of_one_kind(desk, kind):
    rows = desk.rows("GET", "/videos", user_id=TWITCHDEV, type=kind)
    assert {row["type"] for row in rows} == {kind}


def test_periods_and_sorting(desk):
    def ids(**asked):
        rows = desk.rows("GET", "/videos", user_id=TWITCHDEV, first="100", **asked)
        return [row["id"] for row in rows]

    counts = [len(ids(period=period)) for period in ("day", "week", "month")]
    assert 0 < counts[0] < counts[1] <= counts[2]
    rows = desk.rows("GET", "/videos", user_id=TWITCHDEV, sort="views", first="100")
    views = [row["view_count"] for row in rows]
    assert views == sorted(views, reverse=True)
    assert ids() == ids(sort="time") == ids(sort="") == ids(period="all", type="all")
    assert len({tuple(ids(sort=sort)) for sort in ("time", "views", "trending")}) == 3


def test_videos_of_a_category_have_one_page(desk):
    answer = desk.call("GET", "/videos", game_id="743", first="100")
    assert len(answer.body["data"]) > 10
    assert answer.body["pagination"] == {}
    assert len(desk.rows("GET", "/videos", game_id="743")) == 20
    spoken = {row["language"] for row in desk.rows("GET", "/videos", game_id="743", language="PT")}
    assert spoken == {"pt"}
    assert desk.rows("GET", "/videos", game_id="743", language="de") == []


def test_periods_and_sorting_of_a_category(desk):
    def found(**asked):
        asked = {"game_id": "1469308723", "language": "en", "first": "100", **asked}
        return desk.rows("GET", "/videos", **asked)

    counts = [len(found(period=period)) for period in ("day", "week", "month")]
    assert 0 < counts[0] < counts[1] <= counts[2]
    assert {row["language"] for row in found()} == {"en"}
    for sort, field in (("time", "created_at"), ("views", "view_count")):
        values = [row[field] for row in found(sort=sort)]
        assert values == sorted(values, reverse=True)
    assert (
        len({tuple(row["id"] for row in found(sort=s)) for s in ("time", "views", "trending")}) == 3
    )


@pytest.mark.parametrize(
    ("asked", "status", "message"),
    [
        ({}, 400, ONE_OF),
        ({"sort": "time"}, 400, ONE_OF),
        ({"id": "1", "user_id": TWITCHDEV}, 400, ONE_OF),
        ({"game_id": "743", "user_id": TWITCHDEV}, 400, ONE_OF),
        ({"id": ["1", "2"]}, 404, "No video was found."),
        ({"game_id": "1"}, 404, "The game in game_id was not found."),
        ({"user_id": TWITCHDEV, "after": "nonsense"}, 400, "Invalid cursor."),
    ],
)
def test_videos_that_cannot_be_asked_for(desk, asked, status, message):
    assert refusal(desk.call("GET", "/videos", **asked)) == (status, message)


@pytest.mark.parametrize("filters", [{"period": "year"}, {"sort": "length"}, {"type": "film"}])
def test_filters_that_there_are_not(desk, filters):
    answer = desk.call("GET", "/videos", user_id=TWITCHDEV, **filters)
    assert answer.status == 400
    assert "value must be one of" in answer.message


def test_who_never_streamed_has_no_videos(desk):
    assert desk.rows("GET", "/videos", user_id=VIEWER) == []


def test_the_recording_of_a_live_stream_grows(fresh):
    def newest():
        return fresh.rows("GET", "/videos", user_id=TWITCHDEV, type="archive", first="1")[0]

    before = newest()
    fresh.clock.now += 60
    after = newest()
    assert after["id"] == before["id"]
    assert (before["duration"], after["duration"]) == ("2h13m0s", "2h14m0s")


def test_videos_cannot_be_deleted_here(desk):
    id_ = desk.rows("GET", "/videos", user_id=TWITCHDEV, first="1")[0]["id"]
    assert desk.call("DELETE", "/videos", id=id_).status == 501
