"""What a state file may suffer, made for real: add a row to FAULTS for another trouble.

Each takes the state file and the sandbox's process, and yields while the trouble lasts. It ends as
the sentence says.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from helpers import sandbox

resource = pytest.importorskip("resource", reason="POSIX limits")


@contextmanager
def held(path: Path, _process: int, begin: str) -> Iterator[None]:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(begin)
    yield
    other.close()


@contextmanager
def no_more_bytes(_path: Path, process: int) -> Iterator[None]:
    """As on a disk that fails: nothing can be written any more."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    with suppress(ProcessLookupError):  # it was stopped meanwhile
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@contextmanager
def replaced(path: Path, _process: int, by: Callable[[Path], object]) -> Iterator[None]:
    path.unlink()
    by(path)
    yield
    path.rmdir() if path.is_dir() else path.unlink()


@contextmanager
def overwritten(path: Path, _process: int, data: bytes) -> Iterator[None]:
    other = sqlite3.connect(path)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # nothing is left in the log
    other.execute("SELECT * FROM apps").fetchall()
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()
    other.execute("UPDATE apps SET name = name")  # so that the sandbox reads the file again
    other.commit()
    yield
    other.close()
    path.unlink()


@contextmanager
def newer(path: Path, _process: int) -> Iterator[None]:
    other = sqlite3.connect(path)
    other.executescript(
        "ALTER TABLE tokens RENAME TO new_tokens; ALTER TABLE codes RENAME TO new_codes;"
        "PRAGMA user_version = 99"
    )
    yield
    other.executescript(
        "ALTER TABLE new_tokens RENAME TO tokens; ALTER TABLE new_codes RENAME TO codes;"
        "PRAGMA user_version = 4"
    )
    other.close()


@contextmanager
def without_folder(path: Path, _process: int) -> Iterator[None]:
    away = path.parent.with_name("away")
    path.parent.rename(away)
    yield
    away.rename(path.parent)


def another_state_file(path: Path) -> None:
    sandbox.start(path).stop()


HELD = "another program holds it. Close that program"
DAMAGED = "it is damaged. Delete it and try again"
SOMETHING_ELSE = "there is something else of this name"
# The words are some that must be said.
FAULTS = {
    "held for writing": (held, ("BEGIN IMMEDIATE",), HELD),
    "held alone": (held, ("BEGIN EXCLUSIVE",), HELD),
    "garbage": (overwritten, (b"\xff" * 60_000,), DAMAGED),
    "cut to nothing": (overwritten, (b"",), DAMAGED),
    "a folder": (replaced, (Path.mkdir,), SOMETHING_ELSE),
    "a FIFO": (replaced, (os.mkfifo,), SOMETHING_ELSE),
    "a text": (replaced, (lambda path: path.write_text("thesis" * 99),), "is not a sandbox's"),
    "another sandbox's": (replaced, (another_state_file,), "restart the kernel"),
    "no folder": (without_folder, (), "it cannot be opened (No such file or directory). Check"),
    "a newer version": (newer, (), "was made by another version of the sandbox. Delete it"),
}
if hasattr(resource, "prlimit"):  # Linux
    FAULTS["the disk fails"] = (no_more_bytes, (), "the disk fails to read or write it. Check that")
