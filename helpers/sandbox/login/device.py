"""POST /device: the start of the device code grant (RFC 8628, section 3.1)."""

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.login import device_codes, grants
from helpers.sandbox.server import answers, incoming
from helpers.sandbox.server.context import Context

_INTERVAL = 5  # seconds that a device should wait between two questions


async def start(context: Context, request: Request) -> Response:
    """Answer with a code for the device, and one for the user to type. No secret is needed.

    https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#device-code-grant-flow
    """
    client_id = (await incoming.parameters(request)).get("client_id")
    # In the query they do not count: https://github.com/nicklaw5/helix/issues/252
    scopes = (await incoming.form(request)).get("scopes", "")
    if not client_id:
        return answers.login_error(400, "missing client id")  # at this endpoint UNCONFIRMED
    app = context.state.find_app(client_id)
    if app is None:
        return answers.login_error(400, "invalid client")
    # `scopes` is documented as required, and works without: the token then has no scopes.
    # https://github.com/twitchdev/issues/issues/1037
    problem = grants.unknown_scope(scopes)
    if problem:
        return answers.login_error(400, problem)  # UNCONFIRMED
    waiting = device_codes.new(
        context.state, app, dict.fromkeys(name for name in scopes.split(" ") if name)
    )
    return answers.login(
        {
            "device_code": waiting.device_code,
            "expires_in": device_codes.LIFETIME,
            "interval": _INTERVAL,
            "user_code": waiting.user_code,
            "verification_uri": _verification_uri(context, waiting.user_code),
        }
    )


def _verification_uri(context: Context, user_code: str) -> str:
    # Twitch's is https://www.twitch.tv/activate?… The sandbox has no such host, so its own page
    # stands in. Twitch's page also shows public=true in it; no answer that was recorded had that.
    return f"{context.address}/activate?device-code={user_code}"
