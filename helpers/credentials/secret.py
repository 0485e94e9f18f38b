"""A value that must not be shown: a client secret or a token."""

import hmac
from typing import NoReturn


class Secret:
    """Keeps a string out of sight. `reveal()` is the only way to read it.

    `print`, `repr`, f-strings and tracebacks show its length alone, and it cannot be pickled
    or turned into JSON by accident.
    """

    __slots__ = ("_value",)

    def __init__(self, value: "str | Secret") -> None:
        self._value: str = value.reveal() if isinstance(value, Secret) else value

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


def hint(value: str | Secret) -> str:
    """Return enough of a token to tell two apart: four characters and the length."""
    text = reveal(value)
    return f"{text[:4]}… ({len(text)} characters)" if len(text) >= 16 else "… (hidden)"
