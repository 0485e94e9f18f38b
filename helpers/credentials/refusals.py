"""What an answer with an error status means: what the table says, and what was sent.

https://dev.twitch.tv/docs/api/guide; RFC 6749, section 5.2
"""

from typing import TYPE_CHECKING, Any

from helpers.catalogue.explain import Explanation, explanation
from helpers.credentials import form
from helpers.credentials.exchange import json_object, refuse_no_response, sent
from helpers.credentials.secret import Secret
from helpers.credentials.sent import secrets_again
from helpers.credentials.spellings import Find, without
from helpers.errors import Refusal

if TYPE_CHECKING:
    import requests

LONGEST_MESSAGE = 200  # characters


def refusal(response: "requests.Response") -> Refusal:
    """Return the error that stands for an answer with an error status."""
    found, body = explained(response), json_object(response)
    return Refusal(
        str(found),
        response.status_code,
        _message(body, response),
        None if body is None else _without_secrets(body, response),
        kind=found.kind,
        cause=found.cause,
    )


def explained(response: "requests.Response") -> Explanation:
    """Return what an answer with an error status means: of the table, and of what was sent.

    Raises CourseError for what is no response at all.
    """
    refuse_no_response(response)
    body = json_object(response)
    message = _message(body, response)
    found = explanation(response.status_code, message)
    if body is None and response.content:
        not_json = f"The body of the answer ({response.status_code}) was not JSON."
        return found._replace(cure=f"{found.cure} {not_json}")
    if message and not found.known:
        return found._replace(cure=f"{found.cure} Twitch's message: {message[:LONGEST_MESSAGE]}")
    return _looked_at(found, sent(response))


def _looked_at(found: Explanation, carried: dict[str, str]) -> Explanation:
    """Return a better explanation, if the value that Twitch did not know betrays one."""
    value = Secret(carried.get(found.doubtful, ""))
    if not value:
        return found
    if odd := form.oddity(found.doubtful, value, carried.get("client_id", "")):
        return found._replace(cause=odd[0], cure=odd[1])
    return found._replace(cause=f"{found.cause[:-1]}{form.length(found.doubtful, value)}.")


def _message(body: dict[str, Any] | None, response: "requests.Response") -> str:
    """Return Twitch's own text on one line, without the secrets of the request."""
    message = (body or {}).get("message")
    if not isinstance(message, str):
        return ""
    hidden: str = _without_secrets(message, response)
    return " ".join(hidden.encode(errors="replace").decode().split())


def _without_secrets(body: Any, response: "requests.Response") -> Any:
    """Return parsed JSON without the secrets of the request, should an answer repeat one."""
    return _replaced(body, secrets_again(response.request))


def _replaced(value: Any, find: Find) -> Any:
    if isinstance(value, str):
        return without(value, find)
    if isinstance(value, list):
        return [_replaced(each, find) for each in value]
    if isinstance(value, dict):
        return {_replaced(name, find): _replaced(each, find) for name, each in value.items()}
    return value
