"""What the sandbox remembers: its applications, the tokens it issued, who consented to what."""

import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from helpers.sandbox import database
from helpers.sandbox.values import Values

APP_NAME = "Sandbox practice app"
PUBLIC_APP_NAME = "Sandbox practice app (public)"
_CONSENTED = ""  # stands among the granted scopes, so that consent to none is remembered too


@dataclass(frozen=True)
class App:
    """A registered application. A public one has no secret."""

    client_id: str
    name: str
    secret: str | None = field(repr=False)


@dataclass(frozen=True)
class Token:
    """An access token that is alive. An app access token has no user and no scopes."""

    access_token: str = field(repr=False)
    client_id: str
    user_id: str | None
    scopes: tuple[str, ...]
    expires_in: int  # seconds from now


class State:
    """The sandbox's memory, kept in one SQLite file (or none). Safe to use from any thread.

    Raises database.StateError if the file cannot be used.
    """

    def __init__(
        self,
        path: Path | None = None,
        clock: Callable[[], float] = time.time,
        values: Values | None = None,
    ) -> None:
        self._clock = clock
        self._values = values or Values()
        self._rows = database.connect(path, self._register_apps)
        self.apps = {
            row[0]: App(*row)
            for row in self._rows.execute("SELECT client_id, name, secret FROM apps")
        }

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def app(self, *, public: bool) -> App:
        """Return the demo application: the confidential one, or the public one."""
        return next(app for app in self.apps.values() if (app.secret is None) == public)

    # --- tokens ----------------------------------------------------------------------------

    def issue_token(
        self, client_id: str, user_id: str | None = None, scopes: Iterable[str] = ()
    ) -> Token:
        """Return a new access token: the app's own, or a user's with these scopes."""
        granted = tuple(scopes)
        kind = "app token" if user_id is None else f"user token {user_id} {' '.join(granted)}"
        access_token = self._values.text(kind)
        lifetime = self._values.lifetime()
        # OR REPLACE: a seeded start hands out the same tokens as the one before.
        self._rows.execute(
            "INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?, ?)",
            (access_token, client_id, user_id, " ".join(granted), self._now() + lifetime),
        )
        return Token(access_token, client_id, user_id, granted, lifetime)

    def find_token(self, access_token: str) -> Token | None:
        """Return the token, or None if it was never issued or its time is over."""
        row = self._rows.execute(
            "SELECT client_id, user_id, scopes, expires_at FROM tokens WHERE access_token = ?",
            (access_token,),
        ).fetchone()
        if row is None:
            return None
        client_id, user_id, scopes, expires_at = row
        expires_in = expires_at - self._now()
        if expires_in <= 0:
            return None
        return Token(access_token, client_id, user_id, tuple(scopes.split()), expires_in)

    def expire(self, access_token: str) -> None:
        """End the token's life now, as if its `expires_in` seconds had passed."""
        self._rows.execute(
            "UPDATE tokens SET expires_at = ? WHERE access_token = ?", (self._now(), access_token)
        )

    # --- consent ---------------------------------------------------------------------------

    def has_consent(self, user_id: str, client_id: str, scopes: Iterable[str]) -> bool:
        """Tell whether the user granted the application all of these scopes before."""
        rows = self._rows.execute(
            "SELECT scope FROM consents WHERE user_id = ? AND client_id = ?", (user_id, client_id)
        )
        return {row[0] for row in rows}.issuperset([_CONSENTED, *scopes])

    def remember_consent(self, user_id: str, client_id: str, scopes: Iterable[str]) -> None:
        """Remember that the user granted these scopes, beside those granted before."""
        self._rows.executemany(
            "INSERT OR IGNORE INTO consents VALUES (?, ?, ?)",
            [(user_id, client_id, scope) for scope in (_CONSENTED, *scopes)],
        )

    def _register_apps(self, rows: sqlite3.Connection) -> None:
        apps = (
            (self._values.text("client id"), APP_NAME, self._values.text("client secret")),
            (self._values.text("public client id"), PUBLIC_APP_NAME, None),
        )
        rows.executemany("INSERT INTO apps VALUES (?, ?, ?)", apps)

    def _now(self) -> int:
        return int(self._clock())
