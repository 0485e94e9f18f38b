"""The small web server at the redirect URI. It lives only as long as one sign-in."""

import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from helpers import loopback
from helpers.errors import PortBusy, RedirectError, SettingError
from helpers.redirect.address import LONGEST
from helpers.redirect.waiting import Waiting
from helpers.wire import is_loopback

WAIT_SECONDS = 300.0
PAGE = Path(__file__).with_name("page.html").read_text(encoding="utf-8")


class Listener:
    """Serves the redirect page on this computer and passes what it reads to `waiting`.

    It closes, and frees its port, after the answer arrived, after five minutes (`on_timeout` is
    called then), or at `close()`, whichever comes first. Raises PortBusy, or SettingError for a
    redirect URI that is not on this computer. `port` is for a run without a person, which must
    not depend on the redirect URI's own port being free.
    """

    def __init__(
        self,
        redirect_uri: str,
        waiting: Waiting[Any],
        *,
        on_timeout: Callable[[], None] = lambda: None,
        port: int | None = None,
    ) -> None:
        parts = urlsplit(redirect_uri)
        self._host = parts.netloc
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._waiting = waiting
        sockets = _bind(redirect_uri, _port_of(redirect_uri) if port is None else port)
        self._server = loopback.serve(self._app(parts.path or "/"), sockets)
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

    def _app(self, path: str) -> Starlette:
        routes = [
            Route(path, self._page, methods=["GET"]),
            Route(path, self._receive, methods=["POST"]),
        ]
        return Starlette(routes=routes)

    async def _page(self, request: Request) -> Response:
        if request.headers.get("host") != self._host:
            return _misdirected()
        nonce = secrets.token_urlsafe(16)
        return HTMLResponse(PAGE.replace("NONCE", nonce), headers=_headers(nonce))

    async def _receive(self, request: Request) -> Response:
        if request.headers.get("host") != self._host:
            return _misdirected()
        if request.headers.get("origin") != self._origin:  # not sent by the page served above
            return PlainTextResponse("Only the redirect page may post here.", status_code=403)
        address = await _read(request)
        if address is None:
            return PlainTextResponse("That is more than an address.", status_code=413)
        what = self._waiting.what
        try:
            self._waiting.accept(address)
        except RedirectError as problem:
            return JSONResponse({"title": f"No {what} arrived", "text": str(problem)}, 400)
        return JSONResponse(
            {
                "title": f"Your {what} has arrived",
                "text": "The notebook has it. Go back to the JupyterLab tab where you pressed "
                "Authorize, and run the next cell. You can close this page.",
            },
            background=BackgroundTask(self._close_after_answer),
        )

    async def _close_after_answer(self) -> None:
        self.close()


def _port_of(redirect_uri: str) -> int:
    try:
        port = urlsplit(redirect_uri).port
    except ValueError:
        raise SettingError(
            f"The redirect URI {redirect_uri} has no proper port. Correct "
            "TWITCH_COURSE_REDIRECT_URI, then restart the kernel."
        ) from None
    return 80 if port is None else port


def _bind(redirect_uri: str, port: int) -> list[socket.socket]:
    if not (is_loopback(redirect_uri) and redirect_uri.startswith("http://")):
        raise SettingError(
            f"The redirect URI {redirect_uri} is not plain http on this computer, so the notebook "
            "cannot wait there. Authorize all the same, then paste the address that you come "
            "back to."
        )
    try:
        # A browser may look for localhost at either address; whoever else sat on one of them
        # would be handed the token.
        return loopback.bind(port, ["127.0.0.1", "::1"])
    except OSError:
        raise PortBusy(
            f"Another program, or another notebook, already listens on port {port}. Close it and "
            "run this cell again; or authorize all the same and paste the address below."
        ) from None


async def _read(request: Request) -> str | None:
    """Return the posted text, or None as soon as it is longer than any real address."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            return None
    return body.decode("utf-8", errors="replace")


def _misdirected() -> Response:
    # Another name for this computer (DNS rebinding) must not reach the page.
    return PlainTextResponse("This address is not served here.", status_code=421)


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
