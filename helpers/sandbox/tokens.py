"""POST /token and GET /validate of the login service."""

import hmac

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox import answers, incoming
from helpers.sandbox.context import Context
from helpers.sandbox.people import BY_ID


async def issue(context: Context, request: Request) -> Response:
    """POST /token: the client credentials grant (RFC 6749, section 4.4).

    https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#client-credentials-grant-flow
    """
    sent = await incoming.parameters(request)
    # What is wrong is looked for in this order: client ID, secret, grant.
    client_id = sent.get("client_id")
    if not client_id:
        return answers.login_error(400, "missing client id")
    app = context.state.apps.get(client_id)
    if app is None:
        return answers.login_error(400, "invalid client")
    secret = sent.get("client_secret")
    if app.secret is not None and not secret:
        return answers.login_error(400, "missing client secret")
    if secret and not _same(secret, app.secret or ""):
        return answers.login_error(403, "invalid client secret")
    grant_type = sent.get("grant_type")
    if not grant_type:
        return answers.login_error(400, "missing grant type")  # UNCONFIRMED
    if grant_type != "client_credentials":
        return answers.login_error(400, "invalid grant type")
    if app.secret is None:
        # A public application has no use of this grant. The text is that of its failed code
        # exchange; for this grant it is UNCONFIRMED.
        return answers.login_error(400, "Invalid client credentials")
    token = context.state.issue_token(client_id)
    return answers.login(
        {
            "access_token": token.access_token,
            "expires_in": token.expires_in,
            "token_type": "bearer",
        }
    )


async def validate(context: Context, request: Request) -> Response:
    """GET /validate: what a token is good for, and for how long.

    https://dev.twitch.tv/docs/authentication/validate-tokens/
    """
    answer = _validate(context, request)
    answer.headers.update(answers.CORS)
    return answer


def _validate(context: Context, request: Request) -> Response:
    access_token = incoming.bearer(request, "oauth", "bearer")
    if access_token is None:  # for a header of another kind UNCONFIRMED
        return answers.login_error(401, "missing authorization token")
    token = context.state.find_token(access_token)
    if token is None:
        return answers.login_error(401, "invalid access token")
    body: dict[str, object] = {"client_id": token.client_id}
    if token.user_id is not None:  # Twitch's page says null for an app token; it leaves them out
        body["login"] = BY_ID[token.user_id].login
    body["scopes"] = list(token.scopes) or None
    if token.user_id is not None:
        body["user_id"] = token.user_id
    body["expires_in"] = token.expires_in
    return answers.login(body)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())  # constant time
