"""Which folder keeps the tokens: the course's own, or one in the learner's home."""

import os
from pathlib import Path

import pytest

from helpers import own_folder

ANOTHER = 12345  # the account of somebody else


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A course that is the learner's own, with a home elsewhere."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_DATA_HOME", "JUPYTERHUB_SERVICE_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "course"
    folder.mkdir()
    return folder


def in_home(course: Path) -> bool:
    chosen = own_folder.choose(course)
    assert chosen == course / "saved" or chosen.is_relative_to(Path.home())
    return chosen != course / "saved"


def test_a_clone_of_ones_own_keeps_them(course):
    assert not in_home(course)
    (course / "saved").mkdir()
    assert not in_home(course)


def test_a_folder_saved_of_ones_own_is_enough(course):
    (course / "saved").mkdir()
    course.chmod(0o555)
    assert not in_home(course)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")


@needs_root
@pytest.mark.parametrize("what", ["the course", "saved"])
def test_what_belongs_to_another_account_is_not_used_even_if_it_could_be(course, monkeypatch, what):
    folder = course if what == "the course" else course / "saved"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o777)
    os.chown(folder, ANOTHER, ANOTHER)
    assert not in_home(course), "root may: in a container, a mounted folder is another account's"
    monkeypatch.setattr(os, "geteuid", lambda: ANOTHER + 1)
    assert in_home(course)
    monkeypatch.setattr(os, "geteuid", lambda: ANOTHER)
    assert not in_home(course)


@pytest.mark.parametrize("variable", ["HOME", "XDG_DATA_HOME"])
def test_on_a_hub_that_runs_everybody_as_one_account_the_homes_differ(
    course, monkeypatch, tmp_path, variable
):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/anna/")
    chosen = set()
    for person in ("anna", "bob"):
        monkeypatch.setenv(variable, str(tmp_path / person))
        chosen.add(own_folder.choose(course))
    assert len(chosen) == 2
    monkeypatch.setenv("HOME", str(tmp_path))
    assert own_folder.choose(course) == course / "saved", "as on Binder: the clone is in the home"
