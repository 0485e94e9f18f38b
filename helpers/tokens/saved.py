"""What the local file keeps: one token of each name, and the application."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from helpers import settings
from helpers.catalogue.endpoints import Kind
from helpers.credentials.secret import kind_of
from helpers.credentials.token import DAMAGE, Application, Token
from helpers.errors import (
    CourseError,
    MissingApplication,
    MissingToken,
    TokenFileError,
    sentence_only,
)
from helpers.tokens import file

# Where a token is kept, named after how it was got. All but "app" are user access tokens.
Slot = Literal["app", "user", "device", "openid"]
Entry = Slot | Literal["application"]
Put = Callable[[Token | None], None]

NOTEBOOKS: dict[Slot, str] = {
    "app": "01_app_access_token",
    "user": "02_user_access_token",
    "device": "06_device_code",
    "openid": "08_openid_connect",
}

# The one whose tokens have the scopes that are ticked there, and can be refreshed.
TO_TICK_AND_REFRESH = "05_authorization_code"

WHAT: dict[Slot, str] = {
    "app": "app access token",
    "user": "user access token",
    "device": "device token",
    "openid": "OpenID Connect token",
}

_NEEDS = {
    "app": "an app access token",
    "user": "a user access token",
    "device": "a user access token",
    "openid": "a user access token",
    "application": "an Application",
}


def path() -> Path:
    """Return where the tokens of this mode are: sandbox and live never share a file."""
    return settings.home() / f"tokens.{settings.mode()}.json"


@sentence_only
def save(
    *,
    app: Token | None = None,
    user: Token | None = None,
    device: Token | None = None,
    openid: Token | None = None,
    application: Application | None = None,
) -> None:
    """Save what is given; everything else in the file stays.

    Raises CourseError for what cannot be read again (a token of the other kind, an empty one),
    TokenFileError if the file cannot be written.
    """
    given = {
        "app": app,
        "user": user,
        "device": device,
        "openid": openid,
        "application": application,
    }
    new = {name: _to_json(name, thing) for name, thing in given.items() if thing is not None}
    file.change(path(), lambda entries: entries.update(new), _find_damage)


@sentence_only
def peek(name: Slot) -> Token | None:
    """Return the saved token of this name, expired or not; None if there is none.

    Raises TokenFileError if the file cannot be read, CourseError for an unknown name.
    """
    _refuse_unknown(name)
    return _token(name, _entries())


@sentence_only
def load_application() -> Application:
    """Return the saved application. Raises MissingApplication, TokenFileError."""
    application = peek_application()
    if application is None:
        missing = f"No application is saved in {settings.mode()} mode."
        cure = "Fill in the form in notebook 00_get_ready and run it to the end."
        raise MissingApplication(" ".join([*file.take_notices(), missing, cure]))
    return application


@sentence_only
def peek_application() -> Application | None:
    """Return the saved application, None if there is none. Raises TokenFileError."""
    entry = _entries().get("application")
    return None if entry is None else Application.from_json(entry)


@sentence_only
def forget(*names: Entry) -> None:
    """Remove these entries, such as "app" or "application", from the file.

    Raises TokenFileError, CourseError for an unknown name.
    """
    for name in names:
        if name != "application":
            _refuse_unknown(name)

    def drop(entries: file.Data) -> None:
        for name in names:
            entries.pop(name, None)

    if _entries().keys() & set(names):
        file.change(path(), drop, _find_damage)


# --- for loading.py, refresh.py and care.py ------------------------------------------------


@contextmanager
def locked(name: Slot) -> Iterator[tuple[Token | None, Put]]:
    """Keep all others from writing: yields the token as it is saved now, and what saves another.

    Saving None removes the token. Raises TokenFileError, CourseError for an unknown name.
    """
    _refuse_unknown(name)
    with file.writing(path(), _find_damage) as (entries, write):

        def put(token: Token | None) -> None:
            if token is None:
                entries.pop(name, None)
            else:
                entries[name] = _to_json(name, token)
            write()

        yield _token(name, entries), put


def missing(name: Slot) -> MissingToken:
    """Return the error that says: there is no such token, and where to get one."""
    sentence = f"No {WHAT[name]} is saved in {settings.mode()} mode."
    return MissingToken(" ".join([*file.take_notices(), sentence, cure(name)]))


def cure(name: Slot, like: Token | None = None) -> str:
    """Return the sentence that sends the learner to where such a token is made.

    `like` is the token that it is to replace: for one that could be refreshed, another such.
    """
    return f"Make {new_one(name, like)}."


def new_one(name: Slot, like: Token | None = None) -> str:
    """Return "a new one", and where it is made, as `cure` says it."""
    refreshable = name == "user" and like is not None and like.refreshable
    return f"a new one in notebook {TO_TICK_AND_REFRESH if refreshable else NOTEBOOKS[name]}"


def scopes_cure(name: Slot) -> str:
    """Return the sentence that tells how to get a token with more scopes."""
    if name == "app":
        return (
            "An app access token has no scopes: use a user access token, which "
            f"{TO_TICK_AND_REFRESH} makes."
        )
    if name == "user":
        return f"Tick it in notebook {TO_TICK_AND_REFRESH}, and authorize again."
    return f"Add it to the scopes in notebook {NOTEBOOKS[name]}, and make a new one there."


def slot_of(token: Token) -> Slot:
    """Return the name under which a token is saved, else that of a token of its kind."""
    with suppress(TokenFileError):
        entries = _entries()
        for name in NOTEBOOKS:
            found = _token(name, entries)
            if found is not None and found.access_token == token.access_token:
                return name
    return "app" if token.kind == "app" else "user"


# --- the entries of the file -----------------------------------------------------------------


def _refuse_unknown(name: str) -> None:
    if not isinstance(name, str) or name not in NOTEBOOKS:
        *others, last = (f'"{each}"' for each in NOTEBOOKS)
        known = f"{', '.join(others)} or {last}"
        what = repr(name[:40]) if isinstance(name, str) else f"What is {kind_of(name)}"
        raise CourseError(f"{what} is not the name of a token. Write {known}.")


def _entries() -> file.Data:
    return file.read(path(), _find_damage)


def _find_damage(entries: file.Data) -> list[str]:
    """Return the names of the entries that cannot be used; names of other versions are fine."""
    damaged = []
    for name in _NEEDS.keys() & entries.keys():
        try:
            _from_json(name, entries[name])
        except DAMAGE:
            damaged.append(name)
    return damaged


def _token(name: Slot, entries: file.Data) -> Token | None:
    entry = entries.get(name)
    return None if entry is None else Token.from_json(_kind(name), entry)


def _kind(name: str) -> Kind:
    return "app" if name == "app" else "user"


def _from_json(name: str, entry: dict[str, Any]) -> Token | Application:
    if name == "application":
        return Application.from_json(entry)
    return Token.from_json(_kind(name), entry)


def _to_json(name: str, thing: Token | Application) -> dict[str, Any]:
    if name == "application":
        fits = isinstance(thing, Application)
    else:
        fits = isinstance(thing, Token) and thing.kind == _kind(name)
    if not fits:
        needed = f"tokens.save({name}=…) needs {_NEEDS[name]}"
        raise CourseError(f"{needed}, but this is {_described(thing)}.")
    try:
        entry = thing.to_json()
        _from_json(name, entry)  # what is saved can be loaded again
    except DAMAGE:
        raise CourseError(
            f"This is {_NEEDS[name]} with an empty or wrong value. Make it again."
        ) from None
    return entry


def _described(thing: object) -> str:
    if isinstance(thing, Token):
        return "an app token" if thing.kind == "app" else "a user token"
    return f"of type {type(thing).__name__}"
