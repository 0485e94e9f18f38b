"""The token file: readable by you alone, written whole or not at all.

A save takes the lock, reads the file, changes it, writes a new file beside it and puts that in
its place in one step (see `helpers.private_file`).
"""

import json
import os
import re
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from helpers import private_file
from helpers.errors import TokenFileError
from helpers.patience import LOCK_SECONDS
from helpers.settings import shown
from helpers.tokens.disk_errors import plain_errors

SCHEMA = 1
NOTE = "Tokens are passwords: do not share this file."

MOST_COPIES = 3  # of a damaged file: each holds secrets, and the newest are what helps

Data = dict[str, Any]
FindDamage = Callable[[Data], Collection[str]]  # the names of the entries that cannot be used
Write = Callable[[], None]

_NO_ENTRIES = json.dumps({"schema": SCHEMA}).encode()  # what a missing file stands for
_HAS_MODES = os.name == "posix"

_notices: list[str] = []


def read(path: Path, find_damage: FindDamage) -> Data:
    """Return the entries of the file by name, {} if there is no file.

    A damaged file is kept aside, and what can still be used stays; a file that others may read
    is made private. `take_notices` tells of both. Raises TokenFileError.
    """
    with plain_errors(path, "read"):
        content = _read_bytes(path)
    data, damaged = _parse(path, content, find_damage)
    return change(path, lambda _data: None, find_damage) if damaged else data


def change(path: Path, edit: Callable[[Data], None], find_damage: FindDamage) -> Data:
    """Let `edit` change the entries in place, save them, and return them.

    Raises TokenFileError, as `writing` does.
    """
    with writing(path, find_damage) as (data, write):
        edit(data)
        write()
    return data


@contextmanager
def writing(path: Path, find_damage: FindDamage) -> Iterator[tuple[Data, Write]]:
    """Hold the lock: yields the entries by name, and what writes them as they are when called.

    The folder is made (0700) if there is none; one that exists keeps its mode. Raises
    TokenFileError, also when another program holds the lock for 40 seconds.
    """
    with plain_errors(path, "written"), _locked(path):
        content = _read_bytes(path)
        data, damaged = _parse(path, content, find_damage)
        if damaged:
            _keep_aside(path, content)
        yield data, lambda: _put(path, path, _whole(data))


def check_folder(path: Path) -> None:
    """Make the file's folder (0700), and see whether the file could be saved there.

    Raises TokenFileError if not.
    """
    with plain_errors(path, "written"):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass


def take_notices() -> list[str]:
    """Return what the learner should know about the file, one sentence each, and forget it."""
    taken = _notices.copy()
    _notices.clear()
    return taken


def _tell(notice: str) -> None:
    if notice not in _notices:
        _notices.append(notice)


# --- reading -------------------------------------------------------------------------------


def _read_bytes(path: Path) -> bytes:
    _refuse_unless_ordinary(path)
    try:
        descriptor = private_file.open_to_read(path)
    except FileNotFoundError:
        return _NO_ENTRIES
    with os.fdopen(descriptor, "rb") as file:
        if _HAS_MODES and os.fstat(descriptor).st_mode & 0o077:
            _make_private(path, descriptor)
        return file.read()


def _refuse_unless_ordinary(path: Path) -> None:
    if what := private_file.oddity(path):
        raise TokenFileError(
            f"{shown(path)} is {what}, so it is not used for tokens. "
            "Move it away, then run this cell again."
        )


def _make_private(path: Path, descriptor: int) -> None:
    with suppress(OSError):  # USB sticks and Windows drives keep no mode bits
        os.fchmod(descriptor, 0o600)
    if os.fstat(descriptor).st_mode & 0o077:
        outcome = "This disk cannot make it private: set TWITCH_COURSE_HOME to another one."
    else:
        outcome = "It is private again; if they are strangers, get new tokens."
    _tell(f"Other users of this computer could read {shown(path)}. {outcome}")


def _parse(path: Path, content: bytes, find_damage: FindDamage) -> tuple[Data, bool]:
    """Return the entries that can be used, and whether any could not be."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return {}, True
    schema = data.get("schema") if isinstance(data, dict) else None
    if type(schema) is not int or schema < 1:
        return {}, True
    if schema > SCHEMA:
        raise TokenFileError(
            f"{shown(path)} was written by a newer version of this course, and is left as it is. "
            "Update the course (git pull), then restart the kernel."
        )
    bad = find_damage(data)
    skip = {"schema", "note", *bad}
    return {name: entry for name, entry in data.items() if name not in skip}, bool(bad)


# --- writing -------------------------------------------------------------------------------


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # only now: it takes 15 ms, and reading needs no lock

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = path.with_name(f"{path.name}.lock")
    _refuse_unless_ordinary(lock)
    try:
        with FileLock(lock, timeout=LOCK_SECONDS, mode=0o600, poll_interval=0.01):
            yield
    except Timeout:
        raise TokenFileError(
            f"Another program has been writing {shown(path)} for {LOCK_SECONDS:g} seconds. "
            "Restart the other notebook's kernel, then run this cell again."
        ) from None


def _whole(data: Data) -> bytes:
    return json.dumps({"schema": SCHEMA, "note": NOTE, **data}, indent=2).encode() + b"\n"


def _put(path: Path, target: Path, content: bytes) -> None:
    """Write `content` to `target` (the token file, or a name beside it) in one step."""
    temporary = path.with_name(f"{path.name}.tmp")  # the lock lets one writer in: one name will do
    _refuse_unless_ordinary(temporary)
    private_file.write(target, content, temporary)


def _keep_aside(path: Path, content: bytes) -> None:
    copies = _copies(path)
    same = (copy for copy in copies.values() if _holds(copy, content))
    aside = next(same, None)
    if aside is None:
        aside = path.with_name(f"{path.stem}.damaged-{max(copies, default=0) + 1}{path.suffix}")
        _put(path, aside, content)
        for number in sorted(copies)[: -MOST_COPIES + 1]:
            with suppress(OSError):
                copies[number].unlink()
    _tell(
        f"{shown(path)} was damaged. A copy is kept as {aside.name}; "
        "what could still be read stays in use."
    )


def _copies(path: Path) -> dict[int, Path]:
    """Return what was kept aside before, by its number."""
    pattern = re.compile(rf"{re.escape(path.stem)}\.damaged-(\d{{1,9}}){re.escape(path.suffix)}")
    found = ((pattern.fullmatch(each.name), each) for each in path.parent.iterdir())
    return {int(match[1]): each for match, each in found if match}


def _holds(copy: Path, content: bytes) -> bool:
    with suppress(OSError):
        return stat.S_ISREG(copy.lstat().st_mode) and copy.read_bytes() == content
    return False
