"""/activate: where somebody types the code that a device shows, and says yes or no to it.

RFC 8628, section 3.3.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.login import device_codes, session, sign_in
from helpers.sandbox.login.device_codes import Waiting
from helpers.sandbox.login.session import Session
from helpers.sandbox.memory.people import BY_ID
from helpers.sandbox.server import incoming
from helpers.sandbox.server.context import Context

_UNKNOWN = "No device waits with this code. Codes are good for 30 minutes, and once."


async def show(context: Context, request: Request) -> Response:
    """Show the page that comes next: who are you, which code, do you agree."""
    visit = session.read(context, request)
    if not visit.user_id:
        return _sign_in_page(context, request)
    return _next_page(context, request, visit)


async def choose_user(context: Context, request: Request) -> Response:
    """Show the sign-in page, also to who is signed in already."""
    return _sign_in_page(context, request)


async def take_sign_in(context: Context, request: Request) -> Response:
    """Take the sign-in form: remember the user and go back to /activate."""
    then = incoming.page_address(request, f"/activate?{_query(request)}")
    done = await sign_in.take(context, request, then)
    return done or _sign_in_page(context, request, session.STALE)


async def decide(context: Context, request: Request) -> Response:
    """Take the consent form: let the device in, or turn it away."""
    visit = session.read(context, request)
    form = await incoming.form(request)
    if not visit.user_id:
        return _sign_in_page(context, request, session.STALE)
    waiting = _waiting(context, request)
    decision = form.get("decision")
    own = session.is_own_form(context, visit, form.get("form_token", ""))
    if waiting is None or not own or decision not in ("authorize", "cancel"):
        return _next_page(context, request, visit, session.STALE)
    if decision == "authorize":
        done = device_codes.approve(context.state, waiting, visit.user_id)
    else:
        done = device_codes.refuse(context.state, waiting)
    if not done:  # another process was faster
        return _next_page(context, request, visit, session.STALE)
    return _end_page(waiting, approved=decision == "authorize")


def _waiting(context: Context, request: Request) -> Waiting | None:
    return device_codes.find(context.state, _normal(_typed(request)))


def _typed(request: Request) -> str:
    return incoming.query_parameters(request).get("device-code", "")


def _normal(typed: str) -> str:
    # People type small letters, blanks and hyphens (RFC 8628, section 6.1).
    return "".join(character for character in typed.upper() if character.isalnum())


def _query(request: Request) -> str:
    return urlencode(incoming.query(request))


def _sign_in_page(context: Context, request: Request, note: str = "") -> Response:
    action = incoming.page_address(request, f"/activate/sign-in?{_query(request)}")
    return sign_in.page(context, request, "connect a device", action, note=note)


def _next_page(context: Context, request: Request, visit: Session, note: str = "") -> Response:
    from helpers.sandbox import pages

    typed, waiting = _typed(request), _waiting(context, request)
    person = BY_ID[visit.user_id]
    if waiting is None:
        return pages.user_code(person, typed, note or (_UNKNOWN if typed else ""))
    token = session.form_token(context, visit)
    return pages.activate(waiting.app, waiting.user_code, waiting.scopes, person, token, note)


def _end_page(waiting: Waiting, *, approved: bool) -> Response:
    from helpers.sandbox import pages

    return pages.activated(waiting.app, approved=approved)
