"""What can be done with a saved token: look at it, validate, refresh, revoke, forget it.

Each action returns one or two plain sentences for the learner.

https://dev.twitch.tv/docs/authentication/validate-tokens
https://dev.twitch.tv/docs/authentication/revoke-tokens
"""

from dataclasses import dataclass
from datetime import datetime

from helpers import words
from helpers.credentials import answers
from helpers.credentials.refusals import refusal
from helpers.credentials.token import Token
from helpers.errors import CourseError, Refusal, sentence_only
from helpers.grants import revoke as revoke_grant
from helpers.grants import validate as validate_grant
from helpers.tokens import saved
from helpers.tokens.refresh import refresh_saved, why_not
from helpers.tokens.saved import Slot

_TITLES: dict[Slot, str] = {
    "app": "App access token",
    "user": "User access token",
    "device": "Device's user access token",
    "openid": "Sign-in (OpenID Connect)",
}

_NEWER = "Another notebook has saved a newer one meanwhile; that one is untouched."


@dataclass(frozen=True)
class Row:
    """A saved token, without its secrets. `expires_at` is in UTC, None if not known."""

    name: Slot
    what: str
    owner: str
    client_id: str | None
    scopes: tuple[str, ...]
    expires_at: datetime | None
    refreshable: bool


def wallet() -> list[Row]:
    """Return a row for each saved token, expired or not. Raises TokenFileError."""
    all_of_them = {name: saved.peek(name) for name in _TITLES}
    return [_row(name, token) for name, token in all_of_them.items() if token is not None]


def validate(name: Slot) -> str:
    """Ask Twitch about the saved token, note what it says in the file, and say it.

    Raises MissingToken, Refusal (not for 401, which is an answer), BadAnswer, the errors of
    `helpers.wire.send`, TokenFileError.
    """
    asked = _saved(name)
    response = validate_grant.validate(asked)
    if response.status_code == 401:
        make = "Refresh it, or make" if asked.refreshable else "Make"
        cure = f"{make} {saved.new_one(name, asked)}."
        return f"Twitch no longer accepts it: it has expired or was revoked. {cure}"
    checked = asked.with_validation(response)
    noted = _replace(name, asked, checked)
    return " ".join([f"Twitch says: {_facts(checked)}.", *([] if noted else [_NEWER])])


def refresh(name: Slot) -> str:
    """Refresh the saved token now, expired or not, and say how long the new one lasts.

    Raises Refusal if Twitch says no (the file keeps what it had), and the errors of
    `refresh_saved`.
    """
    asked = _saved(name)
    response = refresh_saved(name)
    try:
        new = Token.from_response(response)
    except Refusal as refusal:
        sentence = why_not(name, "could not be refreshed", refusal, asked)
        raise Refusal(sentence, refusal.status, refusal.message, refusal.body) from None
    return f"Refreshed: the new token is saved, {_lasting(new)}."


def revoke(name: Slot) -> str:
    """End the saved token's life at Twitch, remove it from the file, and say so.

    Raises MissingToken, CourseError if its application is not known, Refusal, the errors of
    `helpers.wire.send`, TokenFileError. After an error the file keeps what it had.
    """
    asked = _saved(name)
    if asked.client_id is None:
        raise CourseError(
            f"It is not known for which application your {saved.WHAT[name]} was made. "
            "Validate it first, then revoke it."
        )
    response = revoke_grant.revoke(asked.client_id, asked)
    if response.status_code == 400:  # the client ID is right, so the token must be over
        said = "Twitch did not know it any more: it was over already."
    elif response.status_code == 404:  # nor can the learner correct the ID in the file
        raise Refusal(
            "Twitch knows no application with the client ID that this token was made for, and a "
            "token ends with its application. Forget it, then it is gone from the file too.",
            404,
            refusal(response).message,
        )
    else:
        answers.check(response)
        said = "Revoked: Twitch no longer accepts it."
    removed = _replace(name, asked, None)
    return " ".join([said, _after_revoking(asked) if removed else _NEWER])


def forget(name: Slot) -> str:
    """Remove the saved token from the file alone. Raises MissingToken, TokenFileError."""
    token = _saved(name)
    saved.forget(name)
    if token.expired:
        return "It is removed from the token file. It had expired already."
    end = f" ({words.day(token.expires_at)})" if token.expires_at else ""
    return f"It is removed from the token file. At Twitch it stays valid until it expires{end}."


def _saved(name: Slot) -> Token:
    token = saved.peek(name)
    if token is None:
        raise saved.missing(name)
    return token


@sentence_only
def _replace(name: Slot, old: Token, new: Token | None) -> bool:
    """Save `new` (None: remove it), unless another token was saved meanwhile; tell whether not."""
    with saved.locked(name) as (token, put):
        if token is None:  # somebody forgot it meanwhile, and forgotten it stays
            return True
        if token.access_token != old.access_token:
            return False
        put(new)
        return True


def _row(name: Slot, token: Token) -> Row:
    nobody = "no one: the application itself" if name == "app" else "not known yet: validate it"
    return Row(
        name=name,
        what=_TITLES[name],
        owner=token.login or nobody,
        client_id=token.client_id,
        scopes=token.scopes,
        expires_at=token.expires_at,
        refreshable=token.refreshable,
    )


def _facts(token: Token) -> str:
    owner = token.login or "the application itself"
    scopes = words.count(len(token.scopes), "scope") if token.scopes else "no scopes"
    return f"{_lasting(token)}, belongs to {owner}, {scopes}"


def _lasting(token: Token) -> str:
    left = token.expires_in()
    if left is None:
        return "good without an end"
    return f"good for {words.duration(left.total_seconds())}"


def _after_revoking(token: Token) -> str:
    removed = "It is removed from the token file"
    if token.refresh_token is None:
        return f"{removed}."
    # UNCONFIRMED whether revoking ends the refresh token too: Twitch's page speaks of access
    # tokens only, and https://github.com/twitchdev/issues/issues/943 tells of one that lived on.
    return f"{removed}, and its refresh token with it, which Twitch may still accept."


def revoke_all() -> list[str]:
    """Revoke every saved token; return a sentence about each. One that fails stops no other."""
    return [f"{row.what}: {_revoked(row.name)}" for row in wallet()]


def forget_everything() -> str:
    """Remove every token and the application from the file. Raises TokenFileError."""
    saved.forget(*_TITLES, "application")
    return (
        "The file holds no token and no client secret any more. "
        "Tokens that were not revoked stay valid at Twitch until they expire."
    )


def _revoked(name: Slot) -> str:
    try:
        return revoke(name)
    except CourseError as problem:
        return str(problem)
