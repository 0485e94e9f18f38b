"""The state file while a sandbox runs: opened again when another file, or none, is in its place."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from helpers.sandbox.errors import StateError
from helpers.sandbox.memory import database, trouble

_LOOK_EVERY = 0.001  # seconds
Step = Callable[[sqlite3.Connection], None]


class StateFile:
    """An open state file (path None: in memory). One thread at a time may use it.

    `fill` puts the first rows into a new file. `check` looks at a file that took the place of
    the one before, and raises StateError if it is not to be used.
    """

    def __init__(self, path: Path | None, fill: Step, check: Step, *, reset: bool) -> None:
        self.path = path
        self._fill, self._check = fill, check
        self._closed = False
        self._look_again = 0.0  # when to look whether the file is still in its place
        self._use(database.connect(path, fill, reset=reset))

    def rows(self) -> sqlite3.Connection:
        """Return the connection. Raises StateError if the path leads to nothing usable any more.

        SQLite would go on with a file that was deleted: nobody else would ever read it.
        https://www.sqlite.org/howtocorrupt.html, section 2.4
        """
        if self._closed:
            raise StateError("The sandbox was stopped.")
        if self.path and not self._is_there():
            return self._open_again(self.path)
        assert self._rows is not None  # noqa: S101
        return self._rows

    def said(self, problem: Exception) -> str:
        """Return what to say of an error that a use of the file raised."""
        with suppress(sqlite3.Error):
            if self.path and self._rows and not database.is_of_this_version(self._rows):
                return database.other_version(self.path)
        return trouble.sentence(problem, self.path)

    def close(self) -> str:
        """Close the file. May be called twice. Returns what is wrong with it, "" for nothing."""
        try:
            with trouble.told(self.path):
                self._finish()
        except StateError as problem:
            return str(problem)
        finally:
            self._closed = True
            self._let_go()
        return ""

    def _use(self, rows: sqlite3.Connection) -> None:
        self._rows: sqlite3.Connection | None = rows
        self._identity = database.identity(self.path) if self.path else None
        logs = database.beside(self.path) if self.path else []
        self._logs = {each: database.identity(each) for each in logs}

    def _is_there(self) -> bool:
        if self._rows is None:
            return False
        # In a transaction it is too late. And looking costs a little: once in a request is enough.
        if self._rows.in_transaction or time.monotonic() < self._look_again:
            return True
        self._look_again = time.monotonic() + _LOOK_EVERY
        return database.identity(self.path) == self._identity

    def _open_again(self, path: Path) -> sqlite3.Connection:
        # What was moved away gets all of its own; what comes in its place, nothing of the other's.
        with suppress(sqlite3.Error):
            if self._rows:
                self._rows.execute("PRAGMA wal_checkpoint(PASSIVE)")
        for each, seen in self._logs.items():
            with suppress(OSError):
                if seen and database.identity(each) == seen:
                    each.unlink()
        self._logs = {}
        self._let_go()
        opened = database.connect(path, self._fill, patience=0)
        try:
            self._check(opened)
        except BaseException:
            opened.close()
            raise
        self._use(opened)
        return opened

    def _finish(self) -> None:
        if self.path is None or self._closed:
            return
        if self._rows is None or database.identity(self.path) != self._identity:
            raise StateError(
                f"The state file {self.path.name} was deleted or replaced while the sandbox ran, "
                "so the tokens of this run are gone."
            )
        # As SQLite does it at the end, but SQLite does not say whether it worked.
        self._rows.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _let_go(self) -> None:
        with suppress(sqlite3.Error):
            if self._rows:
                self._rows.close()
        self._rows = None
