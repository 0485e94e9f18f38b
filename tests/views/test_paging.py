"""How far a list in pages has come: a line without a person, a bar in a notebook."""

import pytest

from helpers.errors import Refusal
from helpers.views.pictures import paging
from tests.helix.api_server import Answer
from tests.helix.lists import ITEMS, a_list, in_the_middle, pages


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
