"""OpenID Connect: who signed in, told by an ID token that Twitch has signed.

https://dev.twitch.tv/docs/authentication/getting-tokens-oidc
OpenID Connect Core 1.0; OpenID Connect Discovery 1.0
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from helpers.credentials import answers
from helpers.credentials.id_token import parts, tamper
from helpers.credentials.id_token_checks import checks
from helpers.credentials.scope_names import scope_names
from helpers.credentials.secret import Secret, reveal
from helpers.credentials.token import Token, hidden_token
from helpers.errors import BadAnswer, BadIdToken, CourseError, NoTokenInAddress
from helpers.grants import implicit
from helpers.grants.implicit import new_state
from helpers.redirect import address as redirect_address
from helpers.wire import authorize_address, send, twitch

__all__ = [
    "Answer",
    "authorization_url",
    "discover",
    "id_token_of",
    "keys",
    "new_nonce",
    "new_state",
    "parse_redirect",
    "tamper",
    "user_info",
    "verify",
]


@dataclass(frozen=True)
class Answer:
    """What came back behind #: an ID token, and the access token if it was asked for too."""

    id_token: Secret
    token: Token | None


def discover() -> requests.Response:
    """Return Twitch's answer: JSON with its issuer, its endpoints, and what it supports."""
    return send("GET", f"{twitch().id_url}/.well-known/openid-configuration")


def keys() -> requests.Response:
    """Return Twitch's answer: JSON with the public keys that its signatures are checked with."""
    return send("GET", f"{twitch().id_url}/keys")


def new_nonce() -> str:
    """Return 256 random bits as text: proof that an ID token was made for this sign-in."""
    return secrets.token_urlsafe(32)


def authorization_url(
    client_id: str,
    redirect_uri: str,
    scopes: Iterable[str] | str,
    state: str,
    nonce: str,
    claims: Mapping[str, Mapping[str, None]] | None = None,
    response_type: str = "code",
    force_verify: bool = False,
) -> str:
    """Return the address that the user's browser opens to sign in and give consent.

    `claims` asks for more than the default, such as {"id_token": {"email": None}, "userinfo":
    {"picture": None}}. `response_type` is "code", "id_token" or "token id_token". Raises
    CourseError if `openid` is not among the scopes.
    """
    names = scope_names(scopes)
    if "openid" not in names:
        raise CourseError(
            "The scope openid is missing, and Twitch gives an ID token only with it. "
            "Add openid to the scopes, then run this cell again."
        )
    extra = {"nonce": nonce}
    if claims:
        extra["claims"] = _as_json(claims)
    return authorize_address(
        response_type, client_id, redirect_uri, names, state, force_verify, extra
    )


def parse_redirect(address: str, expected_state: str) -> Answer:
    """Return the ID token that an address of the redirect page carries, in its fragment.

    For the response types "id_token" and "token id_token"; an answer with a code is for
    `authorization_code.parse_redirect`. Raises NotAnAddress, ConsentRefused, RedirectMismatch,
    AuthorizationFailed, WrongState or NoTokenInAddress.
    """
    answer = redirect_address.read(address)
    redirect_address.check_error(answer, expected_state)
    if "id_token" not in answer.fragment:
        raise NoTokenInAddress(
            "There is no id_token behind # in this address. Copy the address of the page that you "
            "came back to after Authorize, all of it, and paste it again."
        )
    redirect_address.check_state(answer.fragment, expected_state)
    with_token = "access_token" in answer.fragment
    return Answer(
        id_token=_id_token(answer.fragment["id_token"]),
        token=implicit.parse_redirect(address, expected_state) if with_token else None,
    )


def id_token_of(response: requests.Response) -> Secret:
    """Return the ID token in Twitch's answer to POST /token.

    Raises Refusal for an error status, BadAnswer if no usable ID token is in the answer.
    """
    try:
        return answers.secret(answers.checked_body(response).get("id_token"), "id_token")
    except ValueError as problem:
        raise BadAnswer(
            f"Twitch's answer cannot be used: {problem}. Ask for the scope openid when the user "
            "authorizes, then exchange the new code."
        ) from None


def user_info(access_token: Token | Secret | str) -> requests.Response:
    """Return Twitch's answer: JSON with aud, exp, iat, iss, sub, and the `userinfo` claims.

    `sub` is the user's ID. An error status is returned too.
    """
    access_token = hidden_token(access_token)
    headers = {"Authorization": Secret(f"Bearer {reveal(access_token)}")}
    return send("GET", f"{twitch().id_url}/userinfo", headers=headers)


def verify(
    id_token: Secret | str,
    *,
    keys: requests.Response | Mapping[str, Any],
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: Token | Secret | str | None = None,
) -> dict[str, Any]:
    """Return the claims of an ID token that passes every check of credentials/id_token_checks.py.

    Give the access token that came with it, if one did. Raises BadIdToken with the first check
    that failed; Refusal or BadAnswer if the keys cannot be used.
    """
    for check in checks(
        id_token,
        keys=keys,
        issuer=issuer,
        client_id=client_id,
        nonce=nonce,
        access_token=access_token,
    ):
        if check.problem:
            raise BadIdToken(check.problem)
    return parts(id_token).claims


def _as_json(claims: Mapping[str, Mapping[str, None]]) -> str:
    try:
        return json.dumps(claims, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        raise CourseError(
            'These claims cannot be sent. Write them as {"id_token": {"email": None}}.'
        ) from None


def _id_token(values: list[str]) -> Secret:
    try:
        [value] = values
        return answers.secret(value, "id_token")
    except ValueError:
        raise NoTokenInAddress(
            "The address has a place for the ID token, but it is empty or damaged. "
            "Nothing was saved. Authorize again from the notebook."
        ) from None
