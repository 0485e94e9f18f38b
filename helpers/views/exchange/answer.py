"""Reads an answer that may be anything: not JSON, not text, damaged, huge, or made by hand."""

import json
import re
from typing import Any

import requests

from helpers.credentials.sent import header, secrets_again
from helpers.errors import CourseError
from helpers.views import look
from helpers.views.exchange.masking import shown_json

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\ufffd]")  # hardly ever in a text


def checked(response: object, view: str) -> requests.Response:
    """Return the response. Raises CourseError, in the name of `view`, for what is none."""
    if isinstance(response, requests.Response):
        return response
    raise CourseError(
        f"{view}(…) takes a response: what a request gave back. This is {look.kind(response)}. "
        "Run the cell that makes the request, and give it what that cell calls response."
    )


def request_of(response: requests.Response) -> requests.PreparedRequest | None:
    """Return the request that an answer belongs to; None for an answer made by hand."""
    request = response.request
    return request if isinstance(request, requests.PreparedRequest) else None


def status(response: requests.Response) -> int:
    """Return the HTTP status, 0 if there is none."""
    return response.status_code if isinstance(response.status_code, int) else 0


def succeeded(response: requests.Response) -> bool:
    """Tell whether the status is that of a success."""
    return 200 <= status(response) < 300


def content(response: requests.Response) -> bytes:
    """Return the body; b"" for one that cannot be unpacked, or was read piece by piece."""
    try:
        found = response.content
    except (requests.RequestException, RuntimeError, AttributeError):
        return b""
    return found if isinstance(found, bytes) else b""


def text(response: requests.Response) -> str:
    """Return the body as text. What is no text is told by its size and type."""
    raw = content(response)
    try:
        found = raw.decode(response.encoding or "utf-8", "replace")
    except (LookupError, TypeError, ValueError):  # an encoding that nobody knows
        found = raw.decode("utf-8", "replace")
    start = found[:2_000]
    if len(_CONTROL.findall(start)) > max(1, len(start) // 20):
        kind = header(response, "Content-Type") or "of an unknown type"
        return f"({len(raw):,} bytes that are not text: {kind})"
    return found.removeprefix("\ufeff")


def json_body(response: requests.Response) -> Any:
    """Return the parsed body, folded and with its secrets hidden; None when it is no JSON."""
    parsed, _ = parse(text(response))
    # First by the fields' names, so that a token which is sent back is still seen by its start.
    return shown_json(parsed, find=secrets_again(request_of(response)))


def parse(body: str) -> tuple[Any, str]:
    """Return the parsed JSON, and why there is none ("" if there is)."""
    try:
        return _parsed(body), ""
    except ValueError:
        return None, "This is not JSON, or not all of it."
    except RecursionError:
        return None, "This is JSON that is nested too deep to be read."


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python reads no number of more than 4,300 digits
        return json.loads(body, parse_int=_integer)


def _integer(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits
