"""Lists that come in pages: all of their items, in little memory, and servers that go wrong."""

import tracemalloc

import pytest

from helpers import clock, helix
from helpers.errors import BadAnswer, CourseError, Refusal, TimedOut
from helpers.helix import waiting
from helpers.views.pictures import paging
from tests.helix.api_server import Answer, Api, Asked, serving
from tests.wire.bad_server import answering, http

ITEMS = [{"id": str(number)} for number in range(250)]
BIG_PAGE = 1_000


def a_list(asked: Asked) -> Answer:
    """A list of 250 items, as Twitch pages it."""
    start, size = int(asked.value("after") or 0), int(asked.value("first") or 20)
    end = start + size
    pagination = {"cursor": str(end)} if end < len(ITEMS) else {}
    return Answer({"total": len(ITEMS), "data": ITEMS[start:end], "pagination": pagination})


@pytest.fixture
def serve(monkeypatch):
    servers = []

    def start(answer) -> Api:
        server = serving(answer)
        servers.append(server)
        api = server.__enter__()
        monkeypatch.setenv("TWITCH_COURSE_API_URL", f"{api.base}/helix")
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"{api.base}/oauth2")
        return api

    yield start
    for server in servers:
        server.__exit__(None, None, None)


def pages(path="channels/followers", **changes):
    return helix.pages(path, **{"token": "t", "client_id": "c", **changes})


def sizes(api: Api) -> list[str | None]:
    return [each.value("first") for each in api.asked]


# --- all is well ---------------------------------------------------------------------------------


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


# --- servers that go wrong -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "circle", [["a"], ["a", "b"], ["a", "b", "c"], [str(n) for n in range(17)]]
)
@pytest.mark.parametrize("before", [0, 1, 5])
def test_a_list_that_goes_round_in_circles_is_stopped(serve, circle, before):
    def answer(asked: Asked) -> Answer:
        number = len(api.asked) - 1
        if number > 200:  # nobody stopped it: end the test
            return Answer({"data": []})
        cursor = f"start{number}" if number < before else circle[(number - before) % len(circle)]
        return Answer({"data": ITEMS[:1], "pagination": {"cursor": cursor}})

    api = serve(answer)
    with pytest.raises(BadAnswer, match="does not end"):
        list(pages())
    assert len(api.asked) <= 4 * (before + len(circle)) + 2


def in_the_middle(broken: Answer):
    return lambda asked: broken if asked.value("after") else a_list(asked)


@pytest.mark.parametrize(
    ("status", "message", "said"),
    [
        (401, "Invalid OAuth token", "has expired, was revoked"),
        (
            401,
            "Missing scope: moderator:read:followers",
            "lacks the scope moderator:read:followers",
        ),
        (400, "Invalid cursor.", "cursor"),
        (503, "", "Twitch's side"),
    ],
)
def test_an_error_in_the_middle_is_a_refusal(serve, status, message, said):
    serve(in_the_middle(Answer({"status": status, "message": message}, status)))
    found, came = pages(), []
    with pytest.raises(Refusal, match=said) as caught:
        came.extend(next(found) for _ in range(101))
    assert (caught.value.status, caught.value.message) == (status, message)


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b'{"data": "text"}', b'{"data": {}, "da'])
def test_an_answer_that_is_no_page_is_said_plainly(serve, body):
    serve(in_the_middle(Answer(body)))
    with pytest.raises(BadAnswer):
        list(pages())


def test_a_busy_server_and_the_rate_limit_do_not_end_the_list(serve, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(waiting, "sleep", slept.append)
    reset = str(int(clock.now().timestamp()) + 20)

    def answer(asked: Asked) -> Answer:
        number = len(api.asked)
        if number == 2:
            return Answer({"message": ""}, 503)
        if number == 4:
            return Answer({"message": "Request limit exceeded"}, 429, {"Ratelimit-Reset": reset})
        return a_list(asked)

    api = serve(answer)
    assert list(pages()) == ITEMS
    assert len(api.asked) == 5
    assert 18 < sum(slept) <= 20.5


def test_a_server_that_falls_silent_is_said_plainly(monkeypatch):
    monkeypatch.setattr("helpers.wire.sender.READ_SECONDS", 0.2)
    with answering(hold_open=True) as base:
        monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
        with pytest.raises(TimedOut, match=r"within 0\.2 seconds"):
            next(pages())


def test_a_server_that_hangs_up_after_each_page_is_fine(monkeypatch):
    with answering(http("200 OK", '{"data": [{"id": "1"}]}')) as base:
        monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
        assert list(pages()) == [{"id": "1"}]


# --- what is shown --------------------------------------------------------------------------------


@pytest.fixture
def without_a_person(serve, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    monkeypatch.setenv("TWITCH_COURSE_MODE", "sandbox")
    return serve


def test_without_a_person_one_line_is_printed_at_the_end(without_a_person, capsys):
    without_a_person(a_list)
    assert list(paging.progress(pages(), "follower")) == ITEMS
    assert capsys.readouterr().out == "[SANDBOX] 250 of 250 followers\n"
    for _ in paging.progress(pages(), "follower"):
        break
    assert capsys.readouterr().out == "[SANDBOX] 1 of 250 followers\n"
    without_a_person(lambda _: Answer({"data": ITEMS[:1]}))
    list(paging.progress(pages(), "stream"))
    assert capsys.readouterr().out == "[SANDBOX] 1 stream\n"


class Bars:
    """The bars that were shown, and how often each was changed."""

    def __init__(self, monkeypatch) -> None:
        self.shown: list = []
        self.changes: list[str] = []
        self.now = 0.0
        monkeypatch.setattr(paging, "_in_notebook", lambda: True)
        monkeypatch.setattr(paging, "display", self.display)
        monkeypatch.setattr(paging.time, "monotonic", lambda: self.now)

    def display(self, bar) -> None:
        self.shown.append(bar)
        bar.children[1].observe(lambda change: self.changes.append(change["new"]), "value")


def test_in_a_notebook_a_bar_fills(serve, monkeypatch, capsys):
    serve(a_list)
    bars = Bars(monkeypatch)
    for _ in paging.progress(pages(), "follower"):
        bars.now += 0.01  # 100 items a second
    [shown] = bars.shown
    bar, text = shown.children
    assert (bar.value, bar.max, text.value) == (250, 250, "[SANDBOX] 250 of 250 followers")
    assert bar.layout.display is None
    assert 8 <= len(bars.changes) <= 13  # 2.5 s, four times a second
    assert repr(shown) == text.value  # what a saved notebook says in the bar's place
    assert capsys.readouterr().out == ""


def test_without_a_total_the_number_is_shown_alone(serve, monkeypatch):
    serve(lambda _: Answer({"data": ITEMS[:3]}))
    bars = Bars(monkeypatch)
    list(paging.progress(pages(), "stream"))
    bar, text = bars.shown[0].children
    assert (bar.layout.display, text.value) == ("none", "[SANDBOX] 3 streams")


def test_an_error_leaves_the_number_on_the_bar(serve, monkeypatch):
    serve(in_the_middle(Answer({"message": "Invalid cursor."}, 400)))
    bars = Bars(monkeypatch)
    with pytest.raises(Refusal):
        list(paging.progress(pages(), "follower"))
    assert bars.shown[0].children[1].value == "[SANDBOX] 100 of 250 followers"
