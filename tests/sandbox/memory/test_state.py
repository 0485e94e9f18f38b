"""The sandbox's state file: what is refused, what is kept, and several processes at once."""

import sqlite3
import subprocess
import sys

import pytest

from helpers import sandbox
from helpers.sandbox import StateError
from tests.sandbox.box import Box, Browser, Clock
from tests.sandbox.program import is_valid, new_token, refused, running, stop

# --- state files that are none -------------------------------------------------------------


def test_a_state_file_that_is_something_else(tmp_path):
    path = tmp_path / "thesis.txt"
    path.write_text("Chapter one. " * 100)
    path.chmod(0o644)
    before = path.read_bytes(), path.stat().st_mode
    assert "is not a sandbox's state file" in refused("--state", str(path))
    assert (path.read_bytes(), path.stat().st_mode) == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_another_programs_database(tmp_path, mode):
    path = tmp_path / "bookmarks.sqlite"
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA journal_mode = {mode}")
    other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StateError, match="is not a sandbox's state file"):
        sandbox.start(path)
    assert path.read_bytes() == before


def test_a_state_file_of_another_version(tmp_path):
    path = tmp_path / "state"
    sandbox.start(path).stop()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(StateError, match="made by another version of the sandbox"):
        sandbox.start(path)


def test_no_such_folder_and_a_folder(tmp_path):
    assert "No such file or directory" in refused("--state", str(tmp_path / "no" / "state"))
    assert "cannot be used" in refused("--state", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_state_file(tmp_path):
    path = tmp_path / "state"
    sandbox.start(path).stop()
    header = path.read_bytes()[:100]
    path.write_bytes(header + b"\xff" * 5000)
    assert "cannot be used" in refused("--state", str(path))


# --- starting over -------------------------------------------------------------------------


def test_reset_starts_over(tmp_path):
    path = tmp_path / "state"
    with running("--state", str(path)) as (_, card):
        token = new_token(card)
    with running("--state", str(path), "--reset") as (process, fresh):
        assert fresh["client_id"] != card["client_id"]
        assert not is_valid(fresh, token)
        assert is_valid(fresh, new_token(fresh))
        said = f"The state file {path} starts over: no tokens, new applications.\n"
        assert stop(process) == (0, "", said)
    with running("--state", str(path)) as (_, again):
        assert again["client_id"] == fresh["client_id"]


def test_reset_reaches_whoever_uses_the_file(tmp_path):
    first = sandbox.start(tmp_path / "state")
    old, token = first.client_id, Box(first, Clock()).app_token()
    second = sandbox.start(tmp_path / "state", reset=True)
    card = {"id_url": first.id_url}
    assert not is_valid(card, token)
    assert first.client_secret == second.client_secret
    assert is_valid(card, Box(second, Clock()).app_token())
    assert second.client_id != old
    first.stop()
    second.stop()


def test_reset_makes_a_file_of_another_version_new_but_spares_what_is_none(tmp_path):
    path, thesis = tmp_path / "state", tmp_path / "thesis.txt"
    sandbox.start(path).stop()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE later (id INTEGER PRIMARY KEY AUTOINCREMENT)")
        other.execute("INSERT INTO later DEFAULT VALUES")
        other.execute("PRAGMA user_version = 99")
    other.close()
    sandbox.start(path, reset=True).stop()
    sandbox.start(path).stop()
    thesis.write_text("Chapter one. " * 100)
    assert "is not a sandbox's state file" in refused("--state", str(thesis), "--reset")
    assert thesis.read_text().startswith("Chapter one")
    sandbox.start(tmp_path / "new", reset=True).stop()
    sandbox.start(tmp_path / "new").stop()


# --- a state file that is shared -----------------------------------------------------------


def test_state_outlives_a_restart(tmp_path):
    path = tmp_path / "state"
    first = sandbox.start(path)
    box = Box(first, Clock())
    app, user = box.app_token(), box.user_token("clips:edit")
    first.stop()
    second = sandbox.start(path)
    try:
        assert (second.client_id, second.client_secret) == (first.client_id, first.client_secret)
        assert second.public_client_id == first.public_client_id
        card = {"id_url": second.id_url}
        assert is_valid(card, app)
        assert is_valid(card, user)
        browser = Browser(second.id_url)
        again = browser.sign_in(box.request(scope="clips:edit"))
        assert again.status_code == 302  # consent is remembered
    finally:
        second.stop()


def test_tokens_are_known_in_every_process_at_once(tmp_path):
    arguments = ("--state", str(tmp_path / "state"))
    with running(*arguments) as (_, one), running(*arguments) as (_, two):
        assert one["client_id"] == two["client_id"]
        assert is_valid(two, new_token(one))
        assert is_valid(one, new_token(two))


OPENER = """
import sys
from pathlib import Path
from helpers.sandbox.memory.state import State
print("ready", flush=True)
for line in sys.stdin:
    state = State(Path(line.strip()))
    token = state.issue_token(state.app(public=False).client_id).access_token
    print(state.app(public=False).client_id, token, flush=True)
"""


def test_many_processes_create_one_state_file_at_the_same_instant(tmp_path):
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    paths = [tmp_path / f"state{number}" for number in range(10)]
    everything = "".join(f"{path}\n" for path in paths)
    for opener in openers:  # each is ready, and waits for the first path
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write(everything)
        opener.stdin.flush()
    answers = [opener.communicate(timeout=60) for opener in openers]
    assert [err for _, err in answers] == [""] * 6
    rows = [[line.split() for line in out.splitlines()] for out, _ in answers]
    for number in range(len(paths)):
        assert len({row[number][0] for row in rows}) == 1, "one application"
        assert len({row[number][1] for row in rows}) == 6, "six tokens"


def test_an_empty_file_becomes_a_state_file(tmp_path):
    path = tmp_path / "state"
    path.touch()
    sandbox.start(path).stop()
    sandbox.start(path).stop()
