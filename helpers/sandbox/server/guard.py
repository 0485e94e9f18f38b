"""The door of the sandbox: refuses what no honest client sends, before anything reads it."""

import hmac
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from helpers.sandbox.server import answers
from helpers.sandbox.server.addresses import Address

MAX_BODY = 1_000_000  # bytes
MAX_QUERY = 16_000  # bytes


class Guard:
    """ASGI middleware. Answers 421 to a foreign Host, 414 and 413 to what is too long.

    Of a private sandbox, who does not know the first part of the path learns nothing: 404.
    What comes through has the sandbox's own path, `root_path`, and its Address in the scope.
    """

    def __init__(self, app: ASGIApp, addresses: Mapping[bytes, Address], private: str) -> None:
        self._app = app
        # A web page elsewhere can point its own name at 127.0.0.1 (DNS rebinding); the Host
        # header then still carries that name.
        self._addresses = addresses
        self._private = f"/{private}" if private else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or answer it."""
        address = self._addresses.get(_host(scope).lower())
        before = self._private if address is None else address.handed_on
        path = _path_behind(before, scope["path"]) if before else scope["path"]
        if path is None:
            await Response(status_code=404)(scope, receive, send)
        elif address is None:
            await answers.login_error(421, "unknown host")(scope, receive, send)
        elif len(scope["query_string"]) > MAX_QUERY and _is_too_long(scope["query_string"], path):
            await answers.login_error(414, "query too long")(scope, receive, send)
        else:
            scope["path"], scope["root_path"], scope["address"] = path, address.root, address
            await self._app(scope, _limited(receive), send)


def _path_behind(before: str, path: str) -> str | None:
    """Return the rest of a path; None if it begins otherwise, which takes as long to see."""
    length = len(before)
    same = hmac.compare_digest(path[:length].encode(), before.encode())
    return path[length:] if same and path[length : length + 1] in ("", "/") else None


def _is_too_long(query: bytes, path: str) -> bool:
    # The login page's holds the query of /authorize once more encoded: % is %25 there.
    return not path.endswith("/login") or len(query) > 3 * MAX_QUERY + 100


def _host(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"host":
            return bytes(value)
    return b""


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY:
            raise HTTPException(413, "request body too large")
        return message

    return limited
