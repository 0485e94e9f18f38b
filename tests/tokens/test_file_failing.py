"""A disk that is full, read-only or forbidden, and a save that is stopped by Ctrl-C."""

import errno
import os
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from helpers import private_file
from helpers.errors import TokenFileError
from helpers.tokens import file
from tests.tokens.files import SECRET, as_nobody, in_child, read, save


def assert_old_and_clean(path):
    assert read(path) == {"app": SECRET}
    assert not path.with_name(f"{path.name}.tmp").exists()


def test_a_really_full_disk(path):
    save(path, app=SECRET)

    def fill():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        save(path, app="x" * 10_000)

    text = in_child(fill)
    assert "the disk, or your share of it, is full" in text
    assert "What was saved before is unchanged." in text
    assert_old_and_clean(path)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "you may not use it"),
        (errno.EIO, "Input/output error"),
    ],
)
@pytest.mark.parametrize(("owner", "call"), [(os, "open"), (os, "fsync"), (Path, "replace")])
def test_a_disk_that_fails_at_any_call(owner, call, code, words, path, monkeypatch):
    save(path, app=SECRET)
    real = getattr(owner, call)

    def fail(first, *arguments, **more):
        on_temporary = call == "fsync" or str(first).endswith(".tmp")
        if on_temporary:
            raise OSError(code, os.strerror(code))
        return real(first, *arguments, **more)

    monkeypatch.setattr(owner, call, fail)
    with pytest.raises(TokenFileError, match=words) as error:
        save(path, app="new")
    assert SECRET not in str(error.value)
    assert error.value.__suppress_context__
    monkeypatch.undo()
    assert_old_and_clean(path)


def test_a_file_that_may_not_be_read(open_folder):
    path = open_folder / "tokens.json"
    if os.getuid() != 0:
        path.chmod(0o000)
    text = as_nobody(lambda: read(path))
    assert text.startswith(f"{path} could not be read: you may not use it.")


def test_a_folder_that_may_not_be_written(open_folder):
    path = open_folder / "tokens.json"
    path.chmod(0o600)
    open_folder.chmod(0o555)
    assert "could not be written: you may not use it." in as_nobody(lambda: save(path, app="new"))
    assert_old_and_clean(path)


def test_a_file_where_the_folder_should_be(path, home):
    home.write_text("not a folder")
    with pytest.raises(TokenFileError, match="could not be read: Not a directory"):
        read(path)
    with pytest.raises(TokenFileError, match="could not be written"):
        save(path, app=SECRET)
    assert home.read_text() == "not a folder"


def lines_of_a_save(path, on_line):
    """Save while calling `on_line` before each line of ours; return how many there are."""
    count = 0

    def trace(frame, event, _argument):
        nonlocal count
        if frame.f_code.co_filename not in (file.__file__, private_file.__file__):
            return None
        if event == "line":
            count += 1
            on_line(count)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        save(path, app="new")
    finally:
        sys.settrace(before)
    return count


def test_ctrl_c_at_any_line_leaves_a_whole_file_a_free_lock_and_no_scraps(path):
    save(path, app=SECRET)
    total = lines_of_a_save(path, lambda line: None)
    outcomes = set()
    for at in range(1, total + 1):
        save(path, app=SECRET)

        def interrupt(line, at=at):
            if line == at:
                raise KeyboardInterrupt

        with ThreadPoolExecutor() as pool:  # a thread each: a tracer that raises leaves traces
            saving = pool.submit(lines_of_a_save, path, interrupt)
        assert type(saving.exception()) is KeyboardInterrupt
        del saving  # the error's frames keep hold of the lock
        outcomes.add(read(path)["app"])
        assert not path.with_name(f"{path.name}.tmp").exists()
        with FileLock(f"{path}.lock", timeout=0):
            pass
    assert total > 40
    assert outcomes == {SECRET, "new"}
