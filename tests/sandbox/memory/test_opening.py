"""Opening the state file: who may read it, and what is said when it cannot be opened."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from helpers import sandbox
from helpers.sandbox.errors import StateError
from helpers.sandbox.memory import database
from tests.sandbox.box import Box, Clock
from tests.sandbox.program import POSIX, refused

ENDINGS = ("", "-wal", "-shm", "-journal")


# --- for its owner alone --------------------------------------------------------------------


@pytest.fixture(params=[0, 0o022], ids=oct)
def umask(request) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}


@POSIX
@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("there", [(), ("",), ENDINGS], ids=["new", "there", "all there"])
def test_all_of_it_is_private_from_the_start(tmp_path, monkeypatch, there):
    path = tmp_path / "state"
    if there:
        sandbox.start(path).stop()
    for ending in there:
        file = path.with_name(path.name + ending)
        file.touch()
        file.chmod(0o644)
    seen: list[dict[str, int]] = []

    def watched(*arguments: object, **options: object) -> sqlite3.Connection:
        seen.append(modes(tmp_path))  # before SQLite has read or made anything
        return Watched(*arguments, **options)  # type: ignore[arg-type]

    class Watched(sqlite3.Connection):
        def execute(self, *arguments: object) -> sqlite3.Cursor:
            done = super().execute(*arguments)  # type: ignore[arg-type]
            seen.append(modes(tmp_path))
            return done

    monkeypatch.setattr(database.sqlite3, "connect", watched)
    running = sandbox.start(path)
    Box(running, Clock()).app_token()
    assert {name for each in seen for name in each} >= {"state", "state-wal", "state-shm"}
    assert {mode for each in seen for mode in each.values()} == {0o600}
    running.stop()


# --- what cannot be opened ------------------------------------------------------------------


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)


def without_applications(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("DELETE FROM apps")
        other.commit()


def instead(path: Path, make: object) -> None:
    path.unlink()
    make(path)  # type: ignore[operator]


UNUSABLE = {
    "a newer version": (newer, "was made by another version of the sandbox. Delete it"),
    "damaged": (damaged, "it is damaged. Delete it"),
    "no applications": (without_applications, "it is damaged. Delete it"),
    "a folder": (lambda path: instead(path, Path.mkdir), "something else of this name"),
    "a FIFO": (lambda path: instead(path, os.mkfifo), "something else of this name"),
    "a link to nothing": (
        lambda path: instead(path, lambda it: it.symlink_to("nothing")),
        "it cannot be opened (No such file or directory)",
    ),
    "a log that is a folder": (
        lambda path: path.with_name("state.sqlite3-wal").mkdir(),
        "it cannot be opened. Check that its folder",
    ),
}


@POSIX
@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_opened_is_said_in_one_line(tmp_path, name):
    spoil, words = UNUSABLE[name]
    path = tmp_path / "state.sqlite3"
    sandbox.start(path).stop()
    spoil(path)
    said = refused("--state", str(path))
    assert words in said
    assert "state.sqlite3" in said
    assert str(tmp_path) not in said


def test_a_file_that_another_program_holds(tmp_path):
    path = tmp_path / "state.sqlite3"
    sandbox.start(path).stop()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        before = time.monotonic()
        with pytest.raises(StateError, match=r"another program holds it\. Close that"):
            sandbox.start(path)
        assert time.monotonic() - before < 4.5
    sandbox.start(path).stop()


# --- what a notebook asks a running sandbox for ---------------------------------------------


def test_a_notebook_is_told_and_the_server_goes_on(tmp_path):
    path = tmp_path / "state.sqlite3"
    running = sandbox.start(path)
    box = Box(running, Clock())
    token, secret = box.app_token(), running.client_secret
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for ask in (running.new_secret, lambda: running.expire(token)):
            before = time.monotonic()
            with pytest.raises(StateError, match="another program holds it") as caught:
                ask()
            assert time.monotonic() - before < 3
            assert caught.value._render_traceback_() == [str(caught.value)]
        assert running.client_secret == secret
    assert running.new_secret() == running.client_secret != secret
    running.expire(token)
    url = f"{running.id_url}/validate"
    assert requests.get(url, headers={"Authorization": f"OAuth {token}"}).status_code == 401
    assert running.stop() == ""
    assert running.stop() == ""


def test_a_secret_is_known_while_the_file_is_away(tmp_path):
    path = tmp_path / "state.sqlite3"
    running = sandbox.start(path)
    secret = running.client_secret
    path.unlink()
    path.mkdir()
    assert running.client_secret == secret
    assert "was deleted or replaced" in running.stop()
    assert running.client_secret == secret
