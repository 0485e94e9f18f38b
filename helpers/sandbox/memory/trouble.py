"""Why the state file cannot be used: one sentence that says what is wrong and what to do.

Python 3.10 tells SQLite's errors apart by their texts alone: https://www.sqlite.org/rescode.html
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.sandbox.errors import StateError

_AGAIN = "and try again"
# Words of SQLite's or the system's text; what is wrong; what to do.
_CAUSES = (
    (
        ("lock",),
        "another program holds it",
        f"Close that program or wait until it is done, {_AGAIN}",
    ),
    (
        ("full", "no space", "quota"),
        "the disk is full",
        f"Free some space {_AGAIN}",
    ),
    (
        ("readonly", "read-only", "denied", "not permitted"),
        "it may not be written",
        f"Make the file and its folder writable {_AGAIN}",
    ),
    (
        ("i/o error", "input/output", "too large"),
        "the disk fails to read or write it",
        f"Check that the disk works and has free space, {_AGAIN}",
    ),
    (
        ("unable to open", "no such file", "a directory", "too many"),
        "it cannot be opened",
        f"Check that its folder exists and may be written, {_AGAIN}",
    ),
    (
        ("malformed", "not a database", "no such table", "column", "decode", "corrupt"),
        "it is damaged",
        f"Delete it {_AGAIN}: the sandbox begins a new one, and you ask for new tokens",
    ),
)
# An error of any other class is a mistake in our statements.
_NOT_OURS = (sqlite3.OperationalError, sqlite3.DatabaseError)


def is_trouble(problem: Exception) -> bool:
    """Tell whether this is the file's trouble, not a mistake of the sandbox."""
    return isinstance(problem, StateError) or type(problem) in _NOT_OURS


def is_busy(problem: sqlite3.Error) -> bool:
    """Tell whether another process holds the file, so that it is worth to ask again."""
    return "lock" in str(problem)


def sentence(problem: Exception, path: Path | None) -> str:
    """Return what to say of an error. Of the path it says the file's name alone."""
    if isinstance(problem, StateError):
        return str(problem)
    name = f"state file {path.name}" if path else "memory"
    return f"The sandbox's {name} cannot be used: {_reason(problem)}."


@contextmanager
def told(path: Path | None) -> Iterator[None]:
    """Raise StateError in place of what SQLite or the system raises about the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as problem:
        if isinstance(problem, OSError) or is_trouble(problem):
            raise StateError(sentence(problem, path)) from None
        raise


def _reason(problem: Exception) -> str:
    said = (problem.strerror if isinstance(problem, OSError) else None) or str(problem)
    for words, cause, cure in _CAUSES:
        if any(word in said.lower() for word in words):
            detail = f" ({said})" if isinstance(problem, OSError) else ""
            return f"{cause}{detail}. {cure}"
    return said
