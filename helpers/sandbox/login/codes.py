"""Authorization codes: good once, for ten minutes, for one application and redirect URI."""

from collections.abc import Iterable

from helpers.sandbox.login import refresh_tokens
from helpers.sandbox.login.claims import NOTHING, Wanted
from helpers.sandbox.memory.state import App, State, Token

LIFETIME = 600  # seconds: the most that RFC 6749, section 4.1.2, advises (Twitch's: UNCONFIRMED)


class WrongRedirectUri(Exception):
    """The code was asked for with another redirect URI."""


def new(
    state: State,
    client_id: str,
    redirect_uri: str,
    user_id: str,
    scopes: Iterable[str],
    wanted: Wanted = NOTHING,
) -> str:
    """Return a new code of 30 characters: this user granted the application these scopes."""
    granted = " ".join(scopes)
    state.forget_expired()
    code = state.values.text(f"code {user_id} {granted}")
    with state.transaction() as rows:
        rows.execute(
            "INSERT OR REPLACE INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                code,
                client_id,
                redirect_uri,
                user_id,
                granted,
                state.now() + LIFETIME,
                wanted.nonce,
                " ".join(wanted.id_token),
                " ".join(wanted.userinfo),
            ),
        )
    return code


def redeem(state: State, app: App, code: str, redirect_uri: str) -> tuple[Token, Wanted] | None:
    """Exchange a code for an access token with a refresh token. None: it is no good (any more).

    Beside the token stands what its ID token has to say, if it gets one.

    Raises WrongRedirectUri; that the code stays good then is UNCONFIRMED.
    """
    with state.transaction() as rows:
        row = rows.execute(
            "SELECT redirect_uri, user_id, scopes, nonce, id_token, userinfo FROM codes"
            " WHERE code = ? AND client_id = ? AND expires_at > ?",
            (code, app.client_id, state.now()),
        ).fetchone()
        if row is None:
            return None
        asked_with, user_id, scopes, nonce, id_token, userinfo = row
        if redirect_uri != asked_with:
            raise WrongRedirectUri
        rows.execute("DELETE FROM codes WHERE code = ?", (code,))
        wanted = Wanted(nonce, tuple(id_token.split()), tuple(userinfo.split()))
        token = refresh_tokens.issue(state, app, user_id, scopes.split(), wanted.userinfo)
        return token, wanted
