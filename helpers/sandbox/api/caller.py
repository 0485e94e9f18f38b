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


def authenticate(context: Context, request: Request, endpoint: Endpoint) -> tuple[str, Token]:
    """Return the kind of the caller's token, as in `Endpoint.tokens`, and the token.

    Raises answers.Refused with 401 for a call without a token and Client-Id that fit each other.
    Such an answer carries no rate limit headers.
    """
    if endpoint.tokens == ("none",):
        return "none", _NOBODY
    access_token = incoming.api_token(request)
    if access_token is None:
        raise _refused("OAuth token is missing")
    client_id = request.headers.get("client-id", "").strip()
    kind, token = _find(context, endpoint, access_token, client_id)
    if not client_id:
        raise _refused("Client ID is missing")
    if client_id != token.client_id:
        raise _refused("Client ID and OAuth token do not match")
    return kind, token


def spend(context: Context, kind: str, token: Token) -> Headers:
    """Take a point for a call that reaches its endpoint; return the headers for its answer.

    It costs the point also if the endpoint refuses it: Twitch names no exception. Without a
    token it costs nothing; the headers are UNCONFIRMED then. Raises answers.Refused with 429.
    https://dev.twitch.tv/docs/api/guide/#twitch-rate-limits
    """
    if kind == "none":
        return _headers(context, context.rate_limit.untouched())
    spent = context.rate_limit.spend(token.client_id, token.user_id)
    headers = _headers(context, spent)
    if not spent.allowed:
        raise answers.Refused(answers.helix_error(429, "Request limit exceeded", headers))
    return headers


def missing_scope(endpoint: Endpoint, kind: str, token: Token) -> str:
    """Return what is said to a user token that has none of the endpoint's scopes, else "".

    An app token has no scopes. What it may do with a user depends on what that user granted
    the application; that is for the endpoint itself.
    """
    scopes = endpoint.scopes_any_of
    if kind != "user" or not scopes or not set(scopes).isdisjoint(token.scopes):
        return ""
    return "Missing scope: " + " or ".join(scopes)  # with several UNCONFIRMED


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
    raise _refused("Invalid OAuth token")


def _refused(message: str) -> answers.Refused:
    return answers.Refused(answers.helix_error(401, message))


def _headers(context: Context, spent: Spent) -> Headers:
    return {
        "Ratelimit-Limit": str(context.rate_limit.limit),
        "Ratelimit-Remaining": str(spent.remaining),
        "Ratelimit-Reset": str(spent.reset),
    }
