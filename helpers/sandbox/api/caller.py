"""Who calls the API, whether they may, and how often."""

import re

from starlette.requests import Request

from helpers.catalogue.endpoints import Endpoint
from helpers.sandbox.memory.state import Token
from helpers.sandbox.server import answers, incoming
from helpers.sandbox.server.context import Context
from helpers.sandbox.server.rate_limit import Spent

Headers = dict[str, str]
_NOBODY = Token("", "", None, (), 0)  # the caller of an endpoint that wants no token
_JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
# What an endpoint says that takes one kind of token, and gets another. Seen for "app"; the
# other two are UNCONFIRMED.
_WANTED = {
    "app": "Must provide valid app token.",
    "user": "Missing User OAUTH Token",
    "jwt": "Must provide a valid JWT.",
}


def authenticate(context: Context, request: Request, endpoint: Endpoint) -> tuple[Token, Headers]:
    """Return the caller's token, and the rate limit headers that the answer must carry.

    Raises answers.Refused with 401 for a call without a token and Client-Id that fit each other
    and the endpoint, 429 for one too many. Every call with a token and its Client-Id costs one
    point, also one that is refused afterwards: Twitch names no exception.
    https://dev.twitch.tv/docs/api/guide/
    """
    if endpoint.tokens == ("none",):
        return _NOBODY, unspent(context)
    access_token = incoming.bearer(request, "bearer")
    if access_token is None:
        raise _refused(context, "OAuth token is missing")
    client_id = request.headers.get("client-id")
    kind, token = _find(context, endpoint, access_token, client_id or "")
    if not client_id:
        raise _refused(context, "Client ID is missing")
    if client_id != token.client_id:
        raise _refused(context, "Client ID and OAuth token do not match")
    spent = context.rate_limit.spend(token.client_id, token.user_id)
    headers = _headers(context, spent)
    if not spent.allowed:
        raise answers.Refused(answers.helix_error(429, "Request limit exceeded", headers))
    problem = _not_permitted(endpoint, kind, token)
    if problem:
        raise answers.Refused(answers.helix_error(401, problem, headers))
    return token, headers


def unspent(context: Context) -> Headers:
    """Return the rate limit headers of an answer that costs nothing.

    Twitch sends them with every answer; their values without a token are UNCONFIRMED.
    """
    return _headers(context, context.rate_limit.untouched())


def _find(
    context: Context, endpoint: Endpoint, access_token: str, client_id: str
) -> tuple[str, Token]:
    """Return the kind of the token, and the token."""
    token = context.state.find_token(access_token)
    if token is not None:
        return ("app" if token.user_id is None else "user"), token
    if endpoint.tokens == ("jwt",) and _JWT.fullmatch(access_token):
        # The sandbox has no extensions, so no key to check a signature with. None of these
        # endpoints is played: whatever has a JWT's form gets as far as its parameters.
        app = context.state.find_app(client_id)
        return "jwt", Token(access_token, app.client_id if app else "", None, (), 0)
    raise _refused(context, "Invalid OAuth token")


def _not_permitted(endpoint: Endpoint, kind: str, token: Token) -> str:
    if kind not in endpoint.tokens:
        return _WANTED[endpoint.tokens[0]]
    scopes = endpoint.scopes_any_of
    # An app token has no scopes. What it may do with a user depends on what that user granted
    # the application; that is for the endpoint itself.
    if kind == "user" and scopes and not set(scopes) & set(token.scopes):
        return "Missing scope: " + " or ".join(scopes)  # with several UNCONFIRMED
    return ""


def _refused(context: Context, message: str) -> answers.Refused:
    return answers.Refused(answers.helix_error(401, message, unspent(context)))


def _headers(context: Context, spent: Spent) -> Headers:
    return {
        "Ratelimit-Limit": str(context.rate_limit.limit),
        "Ratelimit-Remaining": str(spent.remaining),
        "Ratelimit-Reset": str(spent.reset),
    }
