"""The sign-in form, wherever it is shown: it asks who somebody is, and says where to go on."""

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.login import redirect, session
from helpers.sandbox.memory.people import BY_LOGIN
from helpers.sandbox.server import incoming
from helpers.sandbox.server.context import Context


async def take(context: Context, request: Request, then: str) -> Response | None:
    """Remember the person chosen in the form, and send the browser to `then`.

    None: the form was not this browser's own, or nobody was chosen.
    """
    visit = session.read(context, request)
    form = await incoming.form(request)
    person = BY_LOGIN.get(form.get("user", ""))
    if person is None or not session.is_own_form(context, visit, form.get("form_token", "")):
        return None
    response = redirect.to(then, 303)  # GET it (RFC 9110, section 15.4.4)
    session.write(context, request, session.new(person.id), response)
    return response


def page(
    context: Context,
    request: Request,
    purpose: str,
    action: str,
    *,
    redirect_uri: str = "",
    note: str = "",
) -> Response:
    """Return the page with the form. `action` is where it is sent.

    `purpose` says what comes next, `redirect_uri` where the pages after it may lead, `note` why
    the last try did nothing.
    """
    from helpers.sandbox import pages

    visit = session.read(context, request)
    form_token = session.form_token(context, visit)
    response = pages.sign_in(purpose, action, form_token, redirect_uri, note)
    session.write(context, request, visit, response)
    return response
