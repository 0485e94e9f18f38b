"""A value that must not be shown: a client secret or a token."""

import hmac
from collections.abc import Mapping
from typing import NoReturn

from helpers.errors import CourseError


class Secret:
    """Keeps a string out of sight. `reveal()` is the only way to read it.

    `print`, `repr`, f-strings and tracebacks show its length alone, and it cannot be pickled
    or turned into JSON by accident. Raises CourseError for what is no text.
    """

    __slots__ = ("_value",)

    def __init__(self, value: "str | Secret") -> None:
        if not isinstance(value, (str, Secret)):
            raise CourseError(
                f"A token or a secret is text, and this is {kind_of(value)}. Give the text itself."
            )
        self._value: str = reveal(value)

    def reveal(self) -> str:
        """Return the real string."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({len(self._value)} characters, hidden)"

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __len__(self) -> int:
        return len(self._value)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Secret, str)):
            theirs = Secret(other).reveal()
            # compare_digest takes the same time wherever the two differ.
            return hmac.compare_digest(_as_bytes(self._value), _as_bytes(theirs))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A Secret cannot be pickled or copied to disk.")

    def __getstate__(self) -> NoReturn:
        self.__reduce__()


def _as_bytes(text: str) -> bytes:
    # Half a character (a lone surrogate) must not raise an error that quotes the secret.
    return text.encode(errors="surrogatepass")


def reveal(value: str | Secret) -> str:
    """Return the real string of a Secret, or the string itself."""
    return value.reveal() if isinstance(value, Secret) else value


def revealed(values: Mapping[str, str | Secret]) -> dict[str, str]:
    """Return parameters or headers as they are sent: in the expression that sends them.

    Raises CourseError for a value that is no text, or that cannot be sent.
    """
    _check(values, (str, Secret))
    return {name: reveal(value) for name, value in values.items()}


def for_address(values: Mapping[str, str]) -> dict[str, str]:
    """Return parameters as they go into an address: no Secret among them.

    Raises CourseError for a value that is no text, or that cannot be sent.
    """
    _check(values, (str,))
    return dict(values)


def _check(values: Mapping[str, str | Secret], kinds: tuple[type, ...]) -> None:
    for name, value in values.items():
        if not isinstance(value, kinds):
            raise CourseError(f"{name} must be text, and this is {kind_of(value)}. Correct it.")
        if not sendable(value):
            raise CourseError(f"{name} contains half a character. Copy it again, from its start.")


def sendable(value: str | Secret) -> bool:
    """Tell whether a text can be sent: half a character (a lone surrogate) cannot."""
    try:
        reveal(value).encode()
    except UnicodeEncodeError:
        return False
    return True


def kind_of(value: object) -> str:
    """Return what a value is, in words and without showing it."""
    return "None" if value is None else f"of type {type(value).__name__}"


def hint(value: str | Secret) -> str:
    """Return enough of a token to tell two apart: four characters and the length."""
    text = reveal(value)
    return f"{text[:4]}… ({len(text)} characters)" if len(text) >= 16 else "… (hidden)"
