"""Pictures of what is no list of records: a sentence says what is wanted, and how to get it."""

import time
from fractions import Fraction

import pytest

from helpers import helix, views
from helpers.errors import CourseError
from helpers.views.pictures import charts, records, week
from tests.views.anything import Read

ROW = {"name": "Chess", "n": 1, "when": "2026-11-24T22:00:00Z"}
DRAWERS = {
    "table": views.table,
    "bar_chart": lambda rows: views.bar_chart(rows, "name", "n", "Title"),
    "timeline": lambda rows: views.timeline(rows, "when", "name", "Title"),
    "gallery": lambda rows: views.gallery(rows, "name", "n", "Title"),
    "week": lambda rows: views.week(rows, "Title"),
}


@pytest.mark.parametrize("name", DRAWERS)
@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("text", "This is a str."),
        (7, "This is an int."),
        (float("nan"), "This is a float."),
        ({"data": [ROW]}, r"This is one dict: if it is one record, write \[record\]\."),
        ([None], "In this list stands None."),
        ([ROW, "text"], "In this list stands a str."),
        ([[ROW]], "In this list stands a list."),
        (iter([ROW]), r"Write list\(…\) around it\."),
    ],
)
def test_what_is_no_list_of_records_gets_a_sentence(name, rows, sentence):
    with pytest.raises(CourseError, match=rf"{name}\(…\) takes a list of records.*{sentence}"):
        DRAWERS[name](rows)


@pytest.mark.parametrize("name", ["table", "bar_chart", "timeline", "gallery"])
def test_none_gets_a_sentence(name):
    with pytest.raises(CourseError, match=r"such as helix\.data\(response\).*This is None\."):
        DRAWERS[name](None)


def test_a_schedule_instead_of_its_segments_gets_a_sentence():
    with pytest.raises(CourseError, match=r'schedule\["segments"\]'):
        views.week({"segments": []}, "Title")


@pytest.mark.parametrize("pair", [(None, ROW), (ROW, "text"), ([ROW], [ROW])])
def test_before_and_after_are_two_records(pair):
    with pytest.raises(CourseError, match="compares two records"):
        views.before_after(*pair)


@pytest.mark.parametrize("size", [None, "240", 0, -1, 1.5, float("nan"), True, 10**9])
@pytest.mark.parametrize("side", ["width", "height"])
def test_the_size_of_a_picture_is_a_number_of_pixels(side, size):
    with pytest.raises(CourseError, match=f"{side} has to be a whole number of pixels"):
        views.gallery([ROW], "name", "n", "Title", **{side: size})


@pytest.mark.parametrize("pages", [None, [ROW], "users", iter([ROW])])
def test_progress_is_told_at_once_that_these_are_no_pages(pages):
    with pytest.raises(CourseError, match=r"takes what helix\.pages\(…\) returns"):
        views.progress(pages)


def test_no_page_is_asked_for_before_the_loop(sandbox):
    assert views.progress(helix.pages("users", token="t", client_id="c"))


# --- records of any kind, and many of them -----------------------------------------------------


def test_mixed_records_are_one_table():
    shown = views.table([{"a": 1}, {2: "b", None: [None]}, {}])
    assert shown.text.splitlines()[1].split() == ["a", "2", "null"]
    Read(shown.html)


@pytest.mark.parametrize("number", [True, "12", -1, float("inf"), 1e15, None, 10**400])
def test_what_is_no_length_of_a_bar_gets_a_sentence(number):
    with pytest.raises(CourseError, match="has to be a number from 0 on"):
        views.bar_chart([{"a": "x", "n": number}], "a", "n", "Title")


def test_the_numbers_of_numpy_and_fractions_are_numbers():
    rows = [{"a": "x", "n": Fraction(1, 2)}, {"a": "y", "n": 1.5}]
    assert "Most: y, 1.5. Least: x, 0.5." in views.bar_chart(rows, "a", "n", "Title").text


@pytest.mark.parametrize("when", ["9999-12-31T23:00:00Z", "0001-01-01T00:00:00Z"])
def test_a_week_at_the_edge_of_time_is_drawn(when):
    assert "1 stream in the seven days" in views.week([{"start_time": when}], "Title").text


def test_many_records_are_drawn_in_part_and_soon():
    many = 100_000
    rows = [ROW | {"start_time": ROW["when"]}] * many
    began = time.process_time()
    drawn = {name: draw(rows) for name, draw in DRAWERS.items() if name != "gallery"}
    assert time.process_time() - began < 8
    for shown in drawn.values():
        assert len(shown.html) < 1_000_000
    for name, most in (
        ("table", f"first {records.MOST_ROWS} of 100,000 rows"),
        ("bar_chart", f"first {charts.MOST_DRAWN} of 100,000 bars"),
        ("timeline", f"first {charts.MOST_DRAWN} of 100,000 marks"),
        ("week", f"Of each day, the first {week.MOST} are drawn."),
    ):
        assert most in drawn[name].text
    wide = views.table([{str(each): each for each in range(1_000)}])
    assert "Drawn are the first 50 of 1,000 fields." in wide.text
