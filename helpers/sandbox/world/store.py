"""What the learner changed in the world, in one table of the state file."""

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]  # one object of an answer of the API

SCHEMA = """CREATE TABLE IF NOT EXISTS world (
    key TEXT PRIMARY KEY,  -- topic/user ID, such as blocks/141981764
    value TEXT NOT NULL  -- JSON
) WITHOUT ROWID"""


@dataclass(frozen=True)
class World:
    """The world at one moment, seen through one transaction. Not for longer than that."""

    rows: sqlite3.Connection
    now: int  # Unix seconds
    base: str  # where the sandbox's images are, such as http://127.0.0.1:1234
    changed: bool  # before the first change there is no table
    _read: dict[str, Any] = field(default_factory=dict, repr=False)

    def read(self, key: str, default: Any = None) -> Any:
        """Return what was written under the key, else the default. Not to be changed in place."""
        if key not in self._read:
            self._read[key] = self._stored(key)
        value = self._read[key]
        return default if value is None else value

    def _stored(self, key: str) -> Any:
        if not self.changed:
            return None
        row = self.rows.execute("SELECT value FROM world WHERE key = ?", (key,)).fetchone()
        try:
            return json.loads(row[0]) if row else None
        except (TypeError, ValueError):
            raise sqlite3.DatabaseError("malformed JSON") from None

    def write(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold, in place of the one before."""
        text = json.dumps(value)
        self.rows.execute(SCHEMA)
        self.rows.execute("INSERT OR REPLACE INTO world VALUES (?, ?)", (key, text))
        self._read[key] = json.loads(text)


def opened(rows: sqlite3.Connection, now: int, base: str) -> World:
    """Return the world. `rows` is the connection that State.transaction() hands out.

    The table comes with the first change, so a state file that has none is no older version.
    """
    found = rows.execute("SELECT 1 FROM sqlite_master WHERE name = 'world'").fetchone()
    return World(rows, now, base.rstrip("/"), changed=found is not None)


def reset(rows: sqlite3.Connection) -> None:
    """Forget every change. Tokens and consents stay: they are not the world's."""
    rows.execute("DROP TABLE IF EXISTS world")
