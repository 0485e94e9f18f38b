"""Save and load tokens: the local file keeps one of each kind for the later lessons."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from helpers import settings, token_file
from helpers.errors import (
    CourseError,
    ExpiredToken,
    MissingApplication,
    MissingScopes,
    MissingToken,
)
from helpers.token_model import DAMAGE, Application, Kind, Token

# The names to import from here: what a token is (helpers/token_model.py), and the file.
__all__ = [
    "Application",
    "Kind",
    "Token",
    "forget",
    "load",
    "load_application",
    "path",
    "peek",
    "peek_application",
    "save",
]

Entry = Literal["app", "user", "application"]

NOTEBOOKS: dict[Kind, str] = {"app": "01_app_access_token", "user": "02_user_access_token"}

_NEEDS = {
    "app": "an app access token",
    "user": "a user access token",
    "application": "an Application",
}


def path() -> Path:
    """Return where the tokens of this mode are: sandbox and live never share a file."""
    return settings.home() / f"tokens.{settings.mode()}.json"


def save(
    *, app: Token | None = None, user: Token | None = None, application: Application | None = None
) -> None:
    """Save what is given; everything else in the file stays.

    Raises CourseError for what cannot be read again (a token of the other kind, an empty one),
    TokenFileError if the file cannot be written.
    """
    given = {"app": app, "user": user, "application": application}
    new = {name: _to_json(name, thing) for name, thing in given.items() if thing is not None}
    token_file.change(path(), lambda entries: entries.update(new), _find_damage)


def load(kind: Kind, scopes: Iterable[str] = ()) -> Token:
    """Return the saved token of this kind, if it has not expired and has these scopes.

    Raises MissingToken, ExpiredToken or MissingScopes (each names the notebook to go back to),
    and TokenFileError if the file cannot be read.
    """
    token = peek(kind)
    cure = f"Make a new one in notebook {NOTEBOOKS[kind]}."
    if token is None:
        missing = f"No {kind} access token is saved in {settings.mode()} mode. {cure}"
        raise MissingToken(" ".join([*token_file.take_notices(), missing]))
    if token.expired:
        raise ExpiredToken(f"Your {kind} access token has expired. {cure}")
    wanted = scopes.split() if isinstance(scopes, str) else scopes
    lacking = [scope for scope in wanted if scope not in token.scopes]
    if lacking:
        raise MissingScopes(f"Your {kind} access token lacks {', '.join(lacking)}. {cure}")
    return token


def peek(kind: Kind) -> Token | None:
    """Return the saved token of this kind, expired or not; None if there is none.

    Raises TokenFileError if the file cannot be read, CourseError for an unknown kind.
    """
    if kind not in NOTEBOOKS:
        raise CourseError(f'{kind!r} is not a kind of token. Write "app" or "user".')
    entry = _entries().get(kind)
    return None if entry is None else Token.from_json(kind, entry)


def load_application() -> Application:
    """Return the saved application. Raises MissingApplication, TokenFileError."""
    application = peek_application()
    if application is None:
        missing = f"No application is saved in {settings.mode()} mode."
        cure = "Fill in the form in notebook 00_get_ready and run it to the end."
        raise MissingApplication(" ".join([*token_file.take_notices(), missing, cure]))
    return application


def peek_application() -> Application | None:
    """Return the saved application, None if there is none. Raises TokenFileError."""
    entry = _entries().get("application")
    return None if entry is None else Application.from_json(entry)


def forget(*names: Entry) -> None:
    """Remove these entries ("app", "user", "application") from the file. Raises TokenFileError."""

    def drop(entries: token_file.Data) -> None:
        for name in names:
            entries.pop(name, None)

    if _entries().keys() & set(names):
        token_file.change(path(), drop, _find_damage)


def _entries() -> token_file.Data:
    return token_file.read(path(), _find_damage)


def _find_damage(entries: token_file.Data) -> list[str]:
    """Return the names of the entries that cannot be used; names of other versions are fine."""
    damaged = []
    for name in _NEEDS.keys() & entries.keys():
        try:
            _from_json(name, entries[name])
        except DAMAGE:
            damaged.append(name)
    return damaged


def _from_json(name: str, entry: dict[str, Any]) -> Token | Application:
    if name == "application":
        return Application.from_json(entry)
    return Token.from_json("app" if name == "app" else "user", entry)


def _to_json(name: str, thing: Token | Application) -> dict[str, Any]:
    found = getattr(thing, "kind", "application" if isinstance(thing, Application) else None)
    if found != name:
        what = f"a {found} token" if isinstance(thing, Token) else f"of type {type(thing).__name__}"
        raise CourseError(f"tokens.save({name}=…) needs {_NEEDS[name]}, but this is {what}.")
    try:
        entry = thing.to_json()
        _from_json(name, entry)  # what is saved can be loaded again
    except DAMAGE:
        raise CourseError(
            f"This is {_NEEDS[name]} with an empty or wrong value. Make it again."
        ) from None
    return entry
