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

from helpers.sandbox.errors import StateError
from helpers.sandbox.memory import expiry, patience, trouble
from helpers.sandbox.memory.state_file import StateFile
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

    Raises StateError if the file cannot be opened. Later on, every method raises StateError or
    sqlite3.Error when the file is in trouble; helpers.sandbox.memory.trouble says it in words.
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
        self._expiry, self._issued = expiry.Expiry(), 0
        self._last: dict[bool, App] = {}  # the applications as they were last seen
        self._file = StateFile(path, self._register_apps, self._refuse_other_apps, reset=reset)
        try:
            with trouble.told(path):
                self._remember_apps()
                if len(self._last) != 2:
                    raise sqlite3.DatabaseError("malformed: the applications are missing")
        except BaseException:
            self._file.close()
            raise

    @property
    def path(self) -> Path | None:
        """The state file; None if all is in memory."""
        return self._file.path

    def close(self) -> str:
        """Close the file. May be called twice. Returns what is wrong with it, "" for nothing."""
        with self._lock:
            return self._file.close()

    def said(self, problem: Exception) -> str:
        """Return what to say of an error that a use of the file raised: why, and what to do."""
        return self._file.said(problem)

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
        rows, outermost = patience.until_free(lambda: self._begin(begin))
        try:
            if outermost:
                with rows:  # commits at the end, rolls back after an error
                    yield rows
            else:
                yield rows
        finally:
            self._lock.release()

    def _begin(self, begin: str) -> tuple[sqlite3.Connection, bool]:
        """Take the lock and begin a transaction, unless there is one. Failing, do neither."""
        self._lock.acquire()
        try:
            rows = self._file.rows()
            outermost = not rows.in_transaction
            if outermost:
                rows.execute(begin)
        except BaseException:
            self._lock.release()
            raise
        return rows, outermost

    def _execute(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        # One step needs no BEGIN and COMMIT: SQLite makes a transaction of each statement. The
        # lock keeps it out of a transaction that another thread is in.
        def step() -> sqlite3.Cursor:
            with self._lock:
                return self._file.rows().execute(statement, values)

        return patience.until_free(step)

    def forget_expired(self) -> None:
        """Delete some of what has expired, now and then. For whoever issues a token or a code."""
        due = self._issued % expiry.EVERY == 0
        self._issued += 1
        if due:
            with self.transaction() as rows:
                self._expiry.round(rows, self.now())

    # --- applications ----------------------------------------------------------------------

    def app(self, *, public: bool) -> App:
        """Return the demo application, confidential or public.

        When the file is closed or in trouble: as it was before.
        """
        with suppress(sqlite3.Error, StateError):
            self._remember_apps()
        return self._last[public]

    def find_app(self, client_id: str) -> App | None:
        """Return the application with this client ID, or None."""
        row = self._execute(
            "SELECT client_id, name, secret FROM apps WHERE client_id = ?", (client_id,)
        ).fetchone()
        return App(*row) if row else None

    def new_secret(self) -> str:
        """Give the confidential application another secret, and return it. Tokens stay alive.

        Twitch says only that the old secret stops working; that tokens live on is UNCONFIRMED.
        https://dev.twitch.tv/docs/authentication/register-app/
        """
        with trouble.told(self.path), self.transaction() as rows:
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
        self.forget_expired()
        if user_id is None:
            self._execute(_INSERT, row)
        else:
            with self.transaction() as rows:
                rows.execute(_INSERT, row)
                self._drop_oldest(rows, client_id, user_id)
        return Token(access_token, client_id, user_id, granted, lifetime, refresh_token, claims)

    def find_token(self, access_token: str) -> Token | None:
        """Return the token, or None if it was never issued, was revoked, or its time is over."""
        row = self._execute(
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
        with trouble.told(self.path):
            self._execute(
                "UPDATE tokens SET expires_at = ? WHERE access_token = ?",
                (self.now(), access_token),
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
        rows = self._execute(
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
        for *app, scope in self._execute(
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

    def _remember_apps(self) -> None:
        for row in self._execute("SELECT client_id, name, secret FROM apps").fetchall():
            app = App(*row)
            self._last[app.secret is None] = app

    def _register_apps(self, rows: sqlite3.Connection) -> None:
        # If the file was deleted meanwhile, the new one knows the same applications: they stand
        # in the learner's form.
        apps = self._last.values() or (
            App(self.values.text("client id"), APP_NAME, self.values.text("client secret")),
            App(self.values.text("public client id"), PUBLIC_APP_NAME, None),
        )
        rows.executemany(
            "INSERT INTO apps VALUES (?, ?, ?)",
            [(app.client_id, app.name, app.secret) for app in apps],
        )

    def _refuse_other_apps(self, rows: sqlite3.Connection) -> None:
        found = {client_id for (client_id,) in rows.execute("SELECT client_id FROM apps")}
        if found != {app.client_id for app in self._last.values()}:
            name = self.path.name if self.path else ""
            raise StateError(
                f"Another state file has taken the place of {name}, with other applications. "
                "Start the sandbox again; in a notebook, restart the kernel."
            )
