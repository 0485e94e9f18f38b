"""Refresh a saved token: one request, however many notebooks want the token at once.

The token file's lock is held from the look at the saved token until the new one is on the disk.
A public application's refresh token is good for one use: sent twice, it can cost the user's
whole consent (https://github.com/twitchdev/issues/issues/903).

https://dev.twitch.tv/docs/authentication/refresh-tokens; RFC 9700, section 4.14.2
"""

from contextlib import suppress
from dataclasses import replace

import requests

from helpers.credentials.secret import Secret
from helpers.credentials.token import Token
from helpers.errors import MissingToken, NotRefreshed, Refusal, sentence_only
from helpers.grants import refresh_token
from helpers.tokens import saved
from helpers.tokens.saved import Put, Slot

_REFUSED = (400, 401, 403)  # what asking again would not change
_ABOUT_THE_SECRET = ("missing client secret", "invalid client secret")


@sentence_only
def refresh_if_expired(name: Slot) -> Token | None:
    """Return the saved token, refreshed if that is due and possible; None if there is none.

    If another notebook refreshed it while this one waited for the lock, no request is sent.
    Raises NotRefreshed if Twitch says no (the file then keeps what it had), Refusal for another
    error status, the errors of `helpers.wire.send`, BadAnswer, TokenFileError.
    """
    with saved.locked(name) as (token, put):
        if token is None or not token.expired or not token.refreshable:
            return token
        response = _ask(token, put)
        try:
            new = _renewed(token, response)
        except Refusal as refusal:
            if refusal.status not in _REFUSED:
                raise
            state = "has expired, and could not be refreshed"
            raise NotRefreshed(why_not(name, state, refusal, token)) from None
        put(new)
        return new


@sentence_only
def refresh_saved(name: Slot) -> requests.Response:
    """Refresh the saved token now, expired or not, save the new one, and return Twitch's answer.

    An answer with an error status is returned too; the file then keeps what it had. Raises
    MissingToken if there is nothing to refresh, the errors of `helpers.wire.send`, BadAnswer,
    TokenFileError.
    """
    with saved.locked(name) as (token, put):
        if token is None:
            raise saved.missing(name)
        if not token.refreshable:
            raise MissingToken(_hindrance(name, token))
        response = _ask(token, put)
        with suppress(Refusal):
            put(_renewed(token, response))
    return response


def why_not(name: Slot, state: str, refusal: Refusal, token: Token) -> str:
    """Return what happened to the token (`state`), why Twitch refused, and what to do."""
    if refusal.status not in _REFUSED:
        return str(refusal)
    return f"Your {saved.WHAT[name]} {state}. {_cause_and_cure(name, refusal, token)}"


def _cause_and_cure(name: Slot, refusal: Refusal, token: Token) -> str:
    if refusal.message.lower() not in _ABOUT_THE_SECRET:
        return f"{refusal.cause} {saved.cure(name, token)}"
    application = saved.peek_application()
    if application is None or application.client_id != token.client_id:
        return (
            "It was made for another application than the one that is saved, and Twitch asks for "
            f"that one's secret: save it in notebook 00_get_ready, or make "
            f"{saved.new_one(name, token)}."
        )
    return f"{refusal.cause} Enter it in notebook 00_get_ready, then run this cell again."


def _hindrance(name: Slot, token: Token) -> str:
    no_token = token.refresh_token is None
    why = "came without a refresh token" if no_token else "was made for an unknown application"
    return f"Your {saved.WHAT[name]} {why}, so it cannot be refreshed. {_refreshable(name)}"


def _refreshable(name: Slot) -> str:
    if name == "app":
        return f"No app access token can. {saved.cure(name)}"
    where = saved.TO_TICK_AND_REFRESH if name == "user" else saved.NOTEBOOKS[name]
    return f"Make one that can be in notebook {where}."


def _ask(token: Token, put: Put) -> requests.Response:
    # On a full or read-only disk the new token would be lost, and the old refresh token spent.
    # So write what is there already: if that fails, nothing is sent.
    put(token)
    assert token.client_id is not None and token.refresh_token is not None  # noqa: S101, PT018
    return refresh_token.refresh(token.client_id, _secret_of(token.client_id), token.refresh_token)


def _secret_of(client_id: str) -> Secret | None:
    """Return the application's secret; None for another application: a public one has none."""
    application = saved.peek_application()
    if application is None or application.client_id != client_id:
        return None
    return application.client_secret


def _renewed(old: Token, response: requests.Response) -> Token:
    """Return the new token, with the newest refresh token. Raises Refusal, BadAnswer."""
    new = Token.from_response(response)
    return replace(
        new,
        refresh_token=new.refresh_token or old.refresh_token,
        client_id=old.client_id,
        user_id=old.user_id,
        login=old.login,
    )
