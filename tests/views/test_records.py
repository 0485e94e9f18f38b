"""Records as a table, as pictures with words, and before and after a change."""

import pytest

from helpers import times, views
from helpers.errors import CourseError
from tests.views.forms import everything

SECRET = "marker0secret0marker0secret012"
GAMES = [
    {"name": "Chess", "viewers": 730, "tags": ["calm", "old"]},
    {"name": "Just Chatting", "viewers": 8120, "tags": []},
    {"name": "<script>alert(1)</script>", "viewers": 0, "live": None},
]


# --- the table -------------------------------------------------------------------------------


def test_every_field_of_every_record_is_a_column():
    shown = views.table(GAMES, title="Games")
    assert shown.text.splitlines()[1].split() == ["name", "viewers", "tags", "live"]
    assert "calm, old" in shown.text
    assert "(empty list)" in shown.text
    assert "null" in shown.text
    assert "SANDBOX" in shown.html
    assert "<script>" not in shown.html


def test_columns_are_those_asked_for_in_their_order():
    shown = views.table(GAMES, "viewers", "name")
    assert shown.text.splitlines()[:2] == ["[SANDBOX] 3 rows", "  viewers  name"]
    with pytest.raises(CourseError, match=r"no field 'game'.*name, viewers, tags, live"):
        views.table(GAMES, "game")


def test_an_empty_list_is_a_sentence():
    assert "the list is empty" in views.table([], "name").text


def test_a_long_text_is_cut_and_stays_on_one_line():
    line = views.table([{"text": "word\n" * 100}]).text.splitlines()[2]
    assert line.endswith(" …")
    assert len(line) <= 82


def test_secrets_and_the_port_do_not_show(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    rows = [
        {
            "client_secret": SECRET,
            "inner": {"access_token": SECRET},
            "more": [{"token": SECRET}],
            "picture": "http://127.0.0.1:4711/images/x.svg",
        }
    ]
    for shown in (views.table(rows), views.before_after(rows[0], {"refresh_token": SECRET})):
        assert SECRET not in everything(shown)
        assert "4711" not in everything(shown)
        assert "127.0.0.1:PORT" in shown.text


# --- before and after ------------------------------------------------------------------------


def test_a_change_is_said_in_words():
    before = {"title": "old", "game": "Chess", "delay": 0, "gone": 1}
    after = {"title": "new", "game": "Chess", "delay": False, "come": 1}
    lines = views.before_after(before, after, "title", "game", title="Channel").text.splitlines()
    assert lines[0] == "[SANDBOX] Channel: 1 field changed: title."
    assert lines[2].split() == ["title", "old", "new", "changed"]
    assert lines[3].split() == ["game", "Chess", "Chess", "same"]
    every = views.before_after(before, after)
    assert "(not there)" in every.text
    assert "title, gone, come" in every.text
    assert "changed</strong>" in every.html


def test_no_change_and_an_unknown_field_are_said():
    assert "Nothing changed." in views.before_after({"a": 1}, {"a": 1}).text
    with pytest.raises(CourseError, match="no field 'b'"):
        views.before_after({"a": 1}, {"a": 1}, "b")


# --- pictures --------------------------------------------------------------------------------


def test_bars_are_in_proportion_and_in_words():
    shown = views.bar_chart(GAMES, "name", "viewers", "Viewers")
    assert "Most: Just Chatting, 8,120. Least: <script>alert(1)</script>, 0." in shown.text
    lengths = [line.count("█") for line in shown.text.splitlines()[1:]]
    assert lengths == [3, 30, 0]
    assert "width: 260px" in shown.html
    assert "width: 23px" in shown.html
    assert "<script>" not in shown.html


@pytest.mark.parametrize("value", ["12", None, True, -1, float("nan"), float("inf"), []])
def test_bars_need_numbers(value):
    with pytest.raises(CourseError, match="n has to be a number"):
        views.bar_chart([{"a": "x", "n": value}], "a", "n", "t")


def test_only_zeros_are_drawn_too():
    assert "Most: x, 0." in views.bar_chart([{"a": "x", "n": 0}], "a", "n", "t").text


FOLLOWS = [
    {"user_name": "Third", "followed_at": "2026-11-20T10:00:00Z"},
    {"user_name": "First", "followed_at": "2026-11-10T23:59:59.123456789Z"},
    {"user_name": 'Sec"ond', "followed_at": "2026-11-15T18:00:00+02:00"},
]


def test_the_line_is_in_order_and_in_utc():
    shown = views.timeline(FOLLOWS, "followed_at", "user_name", "Followers")
    assert "3 on the line, from 10 November 2026 to 20 November 2026 (UTC)." in shown.text
    assert [line.split() for line in shown.text.splitlines()[1:]] == [
        ["2026-11-10", "23:59", "First"],
        ["2026-11-15", "16:00", 'Sec"ond'],
        ["2026-11-20", "10:00", "Third"],
    ]
    assert "left: 0.00%" in shown.html
    assert "left: 100.00%" in shown.html
    assert "Sec&#34;ond" in shown.html


def test_one_moment_and_many_are_drawn():
    assert (
        "1 on the line, 20 November 2026"
        in views.timeline(FOLLOWS[:1], "followed_at", "user_name", "x").text
    )
    many = views.timeline(FOLLOWS * 10, "followed_at", "user_name", "x").text
    assert "… and 10 more" in many
    assert len(many.splitlines()) == 22


@pytest.mark.parametrize("text", ["", None, "yesterday", "2026-11-20", "2026-11-20T10:00:00"])
def test_what_is_no_time_is_told(text):
    with pytest.raises(CourseError, match=r"Z\."):
        times.parse(text)


SEGMENTS = [
    {
        "start_time": "2026-11-24T22:00:00Z",
        "end_time": "2026-11-25T01:00:00Z",
        "title": "Late <b>show</b>",
        "category": {"id": "1", "name": "Chess"},
        "canceled_until": None,
    },
    {
        "start_time": "2026-11-26T10:00:00Z",
        "end_time": None,
        "title": "",
        "category": None,
        "canceled_until": "2026-11-26T12:00:00Z",
    },
    {"start_time": "2026-12-01T22:00:00Z", "end_time": "2026-12-02T01:00:00Z", "title": "next"},
]


def test_a_week_has_seven_days_and_says_what_is_later():
    shown = views.week(SEGMENTS, "Schedule")
    lines = shown.text.splitlines()
    assert "2 streams in the seven days from 24 November 2026 on." in lines[0]
    assert "All times are in UTC. 1 more come later." in lines[0]
    assert len(lines) == 8
    assert "22:00–01:00 the next day  Late <b>show</b> (Chess)" in lines[1]
    assert lines[2].endswith("nothing")
    assert lines[3].endswith("10:00  (no title), canceled")
    assert "<b>" not in shown.html
    assert "canceled</strong>" in shown.html


def test_nothing_to_draw_is_a_sentence():
    for shown in (
        views.bar_chart([], "a", "b", "Title"),
        views.timeline([], "a", "b", "Title"),
        views.week(None, "Title"),
        views.gallery([], "a", "b", "Title"),
    ):
        assert "Title" in shown.html
        assert shown.text.endswith(("is empty.", "Nothing is planned."))


def test_a_field_that_is_not_there_is_told():
    for draw in (views.bar_chart, views.timeline, views.gallery):
        with pytest.raises(CourseError, match="no field 'nowhere'"):
            draw(GAMES, "nowhere", "viewers", "t")


def test_colours_are_kept_where_a_notebook_is_not_trusted():
    """JupyterLab takes a colour made with var() away; what is drawn has to be seen all the same."""
    drawn = [
        views.bar_chart(GAMES, "name", "viewers", "t").html,
        views.timeline(FOLLOWS, "followed_at", "user_name", "t").html,
        views.week(SEGMENTS, "t").html,
    ]
    for html in drawn:
        assert "#7d6bc9" in html
        assert "background-color: var" not in html
        assert "<svg" not in html
