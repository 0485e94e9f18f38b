"""An ID token: its three parts, and whether its signature fits.

OpenID Connect Core 1.0, section 2; RFC 7519 (JWT); RFC 7515 (its signature)
https://dev.twitch.tv/docs/authentication/getting-tokens-oidc
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from helpers.credentials.secret import Secret, reveal
from helpers.errors import BadIdToken, CourseError, sentence_only

ALGORITHM = "RS256"  # the only one: a token must not choose how it is checked
LONGEST = 8192  # characters; a real one has about a thousand
MOST_BRACKETS = 100  # a real one has a handful; a nest of thousands could not be shown


@dataclass(frozen=True, repr=False)  # no repr: the claims hold the nonce
class Parts:
    """The three parts of an ID token, decoded. Nothing in them has been checked."""

    header: dict[str, Any]
    claims: dict[str, Any]
    signature: bytes


@sentence_only
def parts(id_token: Secret | str) -> Parts:
    """Return the header, the claims and the signature, unchecked. Raises BadIdToken."""
    import jwt  # only now: `import helpers` stays fast

    id_token = Secret(id_token)
    try:
        if len(id_token) > LONGEST:
            raise ValueError("too long")
        found = jwt.PyJWS().decode_complete(id_token.reveal(), options={"verify_signature": False})
        header, claims = found["header"], json.loads(found["payload"])
        if not isinstance(claims, dict):
            raise ValueError("no object")
        shown = json.dumps([header, claims], ensure_ascii=False)
        shown.encode()  # half a character cannot be shown
        if shown.count("[") + shown.count("{") > MOST_BRACKETS:
            raise ValueError("too deep")
    except (jwt.InvalidTokenError, ValueError, RecursionError):  # their texts may quote the token
        raise BadIdToken(
            "This is not an ID token: that is three parts with dots between them, and the first "
            "two hold JSON. An access token is none. Take id_token from Twitch's answer, whole."
        ) from None
    return Parts(header, claims, found["signature"])


def signature_fits(id_token: Secret | str, key: dict[str, Any]) -> bool:
    """Tell whether the signature was made for this text with the private half of a key (a JWK)."""
    import jwt

    try:
        # PyJWS looks at the signature alone: PyJWT's check of the claims has a clock of its own.
        jwt.PyJWS().decode(
            reveal(id_token),
            jwt.PyJWK(key, ALGORITHM),
            algorithms=[ALGORITHM],
            # RFC 7518, section 3.3: a key has 2048 bits or more.
            options={"verify_signature": True, "enforce_minimum_key_length": True},
        )
    except (jwt.PyJWTError, ValueError, TypeError):  # ValueError, TypeError: a damaged key
        return False
    return True


def tamper(id_token: Secret | str, **claims: object) -> Secret:
    """Return the ID token with other claims but its old signature: all that a forger can do."""
    changed = parts(id_token).claims | claims
    try:
        payload = base64url(json.dumps(changed).encode())
    except (TypeError, ValueError, RecursionError):
        raise CourseError("A claim must be text, a number, a list or a dict.") from None
    header, _, signature = reveal(id_token).split(".")
    return Secret(f"{header}.{payload}.{signature}")


def moment(seconds: object) -> datetime | None:
    """Return the moment in UTC that a claim names in Unix seconds; None if it names none."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(seconds, timezone.utc)
    except (ValueError, OverflowError, OSError):  # NaN, or thousands of years away
        return None


def base64url(data: bytes) -> str:
    """Return bytes as text for a JWT: base64 for URLs, without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
