"""The JSON answers of the login service and of the API, byte for byte."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

# Web pages call /validate and the API with fetch (the exact headers are UNCONFIRMED).
CORS = {"Access-Control-Allow-Origin": "*"}
PREFLIGHT = {
    **CORS,
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Client-Id, Content-Type",
    "Access-Control-Max-Age": "600",
}
# Answers with a token in them must not be kept (RFC 6749, section 5.1).
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}

_LOGIN_TYPE = "application/json"  # UNCONFIRMED
_HELIX_TYPE = "application/json; charset=utf-8"
# json.dumps would make an encoder for each answer.
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Refused(Exception):
    """Ends the handling of a request early. `response` is the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def login(body: Mapping[str, Any], status: int = 200) -> Response:
    """Return an answer of the login service. It ends with a newline, as a Go server writes it.

    The newline was seen on errors; on other answers it is UNCONFIRMED.
    """
    return Response(_text(body) + "\n", status, NO_STORE, media_type=_LOGIN_TYPE)


def login_error(status: int, message: str) -> Response:
    """Return an error of the login service: `status` and `message`, no `error`."""
    return login({"status": status, "message": message}, status)


def helix(body: Mapping[str, Any], headers: Mapping[str, str], status: int = 200) -> Response:
    """Return an answer of the API."""
    return Response(_text(body), status, {**headers, **CORS}, media_type=_HELIX_TYPE)


def helix_empty(headers: Mapping[str, str]) -> Response:
    """Return an answer of the API without content."""
    return Response(status_code=204, headers={**headers, **CORS})


def helix_error(status: int, message: str, headers: Mapping[str, str]) -> Response:
    """Return an error of the API: `error` (the status in words), `status`, `message`."""
    body = {"error": HTTPStatus(status).phrase, "status": status, "message": message}
    return helix(body, headers, status)
