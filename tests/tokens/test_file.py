"""The token file on a real disk: private, on the disk for good, one writer at a time."""

import errno
import json
import os
import stat
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from helpers.errors import TokenFileError
from helpers.tokens import file as token_file
from tests.tokens.files import SECRET, all_good, mode, read, save


def test_what_is_saved_is_read_and_nothing_else_is_left(path, home):
    assert read(path) == {}
    assert not home.exists()
    assert save(path, app={"a": 1}) == {"app": {"a": 1}}
    save(path, user={"b": "ä\ud800"})
    assert read(path) == {"app": {"a": 1}, "user": {"b": "ä\ud800"}}
    assert {file.name for file in home.iterdir()} == {path.name, f"{path.name}.lock"}
    assert path.read_text().startswith('{\n  "schema": 1,\n  "note": "Tokens are passwords')


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_folder_file_and_lock_are_private_whatever_the_umask(umask, path, home):
    before = os.umask(umask)
    try:
        save(path, app=SECRET)
    finally:
        os.umask(before)
    assert mode(home) == 0o700
    assert mode(path) == mode(home / f"{path.name}.lock") == 0o600


def test_the_file_is_private_from_its_first_byte(path, monkeypatch):
    modes = []
    real_open = os.open

    def watched_open(file, flags, *arguments, **more):
        descriptor = real_open(file, flags, *arguments, **more)
        if flags & os.O_CREAT and str(file).endswith(".tmp"):
            modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
            assert flags & os.O_EXCL
        return descriptor

    monkeypatch.setattr(os, "open", watched_open)
    before = os.umask(0)
    try:
        save(path, app=SECRET)
    finally:
        os.umask(before)
    assert modes == [0o600]


def test_everything_is_on_the_disk_before_and_after_the_rename(path, monkeypatch):
    steps = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor):
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        real_fsync(descriptor)

    def replace(source, target):
        steps.append("replace")
        assert json.loads(source.read_bytes())["app"] == SECRET
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    save(path, app=SECRET)
    assert steps == ["sync file", "replace", "sync folder"]


def test_a_folder_that_cannot_be_synced_is_no_failure(path, monkeypatch):
    real_fsync = os.fsync

    def fsync(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "no")
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    save(path, app=SECRET)
    assert read(path) == {"app": SECRET}


def test_the_folder_may_be_a_link(tmp_path, home, path):
    (tmp_path / "elsewhere").mkdir()
    home.symlink_to(tmp_path / "elsewhere")
    save(path, app=SECRET)
    assert read(path) == {"app": SECRET}


def test_an_existing_folder_keeps_its_mode(path, home):
    home.mkdir()
    home.chmod(0o750)
    save(path, app=SECRET)
    assert (mode(home), mode(path)) == (0o750, 0o600)


def test_what_a_killed_writer_left_is_removed(path, home):
    save(path, app="old")
    leftover = home / f"{path.name}.tmp"
    leftover.write_text(SECRET)
    save(path, app="new")
    assert not leftover.exists()
    assert read(path) == {"app": "new"}


def test_a_failing_edit_changes_nothing(path, home):
    save(path, app="old")

    def edit(entries):
        entries.clear()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        token_file.change(path, edit, all_good)
    assert read(path) == {"app": "old"}
    save(path, app="new")  # and the lock is free


# --- others at the same time -----------------------------------------------------------------


def test_a_lock_that_stays_taken_is_a_plain_error(path, monkeypatch):
    save(path, app=SECRET)
    monkeypatch.setattr(token_file, "LOCK_SECONDS", 0.05)
    with FileLock(f"{path}.lock"), pytest.raises(TokenFileError, match=r"for 0\.05 seconds"):
        save(path, app="new")
    assert read(path) == {"app": SECRET}


def test_threads_take_turns(path):
    threads = [
        threading.Thread(target=lambda name=f"thread {n}": save(path, **{name: SECRET}))
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read(path)) == 20
