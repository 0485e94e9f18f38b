"""Refresh tokens. A confidential application keeps its own; a public one's is good once.

https://dev.twitch.tv/docs/authentication/refresh-tokens/
"""

from collections.abc import Iterable

from helpers.sandbox.memory.state import App, State, Token

PUBLIC_LIFETIME = 30 * 24 * 3600  # seconds


def issue(
    state: State, app: App, user_id: str, scopes: Iterable[str], userinfo: Iterable[str] = ()
) -> Token:
    """Return a new access token of this user, with a new refresh token of 50 characters.

    `userinfo` are the claims that /userinfo adds for it.
    """
    granted, claims = tuple(scopes), tuple(userinfo)
    refresh_token = state.values.text(f"refresh token {user_id} {' '.join(granted)}", 50)
    expires_at = state.now() + PUBLIC_LIFETIME if app.secret is None else None
    with state.transaction() as rows:
        rows.execute(
            "INSERT OR REPLACE INTO refresh_tokens VALUES (?, ?, ?, ?, ?, 0, ?)",
            (
                refresh_token,
                app.client_id,
                user_id,
                " ".join(granted),
                expires_at,
                " ".join(claims),
            ),
        )
        return state.issue_token(app.client_id, user_id, granted, refresh_token, claims)


def use(state: State, app: App, refresh_token: str) -> Token | None:
    """Return a new access token with every scope that was granted; the old one ends.

    What /userinfo shows stays the same, too (UNCONFIRMED).

    None: the refresh token is no good. One that was used up before ends the connection between
    the user and the application, because somebody has stolen it (RFC 9700, section 4.14.2).
    """
    with state.transaction() as rows:
        row = rows.execute(
            "SELECT user_id, scopes, expires_at, spent, userinfo FROM refresh_tokens"
            " WHERE refresh_token = ? AND client_id = ?",
            (refresh_token, app.client_id),
        ).fetchone()
        if row is None:
            return None
        user_id, scopes, expires_at, spent, userinfo = row
        granted, claims = scopes.split(), userinfo.split()
        if spent:
            # https://github.com/twitchdev/issues/issues/903 (that the consent goes with the
            # tokens is UNCONFIRMED)
            state.disconnect(user_id, app.client_id)
            return None
        if expires_at is not None and expires_at <= state.now():
            return None
        rows.execute("DELETE FROM tokens WHERE refresh_token = ?", (refresh_token,))
        if app.secret is not None:  # that the string stays the same is UNCONFIRMED
            return state.issue_token(app.client_id, user_id, granted, refresh_token, claims)
        rows.execute(
            "UPDATE refresh_tokens SET spent = 1 WHERE refresh_token = ?", (refresh_token,)
        )
        return issue(state, app, user_id, granted, claims)
