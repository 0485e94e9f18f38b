"""The small web server at the redirect URI. It lives only as long as one sign-in."""

import errno
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from helpers import loopback
from helpers.errors import PortBusy, RedirectError, SettingError, WrongState
from helpers.redirect import uri
from helpers.redirect.address import LONGEST
from helpers.redirect.uri import RedirectUri
from helpers.redirect.waiting import Waiting
from helpers.settings import AGAIN

WAIT_SECONDS = 300.0
_FORBIDDEN = (errno.EACCES, errno.EPERM, 10013)  # the last one is Windows's
PAGE = Path(__file__).with_name("page.html").read_text(encoding="utf-8")


class Listener:
    """Serves the redirect page on this computer and passes what it reads to `waiting`.

    It closes, and frees its port, after the answer arrived, after five minutes (`on_timeout` is
    called then), or at `close()`, whichever comes first. Raises PortBusy, or SettingError for a
    redirect URI at which no browser can arrive, or whose port may not be used. `port` is for a
    run without a person, which must not depend on the redirect URI's own port being free.
    """

    def __init__(
        self,
        redirect_uri: str,
        waiting: Waiting[Any],
        *,
        on_timeout: Callable[[], None] = lambda: None,
        port: int | None = None,
    ) -> None:
        self._uri = uri.read(redirect_uri)
        self._waiting = waiting
        sockets = _bind(self._uri, self._uri.port if port is None else port)
        self._server = loopback.serve(self._app(), sockets)
        self.port = self._server.port
        self._on_timeout = on_timeout
        self._timer = threading.Timer(WAIT_SECONDS, self._time_is_up)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """Stop listening and free the port. May be called again."""
        self._timer.cancel()
        self._server.stop()

    def _time_is_up(self) -> None:
        self.close()
        self._on_timeout()

    def _app(self) -> Starlette:
        # Any path, and compared afterwards: to Starlette, braces in a path would mean something.
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "POST"])])

    async def _answer(self, request: Request) -> Response:
        if request.headers.get("host") not in self._uri.hosts:
            # Another name for this computer (DNS rebinding) must not reach the page.
            return PlainTextResponse("This address is not served here.", status_code=421)
        if request.scope["path"] not in self._uri.paths:
            return PlainTextResponse("There is nothing here.", status_code=404)
        return await self._receive(request) if request.method == "POST" else _page()

    async def _receive(self, request: Request) -> Response:
        if request.headers.get("origin") != self._uri.origin:  # not sent by the page served here
            return PlainTextResponse("Only the redirect page may post here.", status_code=403)
        address = await _read(request)
        if address is None:
            return PlainTextResponse("That is more than an address.", status_code=413)
        what = self._waiting.what
        try:
            self._waiting.accept(address)
        except RedirectError as problem:
            # Of another sign-in: it stays in the address bar, for the notebook that waits for it.
            keep = isinstance(problem, WrongState) and self._waiting.arrived is None
            told = {"title": f"No {what} arrived", "text": str(problem), "keep": keep}
            return JSONResponse(told, 400)
        return JSONResponse(
            {
                "title": f"Your {what} has arrived",
                "text": "The notebook has it. Go back to the notebook in which you pressed "
                "Authorize, and run the next cell. You can close this page.",
            },
            background=BackgroundTask(self._close_after_answer),
        )

    async def _close_after_answer(self) -> None:
        self.close()


def _bind(wanted: RedirectUri, port: int) -> list[socket.socket]:
    try:
        # A browser may look for localhost at either address; whoever else sat on one of them
        # would be handed the token.
        return loopback.bind(port, wanted.listen_at)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise PortBusy(
                f"Another program, or another notebook, already listens on port {port}, so do "
                "not authorize now: it would receive what Twitch sends back to you. Close it and "
                "run this cell again; or set TWITCH_COURSE_REDIRECT_URI to another registered one, "
                f"{AGAIN}; or use the device code grant (06_device_code), which needs no port."
            ) from None
        why = problem.strerror or "the system says no"
        if problem.errno in _FORBIDDEN:
            why = "this computer keeps it for others"
        raise SettingError(
            f"The notebook cannot wait on port {port}: {why}. Register another redirect URI, such "
            f"as http://localhost:3000, set TWITCH_COURSE_REDIRECT_URI to it, {AGAIN}."
        ) from None


def _page() -> Response:
    nonce = secrets.token_urlsafe(16)
    return HTMLResponse(PAGE.replace("NONCE", nonce), headers=_headers(nonce))


async def _read(request: Request) -> str | None:
    """Return the posted text, or None as soon as it is longer than any real address."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            return None
    return body.decode("utf-8", errors="replace")


def _headers(nonce: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
