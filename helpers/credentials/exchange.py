"""The parts of an HTTP exchange with Twitch: what was sent, and the JSON that came back."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from helpers.credentials.secret import kind_of
from helpers.credentials.sent import body, header, pairs, scheme_and_token
from helpers.errors import CourseError

if TYPE_CHECKING:
    import requests


def refuse_no_response(response: object) -> None:
    """Raise CourseError for what is no response at all."""
    if not hasattr(response, "status_code"):
        raise CourseError(
            f"This needs the whole response of a request, and it is {kind_of(response)}. "
            "Give what the call returned, without .json()."
        )


def json_object(response: "requests.Response") -> dict[str, Any] | None:
    """Return the body if it is a whole JSON object, else None."""
    try:
        body = response.json()
    except (ValueError, RecursionError):  # an HTML page, half an answer, too deep a nest
        return None
    return body if isinstance(body, dict) else None


def sent(response: "requests.Response") -> dict[str, str]:
    """Return what the request carried, with the token of its header as "token"."""
    request = response.request
    if request is None:  # a Response that was made by hand
        return {}
    _, token = scheme_and_token(header(request, "Authorization"))
    found = {"token": token, "client_id": header(request, "Client-Id"), **parameters(response)}
    return {name: value for name, value in found.items() if value}


def parameters(response: "requests.Response") -> dict[str, str]:
    """Return what the request carried, in its address and in its form body."""
    request = response.request
    if request is None:
        return {}
    return dict(pairs(urlsplit(request.url or "").query) + body(request).form)
