"""One call to the API: what is sent, and when it is sent once more."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from helpers.credentials.secret import Secret, kind_of, reveal
from helpers.credentials.token import Token, hidden_token
from helpers.errors import CourseError
from helpers.helix import waiting
from helpers.helix.limits import seconds_to_wait
from helpers.helix.parameters import Params, pairs, plain_number
from helpers.wire import check_headers, send, twitch

# A second request of these changes nothing more (RFC 9110, 9.2.2). After a 503 nobody knows
# whether a POST was carried out: sent twice, it could make two clips or two polls.
SAFE_TO_REPEAT = ("GET", "PUT", "DELETE")


@dataclass(frozen=True)
class Call:
    """A call that is ready to be sent. `params` are pairs, so that each can be repeated."""

    method: str
    url: str
    params: list[tuple[str, str]]
    headers: Mapping[str, str | Secret] = field(repr=False)  # it holds the token
    body: bytes | None = field(repr=False)


def prepare(
    method: str,
    path: str,
    token: Token | Secret | str,
    client_id: str | None,
    params: Params | None,
    body: Any = None,
) -> Call:
    """Return the call. Raises CourseError for a path, parameter or body that cannot be sent."""
    client_id = _client_id(token, client_id)
    token = hidden_token(token)
    headers: dict[str, str | Secret] = {
        "Authorization": Secret(f"Bearer {reveal(token)}"),
        "Client-Id": client_id,
    }
    if body is not None:
        headers["Content-Type"] = "application/json"
    check_headers(headers)
    sent_body = None if body is None else _as_json(body)
    return Call(method, f"{twitch().api_url}/{_path(path)}", pairs(params), headers, sent_body)


def answer(call: Call) -> requests.Response:
    """Return the answer, whatever its status, as dev.twitch.tv/docs/api/guide says.

    After a 429 the call waits for the rate limit, after a 503 it does not wait; each is sent
    again once. A POST or PATCH is not sent again after a 503.
    """
    response = _send(call)
    if response.status_code == 503 and call.method in SAFE_TO_REPEAT:
        response = _send(call)
    if response.status_code == 429:  # the bucket was empty: nothing was carried out
        waiting.wait(seconds_to_wait(response))
        response = _send(call)
    return response


def _send(call: Call) -> requests.Response:
    return send(call.method, call.url, params=call.params, headers=call.headers, data=call.body)


def _client_id(token: Token | Secret | str, client_id: str | None) -> str:
    if client_id is not None:
        return client_id
    if isinstance(token, Token) and token.client_id is not None:
        return token.client_id
    raise CourseError(
        "It is not known which application this token was made for. "
        "Add client_id=… with the client ID of that application."
    )


def _path(path: str) -> str:
    clean = path.strip("/") if isinstance(path, str) else ""
    if re.fullmatch(r"\w+(/\w+)*", clean, re.ASCII):  # a whole address could leak the token
        return clean
    raise CourseError(
        f"{_shown(path)} is not a path of the Twitch API. "
        'Write it without the server, for example "users", and give its parameters as params={…}.'
    )


def _shown(path: object) -> str:
    if not isinstance(path, str):
        return f"A path {kind_of(path)}"
    # What comes behind ? and #, or before @, may hold a secret.
    return "This address" if "@" in path else repr(re.split("[?#]", path)[0][:80])


def _as_json(body: Any) -> bytes:
    try:
        return json.dumps(body, allow_nan=False, default=plain_number).encode()
    except (TypeError, ValueError, RecursionError):
        # "from None": the original error may quote the body.
        raise CourseError(
            "This body cannot be written as JSON. "
            "Use dicts, lists, text, numbers, True, False and None."
        ) from None
