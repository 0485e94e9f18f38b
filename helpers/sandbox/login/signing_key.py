"""The RSA key that signs ID tokens: one for each state file, made when it is first needed.

It is random also in a sandbox with a seed. Making one takes about a tenth of a second, and so
does importing what makes it; a start does neither.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from helpers.sandbox.memory.state import State

if TYPE_CHECKING:  # slow to import
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

KEY_ID = "1"  # Twitch's, for years
_BITS = 2048


def load(state: State) -> "RSAPrivateKey":
    """Return the key, the same one in every process on the same state file."""
    return _parsed(_stored(state) or _store(state, _new()))


def public(state: State) -> dict[str, str]:
    """Return its public half as a JSON Web Key (RFC 7517), fields in Twitch's order."""
    from jwt.algorithms import RSAAlgorithm

    numbers = RSAAlgorithm.to_jwk(load(state).public_key(), as_dict=True)
    return {
        "alg": "RS256",
        "e": numbers["e"],
        "kid": KEY_ID,
        "kty": "RSA",
        "n": numbers["n"],
        "use": "sig",
    }


def _stored(state: State) -> str | None:
    with state.reading() as rows:
        row = rows.execute("SELECT pem FROM signing_key").fetchone()
    return str(row[0]) if row else None


def _store(state: State, pem: str) -> str:
    with state.transaction() as rows:  # OR IGNORE: another process may have been faster
        rows.execute("INSERT OR IGNORE INTO signing_key VALUES (1, ?)", (pem,))
        return _stored(state) or pem


def _new() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),  # the state file is its owner's alone
    )
    return pem.decode()


@lru_cache(maxsize=8)  # reading a key checks it, which takes longer than signing with it
def _parsed(pem: str) -> "RSAPrivateKey":
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    key = serialization.load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, RSAPrivateKey)  # noqa: S101
    return key
