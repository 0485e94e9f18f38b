"""A login service's key, the ID tokens that it signs, and what the course makes of them."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from helpers.credentials import id_token_checks
from helpers.credentials.secret import Secret
from helpers.errors import BadIdToken
from helpers.grants import openid_connect

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
ISSUER = "https://id.example/oauth2"
CLIENT_ID = "my-client-id"
NONCE = "the-nonce-that-was-sent-with-this-sign-in"
ACCESS_TOKEN = "0123456789abcdefghijklmnopqrst"


@dataclass(frozen=True)
class Signer:
    """An RSA key and its name."""

    key: rsa.RSAPrivateKey
    kid: str = "1"

    def keys(self, **changes: Any) -> dict[str, Any]:
        """The public half, as GET /keys answers it."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        own = {"alg": "RS256", "e": public["e"], "kid": self.kid, "kty": "RSA"}
        return {"keys": [{**own, "n": public["n"], "use": "sig", **changes}]}

    def sign(self, payload: Any = None, /, header: Any = None, **changes: Any) -> str:
        """An ID token with these claims changed; a claim of `...` is left out."""
        payload = claims(**changes) if payload is None else payload
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        return jwt.PyJWS().encode(
            body, self.key, algorithm="RS256", headers={"kid": self.kid, **(header or {})}
        )


@cache
def signer(name: str = "twitch", bits: int = 2048) -> Signer:
    """A signer; the same one for the same name."""
    return Signer(rsa.generate_private_key(public_exponent=65537, key_size=bits))


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of a good ID token, as Twitch makes them."""
    own = {
        "aud": CLIENT_ID,
        "azp": CLIENT_ID,
        "exp": NOW.timestamp() + 900,
        "iat": NOW.timestamp(),
        "iss": ISSUER,
        "nonce": NONCE,
        "sub": "141981764",
    }
    return {name: value for name, value in (own | changes).items() if value is not ...}


def at_hash(access_token: str = ACCESS_TOKEN) -> str:
    return encoded(hashlib.sha256(access_token.encode()).digest()[:16])


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unsigned(header: Any, payload: Any, signature: bytes = b"") -> str:
    """A token made by hand: nothing about it need be right."""
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), signature)
    return ".".join(map(encoded, parts))


def expected(**changes: Any) -> dict[str, Any]:
    """What an ID token is checked against: the application's own side of the sign-in."""
    own = {"keys": signer().keys(), "issuer": ISSUER, "client_id": CLIENT_ID, "nonce": NONCE}
    return own | changes


def verify(token: str | Secret, **changes: Any) -> dict[str, Any]:
    return openid_connect.verify(token, **expected(**changes))


def refused(token: str | Secret, **changes: Any) -> str:
    """The one sentence with which a token is refused; it never holds the token."""
    with pytest.raises(BadIdToken) as caught:
        verify(token, **changes)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    text = token.reveal() if isinstance(token, Secret) else token
    assert len(text) < 4 or text not in sentence
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return sentence


def failed(token: str | Secret, **changes: Any) -> list[str]:
    """The names of all checks that fail."""
    found = id_token_checks.checks(token, **expected(**changes))
    return [each.name for each in found if each.problem]
