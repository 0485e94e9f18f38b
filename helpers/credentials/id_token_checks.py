"""Every check that an ID token must pass before anyone believes it.

OpenID Connect Core 1.0, sections 3.1.3.7 (the checks) and 3.2.2.9 (at_hash)
https://dev.twitch.tv/docs/authentication/getting-tokens-oidc
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from helpers import clock, words
from helpers.credentials.answers import checked_body
from helpers.credentials.id_token import ALGORITHM, base64url, moment, parts, signature_fits
from helpers.credentials.secret import Secret, reveal
from helpers.credentials.token import Token, hidden_token
from helpers.errors import BadAnswer

if TYPE_CHECKING:
    import requests

CLOCK_SKEW = timedelta(seconds=60)  # this computer's clock may be that slow


@dataclass(frozen=True, repr=False)
class Check:
    """One check: what was expected, what was found (None: nothing), the problem ("": passed)."""

    name: str
    expected: str
    found: str | None
    problem: str


def checks(
    id_token: Secret | str,
    *,
    keys: "requests.Response | Mapping[str, Any]",
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: Token | Secret | str | None = None,
) -> list[Check]:
    """Return every check of an ID token with its result, in the order of the specification.

    Raises BadIdToken for what is no ID token at all; Refusal or BadAnswer for unusable keys.
    """
    token = parts(id_token)
    results = [
        *_signature_checks(id_token, token.header, _key_list(keys)),
        *_party_checks(token.claims, issuer, client_id),
        *_time_checks(token.claims),
        _nonce_check(token.claims, nonce),
    ]
    if access_token is not None and "at_hash" in token.claims:
        results.append(_access_token_check(token.claims, access_token))
    return results


def _signature_checks(
    id_token: Secret | str, header: dict[str, Any], keys: list[dict[str, Any]]
) -> list[Check]:
    algorithm, kid = header.get("alg"), header.get("kid")
    key = next((key for key in keys if kid is not None and key.get("kid") == kid), None)
    fits = key is not None and signature_fits(id_token, key)
    return [
        _check(
            "alg",
            ALGORITHM,
            algorithm,
            algorithm == ALGORITHM,
            f"The ID token names another signature algorithm than {ALGORITHM}, the only one that "
            "Twitch uses. It was not made by Twitch. Throw it away and sign in again.",
        ),
        _check(
            "kid",
            "the name of one of Twitch's keys",
            kid,
            key is not None,
            "The ID token names a key (kid) that is not among Twitch's keys, so its signature "
            "cannot be checked. Fetch the keys again; if that does not help, sign in again.",
        ),
        _check(
            "signature",
            "made with that key",
            "made with that key" if fits else "not made with that key, or not for this text",
            fits,
            "The signature does not fit the ID token: somebody changed the token, or made it "
            "without Twitch's key. Believe nothing in it. Throw it away and sign in again.",
        ),
    ]


def _party_checks(claims: dict[str, Any], issuer: str, client_id: str) -> list[Check]:
    audience, party = claims.get("aud"), claims.get("azp")
    audiences = audience if isinstance(audience, list) else [audience]
    results = [
        _check(
            "iss",
            issuer,
            claims.get("iss"),
            claims.get("iss") == issuer,
            "The ID token was issued (iss) by another login service than the one that you asked. "
            "Throw it away and sign in again.",
        ),
        _check(
            "aud",
            client_id,
            audience,
            client_id in audiences,
            "The ID token was made for another application (aud), not for yours. Do not sign "
            "anyone in with it. Check your client ID, then sign in again.",
        ),
        _check(
            "sub",
            "the number of an account",
            claims.get("sub"),
            isinstance(claims.get("sub"), str) and claims["sub"] != "",
            "The ID token does not say who signed in: its sub is empty or no text. "
            "Throw it away and sign in again.",
        ),
    ]
    if party is not None or len(audiences) > 1:
        results.append(
            _check(
                "azp",
                client_id,
                party,
                party == client_id,
                "The ID token was given to another application (azp), not to yours. "
                "Throw it away and sign in again.",
            )
        )
    return results


def _time_checks(claims: dict[str, Any]) -> list[Check]:
    now = clock.now()
    expires, issued = moment(claims.get("exp")), moment(claims.get("iat"))
    return [
        _check(
            "exp",
            f"later than {words.instant(now)}",
            words.instant(expires) if expires else claims.get("exp"),
            expires is not None and now < expires,
            "The ID token is over (exp): it says who signed in then, not who is here now. "
            "Sign in again; if the new one is over too, set the clock of this computer.",
        ),
        _check(
            "iat",
            f"not later than {words.instant(now)}",
            words.instant(issued) if issued else claims.get("iat"),
            issued is not None and issued <= now + CLOCK_SKEW,
            "The ID token says that it was made in the future (iat). Check the clock of this "
            "computer; if it is right, throw the token away and sign in again.",
        ),
    ]


def _nonce_check(claims: dict[str, Any], nonce: str) -> Check:
    return _check(
        "nonce",
        nonce,
        claims.get("nonce"),
        nonce != "" and _same(claims.get("nonce"), nonce),
        "The nonce in the ID token is not the one that was sent, so the token belongs to another "
        "sign-in; somebody may have slipped it in. Throw it away and sign in again.",
    )


def _access_token_check(claims: dict[str, Any], access_token: Token | Secret | str) -> Check:
    access_token = hidden_token(access_token)
    digest = hashlib.sha256(reveal(access_token).encode(errors="replace")).digest()
    expected = base64url(digest[: len(digest) // 2])  # OpenID Connect Core, section 3.2.2.9
    return _check(
        "at_hash",
        expected,
        claims["at_hash"],
        _same(claims["at_hash"], expected),
        "The ID token does not belong to this access token (at_hash): one of the two was swapped. "
        "Use neither of them, and sign in again.",
    )


def _check(name: str, expected: str, found: object, passed: bool, problem: str) -> Check:
    if found is None:
        problem = (
            f"The ID token has no {name}, and cannot be trusted without one. "
            "Throw it away and sign in again."
        )
    text = found if found is None or isinstance(found, str) else json.dumps(found)
    return Check(name, expected, text, "" if passed else problem)


def _same(found: object, expected: str) -> bool:
    # Secret compares in constant time.
    return isinstance(found, str) and Secret(found) == expected


def _key_list(keys: "requests.Response | Mapping[str, Any]") -> list[dict[str, Any]]:
    body = keys if isinstance(keys, Mapping) else checked_body(keys)
    found = body.get("keys")
    if not isinstance(found, list):
        raise BadAnswer(
            "There is no list of keys in this answer. Fetch the keys from Twitch again."
        )
    return [key for key in found if isinstance(key, dict)]
