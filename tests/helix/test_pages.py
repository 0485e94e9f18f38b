"""Lists that come in pages: all of their items, in little memory."""

import tracemalloc

import pytest

from helpers.errors import CourseError
from tests.helix.api_server import Answer, Api, Asked
from tests.helix.lists import ITEMS, a_list, pages

BIG_PAGE = 1_000


def sizes(api: Api) -> list[str | None]:
    return [each.value("first") for each in api.asked]


def test_every_item_comes_once_and_in_order(serve):
    api = serve(a_list)
    found = pages(params={"broadcaster_id": "7", "x": ["1", "2"]})
    assert api.asked == []
    assert list(found) == ITEMS
    same = [("broadcaster_id", "7"), ("x", "1"), ("x", "2")]
    assert [each.query for each in api.asked] == [
        [("first", "100"), *same],
        [("first", "100"), *same, ("after", "100")],
        [("first", "100"), *same, ("after", "200")],
    ]
    assert len({each.connection for each in api.asked}) == 1
    assert list(found) == []


@pytest.mark.parametrize(
    ("limit", "count", "asked"),
    [
        (0, 0, []),
        (1, 1, ["1"]),
        (100, 100, ["100"]),
        (101, 101, ["100", "100"]),
        (250, 250, ["100", "100", "100"]),
        (9999, 250, ["100", "100", "100"]),
    ],
)
def test_a_limit_stops_early_and_asks_for_no_more(serve, limit, count, asked):
    api = serve(a_list)
    assert list(pages(limit=limit)) == ITEMS[:count]
    assert sizes(api) == asked


@pytest.mark.parametrize("limit", [-1, True, 1.5, "5"])
def test_a_limit_that_is_none_is_said_at_once(serve, limit):
    serve(a_list)
    with pytest.raises(CourseError, match="Give the number of items"):
        pages(limit=limit)


def test_wrong_use_is_said_before_the_first_item(serve):
    serve(a_list)
    with pytest.raises(CourseError, match="not a path"):
        pages("https://x.example")
    with pytest.raises(CourseError, match="forwards"):
        pages(params={"before": "x"})
    with pytest.raises(CourseError, match="Add client_id"):
        pages(client_id=None)


@pytest.mark.parametrize(
    ("path", "params", "first"),
    [
        ("polls", {}, "20"),
        ("/schedule/", {}, "25"),
        ("streams", {"first": 7}, "7"),
        ("polls", {"first": "3"}, "3"),
        ("eventsub/subscriptions", {"first": None}, None),
    ],
)
def test_the_page_is_as_large_as_it_may_be(serve, path, params, first):
    api = serve(lambda _: Answer({"data": [], "pagination": {}}))
    assert list(pages(path, params=params)) == []
    assert sizes(api) == [first]


def test_it_starts_after_a_given_cursor(serve):
    api = serve(a_list)
    assert list(pages(params={"after": "100"})) == ITEMS[100:]
    first = ("first", "100")
    assert [each.query for each in api.asked] == [[first, ("after", a)] for a in ("100", "200")]


@pytest.mark.parametrize("end", [{}, {"cursor": ""}, {"cursor": None}, None, "", [], "missing"])
def test_every_form_of_the_end_is_understood(serve, end):
    body = {"data": ITEMS[:3]} | ({} if end == "missing" else {"pagination": end})
    api = serve(lambda _: Answer(body))
    assert list(pages()) == ITEMS[:3]
    assert len(api.asked) == 1


def test_the_schedule_and_extensions_have_shapes_of_their_own(serve):
    serve(lambda _: Answer({"data": {"segments": ITEMS[:3], "vacation": None}, "pagination": {}}))
    assert list(pages("schedule")) == ITEMS[:3]
    serve(lambda _: Answer({"data": {"segments": None}, "pagination": {}}))
    assert list(pages("schedule")) == []
    serve(lambda _: Answer({"data": None, "pagination": {}}))
    assert list(pages("schedule")) == []
    serve(
        lambda asked: Answer(
            {"data": ITEMS[3:5], "pagination": ""}
            if asked.value("after")
            else {"data": ITEMS[:3], "pagination": "next"}
        )
    )
    assert list(pages("extensions/live")) == ITEMS[:5]


def test_an_empty_page_in_the_middle_is_not_the_end(serve):
    def answer(asked: Asked) -> Answer:
        place = int(asked.value("after") or 0)
        data = [] if place == 1 else [ITEMS[place]]
        return Answer({"data": data, "pagination": {"cursor": str(place + 1)} if place < 2 else {}})

    serve(answer)
    assert list(pages()) == [ITEMS[0], ITEMS[2]]


def test_each_page_is_told(serve):
    serve(a_list)
    told: list[tuple[int, int | None]] = []
    list(pages(on_page=lambda *seen: told.append(seen)))
    assert told == [(100, 250), (200, 250), (250, 250)]
    told.clear()
    list(pages(limit=150, on_page=lambda *seen: told.append(seen)))
    assert told == [(100, 150), (150, 150)]


@pytest.mark.parametrize("total", [None, -1, True, "many", 1.5])
def test_a_total_that_is_no_number_is_not_known(serve, total):
    serve(lambda _: Answer({"data": ITEMS[:2], "total": total}))
    found = pages()
    list(found)
    assert found.total is None


def test_leaving_early_hangs_up_and_asks_for_no_more(serve):
    api = serve(a_list)
    for item in pages():
        assert item == ITEMS[0]
        break
    found = pages()
    next(found)
    found.close()
    assert list(found) == []
    assert len(api.asked) == 2
    assert len(list(pages())) == 250  # and another list is not touched by it


def test_a_hundred_thousand_followers_fit_into_little_memory(serve):
    page = [{"user_id": f"{number}", "user_name": f"name{number}"} for number in range(BIG_PAGE)]
    last = 100_000 // BIG_PAGE
    bodies = {
        number: str({"data": page, "pagination": {"cursor": f"{number}"} if number < last else {}})
        .replace("'", '"')
        .encode()
        for number in (1, last)
    }

    def answer(asked: Asked) -> Answer:
        number = int(asked.value("after") or 0) + 1
        body = bodies[last if number == last else 1]
        return Answer(body.replace(b'"cursor": "1"', b'"cursor": "%d"' % number))

    api = serve(answer)
    list(pages(limit=BIG_PAGE))  # what is loaded once is not counted
    api.asked.clear()
    tracemalloc.start()
    try:
        count, peaks = 0, []
        for _ in pages(params={"first": str(BIG_PAGE)}):
            count += 1
            if count % 10_000 == 0:
                peaks.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
    assert (count, len(api.asked)) == (100_000, last)
    # The whole list would take 30 MB; it does not grow with the pages, either.
    assert peaks[-1] < 3_000_000
    assert peaks[-1] < peaks[0] + 500_000
