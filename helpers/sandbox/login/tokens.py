"""POST /token, POST /revoke and GET /validate of the login service."""

import hmac

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.login import grants
from helpers.sandbox.memory.people import BY_ID
from helpers.sandbox.server import answers, incoming
from helpers.sandbox.server.context import Context


async def issue(context: Context, request: Request) -> Response:
    """POST /token: a token in exchange for what the grant of `grant_type` asks for.

    https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/
    """
    sent = await incoming.parameters(request, json_too=True)
    # What is wrong is looked for in this order: client ID, secret, grant.
    client_id = sent.get("client_id")
    if not client_id:
        return answers.login_error(400, "missing client id")
    app = context.state.find_app(client_id)
    if app is None:
        return answers.login_error(400, "invalid client")
    secret, grant_type = sent.get("client_secret"), sent.get("grant_type")
    # A device has no secret, even if its application has one.
    if app.secret is not None and not secret and grant_type != grants.DEVICE_CODE:
        return answers.login_error(400, "missing client secret")
    if secret and not _same(secret, app.secret or ""):
        return answers.login_error(403, "invalid client secret")
    if not grant_type:
        return answers.login_error(400, "missing grant type")  # UNCONFIRMED
    grant = grants.BY_TYPE.get(grant_type)
    if grant is None:
        return answers.login_error(400, "invalid grant type")
    return grant(context, app, sent, incoming.issuer(request))


async def revoke(context: Context, request: Request) -> Response:
    """POST /revoke: end an access token's life. No secret is needed (unlike RFC 7009).

    Its refresh token stays good, and cannot be revoked itself; both are UNCONFIRMED.
    https://dev.twitch.tv/docs/authentication/revoke-tokens/
    """
    sent = await incoming.parameters(request)
    client_id, access_token = sent.get("client_id"), sent.get("token")
    if not client_id:
        return answers.login_error(400, "missing client id")  # UNCONFIRMED
    if context.state.find_app(client_id) is None:
        return answers.login_error(404, "client does not exist")
    if not access_token:
        return answers.login_error(400, "missing oauth token")
    if not context.state.revoke(client_id, access_token):
        return answers.login_error(400, "Invalid token")
    return Response(headers=answers.CORS)


async def validate(context: Context, request: Request) -> Response:
    """GET /validate: what a token is good for, and for how long.

    https://dev.twitch.tv/docs/authentication/validate-tokens/
    """
    access_token = incoming.bearer(request, "oauth", "bearer")
    if access_token is None:  # for a header of another kind UNCONFIRMED
        return answers.login_error(401, "missing authorization token")
    token = context.state.find_token(access_token)
    if token is None:
        return answers.login_error(401, "invalid access token")
    body: dict[str, object] = {"client_id": token.client_id}
    if token.user_id is not None:  # Twitch's page says null for an app token; it sends neither
        body["login"] = BY_ID[token.user_id].login
    body["scopes"] = list(token.scopes) or None
    if token.user_id is not None:
        body["user_id"] = token.user_id
    body["expires_in"] = token.expires_in
    return answers.login(body)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())  # constant time
