"""Random strings of the shapes that Twitch hands out, and how long tokens live."""

import random
import secrets
import string
from functools import cache

_ALPHABET = string.ascii_lowercase + string.digits
_USUAL_LIFETIME = 5_011_271  # seconds: the sample on Twitch's page, about 58 days
_SHORTEST, _LONGEST = 4_666_807, 5_641_660  # seconds: what was seen for app tokens
# The same for a user token that can be refreshed: about 4 hours.
_USUAL_SHORT_LIFETIME = 14_124
_SHORTEST_SHORT, _LONGEST_SHORT = 13_293, 15_426
LETTERS_AND_DIGITS = string.ascii_letters + string.digits
CAPITALS = string.ascii_uppercase


class Values:
    """Draws new values: unguessable ones, or, with a seed, the same ones at every start.

    A seeded start keeps one sequence per purpose ("app token", …). So the first app token is
    the same whether or not a user signed in before, and notebooks may run in any order.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._seed = seed
        self._sequences: dict[str, random.Random] = {}

    def text(self, purpose: str, length: int = 30, alphabet: str = _ALPHABET) -> str:
        """Return `length` characters, lower-case letters and digits unless told otherwise."""
        if self._seed is None:
            return _drawn(length, alphabet)
        if purpose not in self._sequences:
            self._sequences[purpose] = random.Random(f"{self._seed} {purpose}")  # noqa: S311
        return "".join(self._sequences[purpose].choices(alphabet, k=length))

    def lifetime(self) -> int:
        """Return the seconds for which an app token or an implicit user token is good."""
        if self._seed is not None:
            return _USUAL_LIFETIME
        return _SHORTEST + secrets.randbelow(_LONGEST - _SHORTEST + 1)

    def short_lifetime(self) -> int:
        """Return the seconds for which an access token is good that can be refreshed."""
        if self._seed is not None:
            return _USUAL_SHORT_LIFETIME
        return _SHORTEST_SHORT + secrets.randbelow(_LONGEST_SHORT - _SHORTEST_SHORT + 1)


def _drawn(length: int, alphabet: str) -> str:
    table, unfair = _character_of_each_byte(alphabet)
    drawn = ""
    while len(drawn) < length:
        # More bytes than needed, because some are left out; the system is mostly asked once.
        drawn += secrets.token_bytes(2 * length).translate(table, unfair).decode("ascii")
    return drawn[:length]


@cache
def _character_of_each_byte(alphabet: str) -> tuple[bytes, bytes]:
    """Return a table for bytes.translate, and the bytes to leave out.

    The alphabet fits into 256 bytes several times, but not evenly: with the bytes that remain,
    its first characters would be likelier than the others.
    """
    fair = 256 - 256 % len(alphabet)
    table = (alphabet * 256)[:256].encode("ascii")
    return table, bytes(range(fair, 256))
