"""What the sandbox remembers: its applications, the tokens it issued, who consented to what.

The modules codes, device_codes and refresh_tokens keep theirs in the same file.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from helpers.sandbox.memory import database
from helpers.sandbox.memory.values import Values

APP_NAME = "Sandbox practice app"
PUBLIC_APP_NAME = "Sandbox practice app (public)"
MAX_TOKENS = 50  # access tokens alive at once, for each user and application
_INSERT = (
    # OR REPLACE: a seeded start hands out the same tokens as the one before.
    "INSERT OR REPLACE INTO tokens VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
    " (SELECT coalesce(max(number), 0) + 1 FROM tokens WHERE user_id = ?3 AND client_id = ?2))"
)
_CONSENTED = ""  # stands among the granted scopes, so that consent to none is remembered too


@dataclass(frozen=True)
class App:
    """A registered application. A public one has no secret."""

    client_id: str
    name: str
    secret: str | None = field(repr=False)


@dataclass(frozen=True)
class Token:
    """An access token that is alive. An app access token has no user and no scopes.

    `refresh_token` is known only when the token is issued.
    """

    access_token: str = field(repr=False)
    client_id: str
    user_id: str | None
    scopes: tuple[str, ...]
    expires_in: int  # seconds from now
    refresh_token: str | None = field(default=None, repr=False)
    userinfo: tuple[str, ...] = ()  # the claims that /userinfo adds for it


class State:
    """The sandbox's memory, kept in one SQLite file (or none). Safe to use from any thread.

    Raises StateError if the file cannot be used.
    """

    def __init__(
        self,
        path: Path | None = None,
        clock: Callable[[], float] = time.time,
        values: Values | None = None,
        *,
        reset: bool = False,
    ) -> None:
        self._clock = clock
        self.values = values or Values()
        self._lock = threading.RLock()
        self._rows = database.connect(path, self._register_apps, reset=reset)
        self._last: dict[bool, App] = {}  # the applications as they were when the file was closed

    def close(self) -> None:
        """Close the file. May be called twice."""
        with suppress(sqlite3.Error):
            self._last = {public: self.app(public=public) for public in (False, True)}
        self._rows.close()

    def now(self) -> int:
        """Return the Unix second that it is."""
        return int(self._clock())

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Do several steps as one: no other thread or process comes between, all or none count.

        Inside another transaction it is a part of that one.
        """
        return self._begun("BEGIN IMMEDIATE")

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Read several things as they are at one moment. Other processes may write meanwhile.

        To write, use `transaction()`, and not inside of this.
        """
        return self._begun("BEGIN DEFERRED")  # https://www.sqlite.org/isolation.html

    @contextmanager
    def _begun(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._rows.in_transaction:
                yield self._rows
                return
            with self._rows:  # commits at the end, rolls back after an error
                self._rows.execute(begin)
                yield self._rows

    def _execute(self, statement: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        # One step needs no BEGIN and COMMIT: SQLite makes a transaction of each statement. The
        # lock keeps it out of a transaction that another thread is in.
        with self._lock:
            return self._rows.execute(statement, values)

    # --- applications ----------------------------------------------------------------------

    def app(self, *, public: bool) -> App:
        """Return the demo application, confidential or public. Works when closed, too."""
        if self._last:
            return self._last[public]
        test = "IS NULL" if public else "IS NOT NULL"
        row = self._rows.execute(f"SELECT client_id, name, secret FROM apps WHERE secret {test}")  # noqa: S608
        return App(*row.fetchone())

    def find_app(self, client_id: str) -> App | None:
        """Return the application with this client ID, or None."""
        row = self._rows.execute(
            "SELECT client_id, name, secret FROM apps WHERE client_id = ?", (client_id,)
        ).fetchone()
        return App(*row) if row else None

    def new_secret(self) -> str:
        """Give the confidential application another secret, and return it. Tokens stay alive.

        Twitch says only that the old secret stops working; that tokens live on is UNCONFIRMED.
        https://dev.twitch.tv/docs/authentication/register-app/
        """
        with self.transaction() as rows:
            old = self.app(public=False)
            secret = old.secret
            while secret == old.secret:  # a seeded start may draw again what it drew before
                secret = self.values.text("new client secret")
            rows.execute("UPDATE apps SET secret = ? WHERE client_id = ?", (secret, old.client_id))
        return str(secret)

    # --- tokens ----------------------------------------------------------------------------

    def issue_token(
        self,
        client_id: str,
        user_id: str | None = None,
        scopes: Iterable[str] = (),
        refresh_token: str | None = None,
        userinfo: Iterable[str] = (),
    ) -> Token:
        """Return a new access token: the app's own, or a user's with these scopes.

        With a refresh token it lives for about 4 hours, else for about 58 days.
        """
        granted, claims = tuple(scopes), tuple(userinfo)
        kind = "app token" if user_id is None else f"user token {user_id} {' '.join(granted)}"
        if refresh_token is not None:
            kind = f"refreshable {kind}"
        access_token = self.values.text(kind)
        lifetime = self.values.lifetime() if refresh_token is None else self.values.short_lifetime()
        row = (
            access_token,
            client_id,
            user_id,
            " ".join(granted),
            self.now() + lifetime,
            refresh_token,
            " ".join(claims),
        )
        if user_id is None:
            self._execute(_INSERT, row)
        else:
            with self.transaction() as rows:
                rows.execute(_INSERT, row)
                self._drop_oldest(rows, client_id, user_id)
        return Token(access_token, client_id, user_id, granted, lifetime, refresh_token, claims)

    def find_token(self, access_token: str) -> Token | None:
        """Return the token, or None if it was never issued, was revoked, or its time is over."""
        row = self._rows.execute(
            "SELECT client_id, user_id, scopes, expires_at, userinfo FROM tokens"
            " WHERE access_token = ?",
            (access_token,),
        ).fetchone()
        if row is None:
            return None
        client_id, user_id, scopes, expires_at, userinfo = row
        expires_in = expires_at - self.now()
        if expires_in <= 0:
            return None
        return Token(
            access_token,
            client_id,
            user_id,
            tuple(scopes.split()),
            expires_in,
            userinfo=tuple(userinfo.split()),
        )

    def expire(self, access_token: str) -> None:
        """End the token's life now, as if its `expires_in` seconds had passed."""
        self._execute(
            "UPDATE tokens SET expires_at = ? WHERE access_token = ?", (self.now(), access_token)
        )

    def revoke(self, client_id: str, access_token: str) -> bool:
        """End the token's life for good. False if this application has no such living token."""
        done = self._execute(
            "DELETE FROM tokens WHERE access_token = ? AND client_id = ? AND expires_at > ?",
            (access_token, client_id, self.now()),
        )
        return done.rowcount == 1

    def _drop_oldest(self, rows: sqlite3.Connection, client_id: str, user_id: str) -> None:
        # Whether token 51 ends the first one or is refused is UNCONFIRMED.
        # https://github.com/twitchdev/issues/issues/986
        rows.execute(
            "DELETE FROM tokens WHERE user_id = :user AND client_id = :client AND number NOT IN"
            " (SELECT number FROM tokens WHERE user_id = :user AND client_id = :client"
            " AND expires_at > :now ORDER BY number DESC LIMIT :most)",
            {"user": user_id, "client": client_id, "now": self.now(), "most": MAX_TOKENS},
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
        with self.transaction() as rows:
            rows.executemany(
                "INSERT OR IGNORE INTO consents VALUES (?, ?, ?)",
                [(user_id, client_id, scope) for scope in (_CONSENTED, *scopes)],
            )

    def connections(self, user_id: str) -> list[tuple[App, tuple[str, ...]]]:
        """Return the applications that the user said yes to, each with the granted scopes."""
        granted: dict[App, list[str]] = {}
        for *app, scope in self._rows.execute(
            "SELECT client_id, name, secret, scope FROM consents JOIN apps USING (client_id)"
            " WHERE user_id = ? ORDER BY name, scope",
            (user_id,),
        ):
            granted.setdefault(App(*app), []).append(scope)
        return [(app, tuple(filter(None, scopes))) for app, scopes in granted.items()]

    def disconnect(self, user_id: str, client_id: str) -> None:
        """End all that there is between a user and an application: tokens, codes, consent."""
        with self.transaction() as rows:
            for table in ("tokens", "refresh_tokens", "codes", "device_codes", "consents"):
                rows.execute(
                    f"DELETE FROM {table} WHERE user_id = ? AND client_id = ?",  # noqa: S608
                    (user_id, client_id),
                )

    def _register_apps(self, rows: sqlite3.Connection) -> None:
        apps = (
            (self.values.text("client id"), APP_NAME, self.values.text("client secret")),
            (self.values.text("public client id"), PUBLIC_APP_NAME, None),
        )
        rows.executemany("INSERT INTO apps VALUES (?, ?, ?)", apps)
