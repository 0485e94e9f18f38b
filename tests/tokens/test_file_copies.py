"""Copies of a damaged token file do not pile up: each holds secrets."""

import os

import pytest

from helpers import tokens
from helpers.credentials.secret import Secret
from helpers.tokens import Token, file


@pytest.fixture(autouse=True)
def afterwards():
    yield
    file.take_notices()


def damage(text: str) -> None:
    tokens.save()
    tokens.path().write_text(text)
    assert tokens.peek("app") is None


def copies() -> dict[str, str]:
    return {each.name: each.read_text() for each in tokens.path().parent.glob("*.damaged-*")}


def test_the_newest_three_stay():
    for number in range(1, 7):
        damage(f"damage {number}")
    assert copies() == {
        f"tokens.sandbox.damaged-{number}.json": f"damage {number}" for number in (4, 5, 6)
    }


def test_the_same_damage_is_kept_once():
    for _ in range(3):
        damage("the same")
        damage("another")
    assert sorted(copies().values()) == ["another", "the same"]
    file.take_notices()
    damage("the same")
    (notice,) = file.take_notices()
    assert "A copy is kept as tokens.sandbox.damaged-1.json;" in notice


def test_what_is_no_copy_of_ours_stays():
    tokens.save()
    folder = tokens.path().parent
    strangers = [
        "tokens.sandbox.damaged-x.json",
        "tokens.live.damaged-1.json",
        "notes.damaged-1.txt",
    ]
    for name in strangers:
        (folder / name).write_text("mine")
    for number in range(5):
        damage(f"damage {number}")
    assert {name for name, text in copies().items() if text == "mine"} == set(strangers)


def test_a_copy_that_vanishes_meanwhile_is_no_trouble(tmp_path):
    assert not file._holds(tmp_path / "gone", b"")


@pytest.mark.skipif(os.name == "nt", reason="links and modes as POSIX has them")
def test_a_link_or_an_unreadable_copy_is_in_nobodys_way(tmp_path):
    tokens.save()
    folder = tokens.path().parent
    (tmp_path / "elsewhere").write_text("damage")
    (folder / "tokens.sandbox.damaged-1.json").symlink_to(tmp_path / "elsewhere")
    (folder / "tokens.sandbox.damaged-2.json").mkdir()
    damage("damage")
    assert (folder / "tokens.sandbox.damaged-3.json").read_text() == "damage"
    assert (tmp_path / "elsewhere").read_text() == "damage"


def test_a_copy_that_cannot_be_removed_stops_nobody(monkeypatch):
    for number in range(4):
        damage(f"damage {number}")
    (tokens.path().parent / "tokens.sandbox.damaged-2.json").unlink()
    (tokens.path().parent / "tokens.sandbox.damaged-2.json").mkdir()
    damage("damage 5")
    tokens.save(app=Token(Secret("t"), "app"))
    assert tokens.peek("app").access_token == "t"
