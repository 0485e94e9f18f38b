"""Reads Twitch's answers to POST /token and GET /validate, and trusts nothing in them.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth; RFC 6749, sections 5.1 and 5.2
https://dev.twitch.tv/docs/authentication/validate-tokens
"""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from helpers import clock
from helpers.credentials.exchange import json_object, parameters, refuse_no_response
from helpers.credentials.refusals import refusal
from helpers.credentials.secret import Secret, sendable
from helpers.errors import BadAnswer

if TYPE_CHECKING:
    import requests

LONGEST_LIFETIME = 100 * 365 * 86_400  # seconds; a longer one is a mistake


def fields(response: "requests.Response") -> dict[str, Any]:
    """Return what the answer and its request tell, by the names of the fields of `Token`.

    Raises Refusal for an error status, BadAnswer if no usable token is in the answer.
    """
    body = checked_body(response)
    sent = parameters(response)
    try:
        return {
            "access_token": secret(body.get("access_token"), "access_token"),
            "kind": "app" if sent.get("grant_type") == "client_credentials" else "user",
            "token_type": bearer(body.get("token_type")),
            "expires_at": expiry(body.get("expires_in")),
            "scopes": scope_names(body.get("scope")),
            "client_id": sent.get("client_id"),
            # Where there is none, some servers send "" instead of leaving it out.
            "refresh_token": optional_secret(body.get("refresh_token") or None, "refresh_token"),
        }
    except ValueError as problem:
        again = "Run this cell again, or the one that made the request"
        raise BadAnswer(f"Twitch's answer cannot be used: {problem}. {again}.") from None


def validation(response: "requests.Response") -> dict[str, Any]:
    """Return what GET /validate tells, by the names of the fields of `Token`.

    An app access token has no owner. Raises Refusal for an error status, BadAnswer if the answer
    cannot be used.
    """
    body = checked_body(response)
    try:
        return {
            "client_id": text(body.get("client_id"), "client_id"),
            "user_id": text(body.get("user_id"), "user_id"),
            "login": text(body.get("login"), "login"),
            "scopes": scope_names(body.get("scopes")),
            "expires_at": expiry(body.get("expires_in")),
        }
    except ValueError as problem:
        raise BadAnswer(f"Twitch's answer cannot be used: {problem}. Ask it again.") from None


def check(response: "requests.Response") -> None:
    """Raise Refusal for an error status, CourseError for what is no response at all."""
    refuse_no_response(response)
    if not 200 <= response.status_code < 300:
        raise refusal(response)


# --- checks of one value: each raises ValueError, whose text never holds the value ------------


def secret(value: object, name: str) -> Secret:
    """Return the value, hidden: visible ASCII without spaces, as it goes into a header."""
    if not isinstance(value, str) or not re.fullmatch(r"[!-~]+", value):
        raise ValueError(f"{name} is missing, empty or damaged")
    return Secret(value)


def optional_secret(value: object, name: str) -> Secret | None:
    """Return the value, hidden, or None if there is none."""
    return None if value is None else secret(value, name)


def text(value: object, name: str) -> str | None:
    """Return the value, or None if there is none."""
    if value is not None and not (isinstance(value, str) and sendable(value)):
        raise ValueError(f"{name} is not a text")
    return value


def scope_names(value: object) -> tuple[str, ...]:
    """Return the scopes: Twitch sends a list, RFC 6749 (3.3) says words between spaces."""
    names = value.split() if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(
        isinstance(name, str) and sendable(name) for name in names
    ):
        raise ValueError("scope is not a list of names")
    return tuple(names)


def expiry(seconds: object) -> datetime | None:
    """Return when (UTC) a lifetime in seconds ends; None if it is not told, or 0: never."""
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise ValueError("expires_in is not a number")
    if not 0 <= seconds <= LONGEST_LIFETIME:  # NaN is not in between either
        raise ValueError("expires_in is no sensible number of seconds")
    return clock.now() + timedelta(seconds=seconds) if seconds else None


def bearer(value: object) -> str:
    """Return "bearer", the one type of token that Twitch has (RFC 6749, 5.1: in any case)."""
    if not isinstance(value, str) or value.lower() != "bearer":
        raise ValueError("token_type is not bearer")
    return "bearer"


# --- the parts of an HTTP exchange ------------------------------------------------------------


def checked_body(response: "requests.Response") -> dict[str, Any]:
    """Return the JSON object of a successful answer.

    Raises Refusal for an error status, BadAnswer if the body is not a whole JSON object.
    """
    check(response)
    body = json_object(response)
    if response.status_code == 204:
        raise BadAnswer(
            "Twitch answered 204 No Content: it is done, and the answer holds nothing to read."
        )
    if body is None:
        raise BadAnswer("Twitch's answer is not a whole JSON object. Make the request again.")
    return body
