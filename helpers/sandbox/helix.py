"""What every endpoint of the API does first: who calls, and how often."""

from starlette.requests import Request

from helpers.sandbox import answers, incoming
from helpers.sandbox.context import Context
from helpers.sandbox.rate_limit import Spent
from helpers.sandbox.state import Token

Headers = dict[str, str]


def authenticate(context: Context, request: Request) -> tuple[Token, Headers]:
    """Return the caller's token, and the rate limit headers that the answer must carry.

    Raises answers.Refused with 401 for a call without a token and Client-Id that fit each other,
    429 for one too many. https://dev.twitch.tv/docs/api/guide/
    """
    access_token = incoming.bearer(request, "bearer")
    if access_token is None:
        raise _refused(context, "OAuth token is missing")
    token = context.state.find_token(access_token)
    if token is None:
        raise _refused(context, "Invalid OAuth token")
    client_id = request.headers.get("client-id")
    if not client_id:
        raise _refused(context, "Client ID is missing")
    if client_id != token.client_id:
        raise _refused(context, "Client ID and OAuth token do not match")
    spent = context.rate_limit.spend(token.client_id, token.user_id)
    headers = _headers(context, spent)
    if not spent.allowed:
        raise answers.Refused(answers.helix_error(429, "Request limit exceeded", headers))
    return token, headers


def unspent(context: Context) -> Headers:
    """Return the rate limit headers of an answer that costs nothing.

    Twitch sends them with every answer; their values without a token are UNCONFIRMED.
    """
    return _headers(context, context.rate_limit.untouched())


def _refused(context: Context, message: str) -> answers.Refused:
    return answers.Refused(answers.helix_error(401, message, unspent(context)))


def _headers(context: Context, spent: Spent) -> Headers:
    return {
        "Ratelimit-Limit": str(context.rate_limit.limit),
        "Ratelimit-Remaining": str(spent.remaining),
        "Ratelimit-Reset": str(spent.reset),
    }
