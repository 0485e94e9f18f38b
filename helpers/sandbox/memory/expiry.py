"""Deletes what has expired, a little at a time, so that the state file does not grow for ever.

No index helps: it would be one more page to write for each token. So each round looks at some
rows in the order of their keys, and the next one goes on where it stopped.
"""

import secrets
import sqlite3
import string

EVERY = 100  # tokens and codes issued from one round to the next
ROWS = (
    200  # looked at in each table and round; so a table is gone through twice as fast as it grows
)
_KEYS = {
    "tokens": "access_token",
    "refresh_tokens": "refresh_token",  # a spent one has its 30 days, too: it shows a replay
    "codes": "code",
    "device_codes": "device_code",
}


class Expiry:
    """One process's way through the tables. It begins anywhere, because most are short."""

    def __init__(self) -> None:
        start = secrets.choice(string.ascii_letters + string.digits)
        self._reached = dict.fromkeys(_KEYS, start)

    def round(self, rows: sqlite3.Connection, now: int) -> None:
        """Look at the next rows of each table, from the end back to the beginning once."""
        for table in _KEYS:
            left = self._go_on(rows, table, ROWS, now)
            if left:
                self._reached[table] = ""
                self._go_on(rows, table, left, now)

    def _go_on(self, rows: sqlite3.Connection, table: str, most: int, now: int) -> int:
        """Return how many rows are left to look at, because the table's end was reached."""
        key, start = _KEYS[table], self._reached[table]
        seen, last = rows.execute(
            f"SELECT count(*), max(key) FROM (SELECT {key} AS key FROM {table}"  # noqa: S608
            f" WHERE {key} > ? ORDER BY {key} LIMIT ?)",
            (start, most),
        ).fetchone()
        if seen:
            rows.execute(
                f"DELETE FROM {table} WHERE {key} > ? AND {key} <= ? AND expires_at <= ?",  # noqa: S608
                (start, last, now),
            )
            self._reached[table] = last
        return most - int(seen)
