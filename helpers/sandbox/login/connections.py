"""/connections: the applications that somebody said yes to, and the way to take it back.

It stands in for the page "Connections" of Twitch's settings.
"""

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.login import redirect, session, sign_in
from helpers.sandbox.memory.people import BY_ID
from helpers.sandbox.server import incoming
from helpers.sandbox.server.context import Context


async def show(context: Context, request: Request) -> Response:
    """Show the connections of who is signed in; else ask who it is."""
    if not session.read(context, request).user_id:
        return _sign_in_page(context, request)
    return _page(context, request)


async def choose_user(context: Context, request: Request) -> Response:
    """Show the sign-in page, also to who is signed in already."""
    return _sign_in_page(context, request)


async def take_sign_in(context: Context, request: Request) -> Response:
    """Take the sign-in form: remember the user and go back to /connections."""
    done = await sign_in.take(context, request, incoming.page_address(request, "/connections"))
    return done or _sign_in_page(context, request, session.STALE)


async def disconnect(context: Context, request: Request) -> Response:
    """Take the Disconnect form: end the tokens, refresh tokens and consent of one application."""
    visit = session.read(context, request)
    form = await incoming.form(request)
    if not visit.user_id:
        return _sign_in_page(context, request, session.STALE)
    app = context.state.find_app(form.get("client_id", ""))
    if app is None or not session.is_own_form(context, visit, form.get("form_token", "")):
        return _page(context, request, session.STALE)
    context.state.disconnect(visit.user_id, app.client_id)
    return redirect.to(incoming.page_address(request, "/connections"), 303)


def _page(context: Context, request: Request, note: str = "") -> Response:
    from helpers.sandbox import pages

    visit = session.read(context, request)
    connections = context.state.connections(visit.user_id)
    form_token = session.form_token(context, visit)
    return pages.connections(connections, BY_ID[visit.user_id], form_token, note)


def _sign_in_page(context: Context, request: Request, note: str = "") -> Response:
    action = incoming.page_address(request, "/connections/sign-in")
    return sign_in.page(context, request, "see your connections", action, note=note)
