"""A token file that is no file, too open, damaged, or of a newer course."""

import errno
import json
import os

import pytest

from helpers.errors import TokenFileError
from helpers.tokens import file
from tests.tokens.files import SECRET, mode, read, save

# --- links, folders, pipes where the file belongs --------------------------------------------


@pytest.mark.parametrize("suffix", ["", ".lock", ".tmp"])
@pytest.mark.parametrize("kind", ["link", "dangling link", "folder", "pipe"])
def test_only_an_ordinary_file_is_used(suffix, kind, path, home, tmp_path):
    home.mkdir()
    strange = home / f"{path.name}{suffix}"
    target = tmp_path / "target"
    if kind == "link":
        target.write_text('{"schema": 1}')
    if "link" in kind:
        strange.symlink_to(target)
    elif kind == "folder":
        strange.mkdir()
    else:
        os.mkfifo(strange)
    before = target.read_text() if target.exists() else None

    with pytest.raises(TokenFileError, match="link" if "link" in kind else "no ordinary file"):
        save(path, app=SECRET)
    if not suffix:
        with pytest.raises(TokenFileError, match="link" if "link" in kind else "no ordinary file"):
            read(path)
    assert (target.read_text() if target.exists() else None) == before
    assert strange.is_symlink() == ("link" in kind)


@pytest.mark.parametrize("suffix", ["", ".lock", ".tmp"])
def test_a_link_that_appears_at_the_last_moment_is_not_followed(
    suffix, path, home, tmp_path, monkeypatch
):
    # As if the link were put there between the look and the opening.
    home.mkdir()
    target = tmp_path / "target"
    target.write_text("mine")
    (home / f"{path.name}{suffix}").symlink_to(target)
    monkeypatch.setattr(file, "_refuse_unless_ordinary", lambda path: None)
    if suffix == ".tmp":
        save(path, app=SECRET)  # the link itself is removed
    else:
        with pytest.raises(TokenFileError):
            save(path, app=SECRET)
    assert target.read_text() == "mine"


# --- too open, damaged, newer ----------------------------------------------------------------


def test_a_file_that_others_can_read_is_made_private_and_reported(path):
    save(path, app=SECRET)
    path.chmod(0o644)
    assert read(path) == {"app": SECRET}
    assert mode(path) == 0o600
    [notice] = file.take_notices()
    assert "It is private again" in notice
    assert file.take_notices() == []
    read(path)
    assert file.take_notices() == []


def test_a_disk_without_modes_is_reported_once(path, monkeypatch):
    def fchmod(descriptor, mode):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    save(path, app=SECRET)
    path.chmod(0o644)
    monkeypatch.setattr(os, "fchmod", fchmod)
    assert read(path) == read(path) == {"app": SECRET}
    [notice] = file.take_notices()
    assert "This disk cannot make it private" in notice


def test_where_files_have_no_mode_bits_none_are_looked_at(path, monkeypatch):
    save(path, app=SECRET)
    path.chmod(0o644)
    monkeypatch.setattr(file, "_HAS_MODES", False)  # Windows
    assert read(path) == {"app": SECRET}
    assert file.take_notices() == []


DAMAGED = [
    b"",
    b"{",
    b"\x00" * 100,
    b"\xff\xfe\xfd",
    b"[" * 100_000,
    b"null",
    b'["pr3cious"]',
    b"{}",
    b'{"app": {}}',
    b'{"schema": "1"}',
    b'{"schema": true}',
    b'{"schema": 0}',
    b'{"schema": 1.0}',
    b'{"schema": 1, "app": ',
]


@pytest.mark.parametrize("content", DAMAGED)
@pytest.mark.parametrize("use", [read, lambda path: save(path, app=SECRET)])
def test_a_damaged_file_is_kept_aside_and_reported(use, content, path, home):
    for number in (1, 2, 3):
        home.mkdir(exist_ok=True)
        path.write_bytes(content + b" " * number)
        path.chmod(0o600)
        assert use(path) in ({}, {"app": SECRET})
        [notice] = file.take_notices()
        aside = home / f"tokens.sandbox.damaged-{number}.json"
        assert aside.name in notice
        assert mode(aside) == 0o600
    for number in (1, 2, 3):  # no kept file took the place of another
        aside = home / f"tokens.sandbox.damaged-{number}.json"
        assert aside.read_bytes() == content + b" " * number
    read(path)
    assert file.take_notices() == []


def test_a_damaged_file_that_another_notebook_mended_meanwhile_is_not_lost(path, home, monkeypatch):
    home.mkdir()
    path.write_bytes(b"{")
    real_change = file.change

    def change(*arguments):
        path.write_text('{"schema": 1, "app": "mended"}')
        return real_change(*arguments)

    monkeypatch.setattr(file, "change", change)
    assert read(path) == {"app": "mended"}
    assert not list(home.glob("*damaged*"))


def test_entries_that_cannot_be_used_are_kept_aside_and_the_others_stay(path, home):
    save(path, app="bad", user="good")
    entries = file.read(path, lambda entries: [n for n in entries if entries[n] == "bad"])
    assert entries == {"user": "good"}
    assert read(path) == {"user": "good"}
    assert json.loads((home / "tokens.sandbox.damaged-1.json").read_text())["app"] == "bad"


def test_a_file_of_a_newer_course_is_not_touched(path, home):
    home.mkdir()
    path.write_text('{"schema": 2, "app": [["new"]]}')
    path.chmod(0o600)
    for use in (read, save):
        with pytest.raises(TokenFileError, match="newer version"):
            use(path)
    assert path.read_text() == '{"schema": 2, "app": [["new"]]}'
    assert not list(home.glob("*damaged*"))
