"""The JSON answers of the login service and of the API, byte for byte."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

# Recorded on every answer of /token, /validate, /authorize and the API. That of a preflight is
# UNCONFIRMED.
CORS = {"Access-Control-Allow-Origin": "*"}
PREFLIGHT = {
    **CORS,
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Client-Id, Content-Type",
    "Access-Control-Max-Age": "600",
}
# For pages, and for redirects with a token in the address. Twitch's JSON has no such header, though
# RFC 6749, section 5.1, wants it where a token is inside.
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}

_API = {**CORS, "Timing-Allow-Origin": "https://www.twitch.tv"}
_LOGIN_TYPE = "application/json"
_HELIX_TYPE = "application/json; charset=utf-8"
# json.dumps would make an encoder for each answer.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Refused(Exception):
    """Ends the handling of a request early. `response` is the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def login(body: Mapping[str, Any], status: int = 200) -> Response:
    """Return an answer of the login service. It ends with a newline, as a Go server writes it."""
    return Response(_text(body) + "\n", status, CORS, media_type=_LOGIN_TYPE)


def login_error(status: int, message: str) -> Response:
    """Return an error of the login service: `status` and `message`, no `error`."""
    return login({"status": status, "message": message}, status)


def helix(body: Mapping[str, Any], headers: Mapping[str, str], status: int = 200) -> Response:
    """Return an answer of the API, without a newline at the end."""
    return Response(_text(body), status, {**headers, **_API}, media_type=_HELIX_TYPE)


def helix_empty(headers: Mapping[str, str]) -> Response:
    """Return an answer of the API without content."""
    return Response(status_code=204, headers={**headers, **_API})


def helix_error(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error of the API: `error` (the status in words), `status`, `message`.

    Without the rate limit's `headers` it says that the call never reached an endpoint.
    """
    body = {"error": HTTPStatus(status).phrase, "status": status, "message": message}
    return helix(body, headers or {}, status)


def _text(body: Mapping[str, Any]) -> str:
    # As Go writes JSON, so that it may stand in HTML; recorded for & in titles.
    text = _encode(body)
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")
