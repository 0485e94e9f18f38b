"""GET /authorize, the sign-in page and the consent page: implicit and authorization code grant.

RFC 6749, sections 4.1 and 4.2; https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/
For ID tokens OpenID Connect Core 1.0, section 3.
"""

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.login import codes, id_tokens, redirect, session, sign_in
from helpers.sandbox.login.authorization_request import Asked, read
from helpers.sandbox.login.session import Session
from helpers.sandbox.memory.people import BY_ID
from helpers.sandbox.server import incoming
from helpers.sandbox.server.context import Context


async def authorize(context: Context, request: Request) -> Response:
    """Show the consent page; or send the browser to sign in first, or on, if the user said yes."""
    asked = read(context, incoming.query(request))
    visit = session.read(context, request)
    if not visit.user_id:
        query = request.scope["query_string"]
        return redirect.to_login(_login_page(request), query, asked.app.client_id)
    consented = context.state.has_consent(visit.user_id, asked.app.client_id, asked.scopes)
    if consented and not asked.force_verify:
        with context.state.transaction():
            return _grant(context, request, asked, visit, status=302)
    return _consent_page(context, asked, visit)


async def log_in(context: Context, request: Request) -> Response:
    """GET /login: show the sign-in page, on the way to the /authorize of `redirect_params`."""
    params = incoming.query_parameters(request).get("redirect_params", "")
    asked = read(context, incoming.pairs(params.encode()))
    service = request.scope["path"].removesuffix("/login") or "/oauth2"
    service = incoming.page_address(request, f"{service}/")
    return _sign_in_page(context, request, asked, service=service)


async def choose_user(context: Context, request: Request) -> Response:
    """Show the sign-in page, also to who is signed in already."""
    asked = read(context, incoming.query(request))
    return _sign_in_page(context, request, asked)


async def take_sign_in(context: Context, request: Request) -> Response:
    """Take the sign-in form: remember the user and go back to /authorize."""
    asked = read(context, incoming.query(request))
    # Relative, so that it works under /oauth2 and /auth alike.
    done = await sign_in.take(context, request, f"authorize?{asked.query}")
    return done or _sign_in_page(context, request, asked, session.STALE)


async def decide(context: Context, request: Request) -> Response:
    """Take the consent form: send the browser back with a token or code, or with the refusal."""
    asked = read(context, incoming.query(request))
    visit = session.read(context, request)
    form = await incoming.form(request)
    decision = form.get("decision")
    if not visit.user_id:
        return _sign_in_page(context, request, asked, session.STALE)
    if not session.is_own_form(context, visit, form.get("form_token", "")):
        return _consent_page(context, asked, visit, session.STALE)
    if decision == "authorize":
        with context.state.transaction():
            context.state.remember_consent(visit.user_id, asked.app.client_id, asked.scopes)
            return _grant(context, request, asked, visit, status=303)
    if decision == "cancel":
        return redirect.refusal(
            asked.redirect_uri, "access_denied", "The user denied you access", asked.state, 303
        )
    return _consent_page(context, asked, visit, session.STALE)


def _grant(
    context: Context, request: Request, asked: Asked, visit: Session, status: int
) -> Response:
    state, client_id, user_id = context.state, asked.app.client_id, visit.user_id
    code = access_token = ""
    if "code" in asked.response_type:
        code = codes.new(state, client_id, asked.redirect_uri, user_id, asked.scopes, asked.wanted)
    if asked.response_type == {"code"}:
        return redirect.with_code(asked.redirect_uri, code, asked.scopes, asked.state, status)
    if "token" in asked.response_type:
        token = state.issue_token(client_id, user_id, asked.scopes, userinfo=asked.wanted.userinfo)
        access_token = token.access_token
    fields = {"access_token": access_token, "code": code}
    if "id_token" in asked.response_type:
        issuer = incoming.issuer(request)
        fields["id_token"] = id_tokens.new(
            state, issuer, client_id, user_id, asked.wanted, access_token=access_token, code=code
        )
    return redirect.with_tokens(asked.redirect_uri, fields, asked.scopes, asked.state, status)


def _login_page(request: Request) -> str:
    # Twitch's is https://www.twitch.tv/login. Clients of the mock stay under its /auth.
    mock = request.scope["path"].startswith("/auth/")
    return incoming.page_address(request, "/auth/login" if mock else "/login")


def _sign_in_page(
    context: Context, request: Request, asked: Asked, note: str = "", service: str = ""
) -> Response:
    purpose, action = f"continue to {asked.app.name}", f"{service}sign-in?{asked.query}"
    return sign_in.page(
        context, request, purpose, action, redirect_uri=asked.redirect_uri, note=note
    )


def _consent_page(context: Context, asked: Asked, visit: Session, note: str = "") -> Response:
    from helpers.sandbox import pages

    return pages.consent(
        asked.app,
        asked.scopes,
        asked.redirect_uri,
        asked.query,
        BY_ID[visit.user_id],
        session.form_token(context, visit),
        note,
    )
