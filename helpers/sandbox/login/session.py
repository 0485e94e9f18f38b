"""Who is signed in to the practice pages: a signed cookie, and nothing kept on the server.

The cookie's signature also makes the value that every form carries along, so that no other
web page can press the buttons (cross-site request forgery: RFC 6749, section 10.12).
"""

import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.server.context import Context

STALE = "This page was out of date, so nothing was done. Please choose again."


@dataclass(frozen=True)
class Session:
    """One browser's visit. `user_id` is empty until somebody signs in."""

    nonce: str
    user_id: str = ""


def new(user_id: str = "") -> Session:
    """Return a fresh session. Signing in starts one too, so an old cookie gains nothing."""
    return Session(secrets.token_hex(16), user_id)


def read(context: Context, request: Request) -> Session:
    """Return the browser's session; a new one if it has none that this sandbox signed."""
    parts = request.cookies.get(_cookie_name(context), "").split(".")
    if len(parts) != 3:
        return new()
    session = Session(parts[0], parts[1])
    genuine = _sign(context, "cookie", session)
    return session if hmac.compare_digest(parts[2].encode(), genuine.encode()) else new()


def write(context: Context, request: Request, session: Session, response: Response) -> None:
    """Give the session to the browser: until it closes, out of reach of scripts.

    Only this sandbox's own pages get it back: a hub has those of others at the same host.
    """
    response.set_cookie(
        _cookie_name(context),
        f"{session.nonce}.{session.user_id}.{_sign(context, 'cookie', session)}",
        path=request.scope["root_path"] or "/",
        httponly=True,
        samesite="lax",
    )


def form_token(context: Context, session: Session) -> str:
    """Return the hidden value of every form shown to this browser."""
    return _sign(context, "form", session)


def is_own_form(context: Context, session: Session, token: str) -> bool:
    """Tell, in constant time, whether a form was shown to this very browser."""
    return hmac.compare_digest(token.encode(), form_token(context, session).encode())


def _cookie_name(context: Context) -> str:
    # Cookies do not tell ports apart, so the name does: two sandboxes may share a browser.
    return f"sandbox_{context.port}"


def _sign(context: Context, purpose: str, session: Session) -> str:
    text = f"{purpose}:{session.nonce}:{session.user_id}"
    return hmac.new(context.session_key, text.encode(), "sha256").hexdigest()
