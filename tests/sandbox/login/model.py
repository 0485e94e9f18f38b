"""What the login service must remember, in its simplest form: to compare the sandbox with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

NEVER = float("inf")
MONTH = 30 * 24 * 3600  # seconds


@dataclass
class Entry:
    """What is known of a code or token. `user` is empty while a device waits."""

    kind: str  # of the application: "confidential" or "public"
    user: str
    scopes: str
    ends: float
    alive: bool = True
    spent: bool = False
    uri: str = ""
    refresh_token: str = ""


@dataclass
class Model:
    """Everything that was handed out, by its string, and who consented to what."""

    clock: Callable[[], float]
    entries: dict[str, Entry] = field(default_factory=dict)
    consents: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def good(self, value: str, kind: str) -> Entry | None:
        """The entry, if this kind of application can use it now."""
        entry = self.entries[value]
        return entry if entry.alive and entry.kind == kind and entry.ends > self.clock() else None

    def keep(self, body: dict[str, Any], kind: str, user: str, scopes: str) -> tuple[str, str]:
        """Take over an answer with a user's tokens: the access token and the refresh token."""
        assert body.get("scope", []) == scopes.split()
        access_token, refresh_token = body["access_token"], body["refresh_token"]
        ends = NEVER if kind == "confidential" else self.clock() + MONTH
        self.entries[refresh_token] = Entry(kind, user, scopes, ends)
        until = self.clock() + body["expires_in"]
        token = Entry(kind, user, scopes, until, refresh_token=refresh_token)
        self.entries[access_token] = token
        return access_token, refresh_token

    def consent(self, user: str, kind: str, scopes: str) -> None:
        self.consents.setdefault((user, kind), set()).update(scopes.split())

    def end_tokens_of(self, refresh_token: str) -> None:
        for entry in self.entries.values():
            if entry.refresh_token == refresh_token:
                entry.alive = False

    def end_all(self, user: str, kind: str) -> None:
        self.consents.pop((user, kind), None)
        for entry in self.entries.values():
            if (entry.user, entry.kind) == (user, kind):
                entry.alive = entry.spent = False
