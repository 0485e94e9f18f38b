"""The door of the sandbox: refuses what no honest client sends, before anything reads it."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from helpers.sandbox.server import answers

MAX_BODY = 1_000_000  # bytes
MAX_QUERY = 16_000  # bytes


class Guard:
    """ASGI middleware. Answers 421 to a foreign Host, 414 and 413 to what is too long."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        # A web page elsewhere can point its own name at 127.0.0.1 (DNS rebinding); the Host
        # header then still carries that name.
        self._hosts = {f"{host}:{port}".encode() for host in ("127.0.0.1", "localhost", "[::1]")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or answer it."""
        if _host(scope).lower() not in self._hosts:
            answer = answers.login_error(421, "unknown host")
            await answer(scope, receive, send)
        elif len(scope["query_string"]) > _longest_query(scope["path"]):
            await answers.login_error(414, "query too long")(scope, receive, send)
        else:
            await self._app(scope, _limited(receive), send)


def _longest_query(path: str) -> int:
    # The login page's holds the query of /authorize once more encoded: % is %25 there.
    return 3 * MAX_QUERY + 100 if path.endswith("/login") else MAX_QUERY


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
