"""Reads Twitch's answers to POST /token and GET /validate, and trusts nothing in them.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth; RFC 6749, sections 5.1 and 5.2
https://dev.twitch.tv/docs/authentication/validate-tokens
"""

import html
import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from helpers import clock
from helpers.catalogue.explain import Explanation, explanation
from helpers.credentials import form
from helpers.credentials.secret import Secret, kind_of, sendable
from helpers.errors import BadAnswer, CourseError, Refusal

if TYPE_CHECKING:
    import requests

LONGEST_MESSAGE = 200  # characters
SHORTEST_SECRET = 8
# The parameters of the login service that nobody may read.
SECRET_PARAMETERS = (
    *("client_secret", "code", "device_code", "token"),
    *("access_token", "refresh_token", "id_token"),
)
LONGEST_LIFETIME = 100 * 365 * 86_400  # seconds; a longer one is a mistake


def fields(response: "requests.Response") -> dict[str, Any]:
    """Return what the answer and its request tell, by the names of the fields of `Token`.

    Raises Refusal for an error status, BadAnswer if no usable token is in the answer.
    """
    body = checked_body(response)
    sent = _parameters(response)
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
    _refuse_no_response(response)
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
    body = _json_object(response)
    if response.status_code == 204:
        raise BadAnswer(
            "Twitch answered 204 No Content: it is done, and the answer holds nothing to read."
        )
    if body is None:
        raise BadAnswer("Twitch's answer is not a whole JSON object. Make the request again.")
    return body


def _refuse_no_response(response: object) -> None:
    if not hasattr(response, "status_code"):
        raise CourseError(
            f"This needs the whole response of a request, and it is {kind_of(response)}. "
            "Give what the call returned, without .json()."
        )


def _json_object(response: "requests.Response") -> dict[str, Any] | None:
    try:
        body = response.json()
    except (ValueError, RecursionError):  # an HTML page, half an answer, too deep a nest
        return None
    return body if isinstance(body, dict) else None


def refusal(response: "requests.Response") -> Refusal:
    """Return the error that stands for an answer with an error status."""
    found, body = explained(response), _json_object(response)
    return Refusal(
        str(found),
        response.status_code,
        _message(body, response),
        body,
        kind=found.kind,
        cause=found.cause,
    )


def explained(response: "requests.Response") -> Explanation:
    """Return what an answer with an error status means: of the table, and of what was sent.

    Raises CourseError for what is no response at all.
    """
    _refuse_no_response(response)
    body = _json_object(response)
    message = _message(body, response)
    found = explanation(response.status_code, message)
    if body is None and response.content:
        not_json = f"The body of the answer ({response.status_code}) was not JSON."
        return found._replace(cure=f"{found.cure} {not_json}")
    if message and not found.known:
        return found._replace(cure=f"{found.cure} Twitch's message: {message[:LONGEST_MESSAGE]}")
    return _looked_at(found, _sent(response))


def _looked_at(found: Explanation, sent: dict[str, str]) -> Explanation:
    """Return a better explanation, if the value that Twitch did not know betrays one."""
    value = Secret(sent.get(found.doubtful, ""))
    if not value:
        return found
    if odd := form.oddity(found.doubtful, value, sent.get("client_id", "")):
        return found._replace(cause=odd[0], cure=odd[1])
    return found._replace(cause=f"{found.cause[:-1]}{form.length(found.doubtful, value)}.")


def _message(body: dict[str, Any] | None, response: "requests.Response") -> str:
    """Return Twitch's own text on one line, without the secrets of the request."""
    message = (body or {}).get("message")
    if not isinstance(message, str):
        return ""
    sent = _sent(response)
    for form_ in _forms([sent[name] for name in SECRET_PARAMETERS if name in sent]):
        message = re.sub(re.escape(form_), "(hidden)", message, flags=re.IGNORECASE)
    return " ".join(message.encode(errors="replace").decode().split())


def _forms(secrets: list[str]) -> list[str]:
    """Return every form in which secrets may come back, the longest first."""
    found = set()
    for whole in secrets:
        # Who pasted quotes or "oauth:" with it may be told of what is between them alone.
        for part in (whole, *re.findall(r"[\w.~+/-]+", whole)):
            found |= {part, json.dumps(part)[1:-1], html.escape(part), repr(part)[1:-1]}
            found |= {quote(part, safe, errors="replace") for safe in ("", "/")}
            found |= {quote_plus(part, errors="replace")}
    return sorted((each for each in found if len(each) >= SHORTEST_SECRET), key=len, reverse=True)


def _sent(response: "requests.Response") -> dict[str, str]:
    """Return what the request carried, with the token of its header as "token"."""
    headers = response.request.headers if response.request else {}
    # Without a scheme in front, all of the header is the token.
    header = str(headers.get("Authorization", ""))
    token = re.sub(r"(?i)^(bearer|oauth|basic)\b", "", header).strip()
    client_id = str(headers.get("Client-Id", ""))
    found = {"token": token, "client_id": client_id, **_parameters(response)}
    return {name: value for name, value in found.items() if value}


def _parameters(response: "requests.Response") -> dict[str, str]:
    """Return what the request carried, in its address and in its form body."""
    request = response.request
    if request is None:  # a Response that was made by hand
        return {}
    body = request.body if isinstance(request.body, (str, bytes)) else ""
    text = body if isinstance(body, str) else body.decode("ascii", "replace")
    return dict(parse_qsl(urlsplit(request.url or "").query) + parse_qsl(text))
