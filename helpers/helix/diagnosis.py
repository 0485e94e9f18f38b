"""Why an answer is a 401: Twitch has one message for several causes, so look at the token.

https://dev.twitch.tv/docs/authentication#types-of-tokens and …/authentication/validate-tokens
"""

import re
from typing import Any

import requests

from helpers import words
from helpers.catalogue.explain import Explanation, missing_scopes
from helpers.credentials.refusals import explained, refusal
from helpers.credentials.secret import Secret
from helpers.credentials.token import Token
from helpers.errors import TwitchError
from helpers.grants.validate import validate
from helpers.tokens import saved


def diagnose(response: requests.Response, token: Token) -> str:
    """Return a sentence or two: why Twitch refused this call with this token, and the cure.

    It tells apart a token that has expired or was revoked, a wrong Client-Id, a missing scope,
    and the wrong kind of token. What is saved of the token decides if it can; else GET /validate
    is asked, once. An answer other than 401 is explained as `helpers.catalogue.explain` does.
    Raises CourseError for what is no answer.
    """
    plain = explained(response)
    sent = response.request.headers if response.request else {}
    about_the_token = response.status_code == 401 and {"Authorization", "Client-Id"} <= {*sent}
    if not about_the_token or not isinstance(token, Token):
        return str(plain)
    if not _was_sent(token, sent["Authorization"]):
        return "The call was made with another token than this one. Diagnose it with that token."
    if token.expired:
        return f"The token has expired: its time was over on {_end(token)}. {_new(token)}"
    return (
        _by_message(plain, response, token)
        or _by_validation(token, sent["Client-Id"])
        or str(plain)
    )


def _was_sent(token: Token, header: str) -> bool:
    scheme, _, sent = header.partition(" ")
    return scheme == "Bearer" and Secret(sent) == token.access_token


def _by_message(plain: Explanation, response: requests.Response, token: Token) -> str:
    """Return what only the endpoint can know: which scope, or which kind of token, it wants."""
    message = refusal(response).message
    if scopes := missing_scopes(message):
        if token.kind == "app":
            return f"This call needs the scope {scopes}. {saved.scopes_cure('app')}"
        return f"{plain.cause} {saved.scopes_cure(saved.slot_of(token))}"
    if token.kind == "app" and re.search(r"\buser\b.*\btoken\b", message, re.IGNORECASE):
        return _wrong_kind("a user", "user", "an app")
    if token.kind == "user" and re.search(r"\bapp\b.*\btoken\b", message, re.IGNORECASE):
        return _wrong_kind("an app", "app", "a user")
    return ""


def _wrong_kind(wanted: str, kind: Any, given: str) -> str:
    return (
        f"This call needs {wanted} access token, and this is {given} access token. "
        f"{saved.NOTEBOOKS[kind]} gets the other kind."
    )


def _by_validation(token: Token, sent_client_id: str) -> str:
    """Return what GET /validate tells about the token; nothing if it finds no fault."""
    try:
        answer = validate(token)
        if answer.status_code == 401:
            return _over(token)
        known = token.with_validation(answer)
    except TwitchError:
        return ""  # the diagnosis has no answer; the plain explanation is still true
    if known.client_id is not None and known.client_id != sent_client_id:
        return (
            f"The Client-Id is wrong: the token was made for {known.client_id}, and "
            f"{sent_client_id or 'an empty one'} was sent. Send the one that it was made for."
        )
    if token.kind == "user" and known.user_id is None:
        return _wrong_kind("a user", "user", "an app")
    return ""


def _over(token: Token) -> str:
    if token.expires_at is None:  # how long it was good is not saved: nobody can tell the two
        return f"The token has expired, or it was revoked. {_new(token)}"
    if token.kind == "app":
        return f"The token was revoked, or was never valid. {_new(token)}"
    return (
        "The token was revoked before its time: by an application, or by the user, who "
        f"disconnected the application or changed the password. {_new(token)}"
    )


def _new(token: Token) -> str:
    slot = saved.slot_of(token)
    if token.expired and token.refreshable:
        return f'tokens.load("{slot}") refreshes it; else make {saved.new_one(slot, token)}.'
    return saved.cure(slot, token)


def _end(token: Token) -> str:
    return words.day(token.expires_at) if token.expires_at else "an unknown day"
