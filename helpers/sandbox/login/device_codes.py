"""Device codes: what a device waits with, and the user code that somebody types for it.

RFC 8628; https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#device-code-grant-flow
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.sandbox.login import refresh_tokens
from helpers.sandbox.memory.state import App, State, Token
from helpers.sandbox.memory.values import CAPITALS, LETTERS_AND_DIGITS

LIFETIME = 1800  # seconds


class Pending(Exception):
    """Nobody has said yes so far."""


@dataclass(frozen=True)
class Waiting:
    """A device that waits for somebody's answer."""

    user_code: str
    app: App
    scopes: tuple[str, ...]
    device_code: str = field(repr=False)


def new(state: State, app: App, scopes: Iterable[str]) -> Waiting:
    """Return a new pair of codes: 40 characters for the device, 8 capitals for the user."""
    asked = tuple(scopes)
    state.forget_expired()
    purpose = f"{app.client_id} {' '.join(asked)}"
    device_code = state.values.text(f"device code {purpose}", 40, LETTERS_AND_DIGITS)
    user_code = state.values.text(f"user code {purpose}", 8, CAPITALS)
    with state.transaction() as rows:
        rows.execute(
            "INSERT OR REPLACE INTO device_codes VALUES (?, ?, ?, ?, ?, NULL)",
            (device_code, user_code, app.client_id, " ".join(asked), state.now() + LIFETIME),
        )
    return Waiting(user_code, app, asked, device_code)


def find(state: State, user_code: str) -> Waiting | None:
    """Return the device that waits with this user code, or None."""
    with state.reading() as rows:
        row = rows.execute(
            "SELECT device_code, client_id, scopes FROM device_codes"
            " WHERE user_code = ? AND user_id IS NULL AND expires_at > ?",
            (user_code, state.now()),
        ).fetchone()
        app = row and state.find_app(row[1])
    return Waiting(user_code, app, tuple(row[2].split()), row[0]) if app else None


def approve(state: State, waiting: Waiting, user_id: str) -> bool:
    """Let the device in, and remember the consent. False if it does not wait any more."""
    with state.transaction() as rows:
        done = rows.execute(
            "UPDATE device_codes SET user_id = ?"
            " WHERE device_code = ? AND user_id IS NULL AND expires_at > ?",
            (user_id, waiting.device_code, state.now()),
        )
        if done.rowcount == 1:
            state.remember_consent(user_id, waiting.app.client_id, waiting.scopes)
    return done.rowcount == 1


def refuse(state: State, waiting: Waiting) -> bool:
    """Turn the device away. False if it does not wait any more."""
    with state.transaction() as rows:
        done = rows.execute(
            "DELETE FROM device_codes WHERE device_code = ? AND user_id IS NULL",
            (waiting.device_code,),
        )
    return done.rowcount == 1


def redeem(state: State, app: App, device_code: str) -> Token | None:
    """Exchange the code for an access token with a refresh token. None: it is no good.

    Raises Pending while nobody has answered.
    """
    with state.transaction() as rows:
        row = rows.execute(
            "SELECT user_id, scopes FROM device_codes"
            " WHERE device_code = ? AND client_id = ? AND expires_at > ?",
            (device_code, app.client_id, state.now()),
        ).fetchone()
        if row is None:
            return None
        user_id, scopes = row
        if user_id is None:
            raise Pending
        rows.execute("DELETE FROM device_codes WHERE device_code = ?", (device_code,))
        return refresh_tokens.issue(state, app, user_id, scopes.split())
