"""The scopes that a learner gives: a list of names, or the names with blanks between them."""

from collections.abc import Iterable

from helpers.credentials.secret import kind_of, sendable
from helpers.errors import CourseError


def scope_names(scopes: Iterable[str] | str) -> list[str]:
    """Return the scopes one by one. Raises CourseError for what is no list of names.

    What is no scope of Twitch's is let through: Twitch says so itself.
    """
    try:
        names = scopes.split() if isinstance(scopes, str) else list(scopes)
    except TypeError:
        raise CourseError(f"{_SCOPES}, and this is {kind_of(scopes)}.") from None
    for name in names:
        if not isinstance(name, str) or not sendable(name):
            raise CourseError(f"{_SCOPES}, and one of these is {kind_of(name)}.")
    return names


_SCOPES = 'Scopes are a list of texts such as ["user:edit"]'
