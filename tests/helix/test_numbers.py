"""Numbers that are no plain int: what numpy or a fraction brings is a number all the same."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from helpers import helix
from helpers.errors import CourseError
from helpers.helix.parameters import pairs
from tests.helix.api_server import Answer, serving


class Int64:
    """As numpy's: no int, and yet a whole number."""

    def __index__(self) -> int:
        return 7


class Float64:
    """As numpy's float32: .item() gives Python's number."""

    def item(self) -> float:
        return 7.5


class Bool:
    """As numpy's bool: it has no __index__."""

    def __index__(self) -> int:
        raise TypeError

    def item(self) -> bool:
        return True


class Array:
    """As numpy's array of two: .item() is for one."""

    def item(self) -> int:
        raise ValueError("can only convert an array of size 1")


class Text:
    def item(self) -> str:
        return "7"


@pytest.mark.parametrize(
    ("number", "sent"),
    [
        (7, "7"),
        (7.5, "7.5"),
        (True, "true"),
        (False, "false"),
        (Int64(), "7"),
        (Float64(), "7.5"),
        (Bool(), "true"),
        ([Int64(), 8, None], "7 8"),
    ],
)
def test_a_number_is_sent(number, sent):
    assert " ".join(value for _, value in pairs({"first": number})) == sent


@pytest.mark.parametrize("number", [float("nan"), float("-inf"), Array(), Text(), 1j, object()])
def test_what_is_no_number_is_told(number):
    with pytest.raises(CourseError, match="The value of first cannot be sent"):
        pairs({"first": number})


@pytest.mark.parametrize("params", ["id=1", ["id"], 5, [("id", "1")], b"x"])
def test_params_that_are_no_dict_are_told(params):
    with pytest.raises(CourseError, match="params must be a dict"):
        pairs(params)


def test_the_name_of_a_parameter_is_text():
    with pytest.raises(CourseError, match="one is of type int"):
        pairs({5: "x"})


@pytest.mark.parametrize("hours", [-23, 23])
def test_a_time_that_does_not_exist_in_utc_is_told(hours):
    edge = datetime.min if hours > 0 else datetime.max
    with pytest.raises(CourseError, match="too far away"):
        pairs({"started_at": edge.replace(tzinfo=timezone(timedelta(hours=hours)))})


@pytest.mark.parametrize("path", [None, 5, b"users", ["users"]])
def test_a_path_that_is_no_text_is_told(path):
    with pytest.raises(CourseError, match=r"A path (None|of type \w+) is not a path of the Twitch"):
        helix.get(path, token="t", client_id="c")


@pytest.fixture
def api(monkeypatch):
    with serving(lambda _: Answer({"data": [1, 2, 3] * 5})) as served:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", served.base)
        monkeypatch.setenv("TWITCH_COURSE_API_URL", served.base)
        yield served


def test_numbers_in_a_body_and_as_a_limit(api):
    helix.post("x", token="t", client_id="c", json={"a": Int64(), "b": [Float64(), Bool()]})
    assert json.loads(api.asked[0].body) == {"a": 7, "b": [7.5, True]}
    assert len(list(helix.pages("x", token="t", client_id="c", limit=Int64()))) == 7


@pytest.mark.parametrize("limit", [Float64(), Bool(), True, "7", -1, 7.0, object()])
def test_a_limit_that_is_no_whole_number(api, limit):
    with pytest.raises(CourseError, match="limit is no whole number"):
        helix.pages("x", token="t", client_id="c", limit=limit)


# --- the end of a list ------------------------------------------------------------------------


def list_of(monkeypatch, *answers: object) -> list[object]:
    left = list(answers)
    with serving(lambda _: Answer(left.pop(0) if len(left) > 1 else left[0])) as served:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", served.base)
        monkeypatch.setenv("TWITCH_COURSE_API_URL", served.base)
        items = list(helix.pages("x", token="t", client_id="c"))
        assert len(served.asked) == len(answers)
        return items


def page(items: list[int], cursor: str) -> dict[str, object]:
    return {"data": items, "pagination": {"cursor": cursor}}


def test_an_empty_last_page_with_the_old_cursor_is_the_end(monkeypatch):
    assert list_of(monkeypatch, page([1], "a"), page([2], "b"), page([], "b")) == [1, 2]


def test_an_empty_page_with_a_new_cursor_is_not_the_end(monkeypatch):
    assert list_of(monkeypatch, page([1], "a"), page([], "b"), page([2], "")) == [1, 2]


def test_a_full_page_with_the_old_cursor_comes_for_ever(monkeypatch):
    with pytest.raises(CourseError, match="does not end"):
        list_of(monkeypatch, page([1], "a"), page([2], "b"), page([3], "b"))
