"""The sandbox's SQLite file: opening it, creating it, and refusing what is not one.

Several notebook kernels open the same file at once, so every step may be met by another
process that does the same.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from helpers.sandbox.errors import StateError
from helpers.sandbox.memory import schema, trouble

_MARK = 0x54574348  # SQLite's application_id: tells our files from any other database
_CHECKPOINT = 4000  # pages of 4 KiB in the write-ahead log; SQLite's default is 1000
_PATIENCE = 3.0  # seconds that opening it waits for another process


def connect(
    path: Path | None,
    fill: Callable[[sqlite3.Connection], None],
    *,
    reset: bool = False,
    patience: float = _PATIENCE,
) -> sqlite3.Connection:
    """Open the state file (None: in memory), creating it if need be.

    `fill` puts the first rows into a new one; it runs in the transaction that creates the
    tables, so no other process sees half of it. `reset` makes a file new that was there, of
    whatever version. `patience` is how many seconds to wait for another process; the connection
    that comes back does not wait at all. Raises StateError, the file left as it was.
    """
    if path is None:
        return _prepare(_connection(":memory:", 0), fill, reset)
    with trouble.told(path):
        _create_empty(path)
        _refuse_strangers(path, any_version=reset)
        _make_private(path)
        return _opened(path, fill, reset, time.monotonic() + patience)


def _opened(
    path: Path, fill: Callable[[sqlite3.Connection], None], reset: bool, deadline: float
) -> sqlite3.Connection:
    opened = _connection(str(path), max(0, deadline - time.monotonic()))
    try:
        _prepare(opened, fill, reset)
        _share(opened, deadline)
        # When the log has grown so long, SQLite moves it into the file and waits for the
        # disk, in the midst of a request. Less often, several tokens share a page.
        opened.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
        opened.execute("PRAGMA busy_timeout = 0")  # SQLite would stop the whole server meanwhile
    except BaseException:
        opened.close()
        raise
    return opened


def _create_empty(path: Path) -> None:
    for each in beside(path):
        _drop_leftover(path, each)
    # SQLite takes an empty file for a new database. Created here, it is private from the start.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _drop_leftover(path: Path, log: Path) -> None:
    # If the file was deleted, another process may still have it open, and what is beside it. A
    # new file must not share that. What was there before the file was missed is of the old one.
    seen = identity(log)
    if seen and not path.exists() and identity(log) == seen:
        with suppress(FileNotFoundError):
            log.unlink()


def _make_private(path: Path) -> None:
    # Tokens are in it: its owner alone may read it. SQLite gives its mode to what it creates
    # beside it.
    for each in (path, *beside(path)):
        with suppress(OSError):
            if each.is_file():
                each.chmod(0o600)


def _refuse_strangers(path: Path, *, any_version: bool) -> None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise StateError(
            f"The sandbox's state file {path.name} cannot be used: there is something else of "
            "this name, such as a folder. Move it away or choose another name."
        )
    if found.st_size == 0:
        return
    with path.open("rb") as file:
        header = file.read(100)
    # https://www.sqlite.org/fileformat.html#the_database_header: text at 0, marks at 60 and 68.
    if header[:16] != b"SQLite format 3\x00" or header[68:72] != _MARK.to_bytes(4, "big"):
        raise StateError(
            f"{path.name} is not a sandbox's state file. Move it away or choose another name."
        )
    version = int.from_bytes(header[60:64], "big")
    if not any_version and version not in (*schema.MIGRATIONS, schema.VERSION):
        raise StateError(other_version(path))


def beside(path: Path) -> list[Path]:
    """Return where SQLite keeps its logs: beside the file."""
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def identity(path: Path | None) -> tuple[int, int] | None:
    """Return what tells a file from another one that takes its place; None if there is none."""
    try:
        status = os.stat(path or "")  # noqa: PTH116 - twice as fast as Path's
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_of_this_version(opened: sqlite3.Connection) -> bool:
    """Tell whether no other version of the sandbox has changed the file meanwhile."""
    return bool(opened.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION)


def other_version(path: Path) -> str:
    """Return the sentence about a file of another version."""
    return (
        f"The state file {path.name} was made by another version of the sandbox. Delete it and try "
        "again: the sandbox begins a new one, and you ask for new tokens."
    )


def _connection(name: str, patience: float) -> sqlite3.Connection:
    # Autocommit: one statement is one transaction. The server's thread and the notebook's both
    # use the connection; Python's SQLite is built to serialise them.
    opened = sqlite3.connect(name, timeout=patience, isolation_level=None, check_same_thread=False)
    opened.execute("PRAGMA synchronous = NORMAL")
    return opened


def _prepare(
    opened: sqlite3.Connection, fill: Callable[[sqlite3.Connection], None], reset: bool
) -> sqlite3.Connection:
    with opened:  # commits at the end, rolls back after an error
        opened.execute("BEGIN IMMEDIATE")  # one process creates, the others wait here
        found = opened.execute("PRAGMA user_version").fetchone()[0]
        if found == schema.VERSION and not reset:
            return opened  # nothing is written: so it opens on a full disk, too
        if reset:
            _drop_all(opened)
        version = 0 if reset else found
        _run(opened, schema.MIGRATIONS.get(version, ()))
        if version == 0:
            _run(opened, schema.TABLES)
            fill(opened)
            opened.execute(f"PRAGMA application_id = {_MARK}")
        opened.execute(f"PRAGMA user_version = {schema.VERSION}")
    return opened


def _drop_all(opened: sqlite3.Connection) -> None:
    tables = opened.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    _run(opened, [f'DROP TABLE "{name}"' for (name,) in tables])


def _run(opened: sqlite3.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        opened.execute(statement)


def _share(opened: sqlite3.Connection, deadline: float) -> None:
    # Write-ahead logging lets several processes read while one writes. SQLite does not wait
    # for others when it switches, so this does.
    while True:
        try:
            opened.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as problem:
            if not trouble.is_busy(problem) or time.monotonic() > deadline:
                raise
            time.sleep(0.005)
