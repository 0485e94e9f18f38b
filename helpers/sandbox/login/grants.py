"""The grants of POST /token: what each asks for, and what it answers.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/
"""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from helpers.catalogue.scopes import known
from helpers.sandbox.login import claims, codes, device_codes, id_tokens, refresh_tokens
from helpers.sandbox.memory.state import App, Token
from helpers.sandbox.server import answers
from helpers.sandbox.server.context import Context

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
# The last argument is the issuer of ID tokens.
Grant = Callable[[Context, App, Mapping[str, str], str], Response]


def client_credentials(
    context: Context, app: App, _sent: Mapping[str, str], _issuer: str
) -> Response:
    """Answer with an app access token (RFC 6749, section 4.4)."""
    if app.secret is None:
        # A public application has no use of this grant. The text is that of its failed code
        # exchange; for this grant it is UNCONFIRMED.
        return answers.login_error(400, "Invalid client credentials")
    token = context.state.issue_token(app.client_id)
    return answers.login(
        {
            "access_token": token.access_token,
            "expires_in": token.expires_in,
            "token_type": "bearer",
        }
    )


def authorization_code(
    context: Context, app: App, sent: Mapping[str, str], issuer: str
) -> Response:
    """Exchange an authorization code (RFC 6749, section 4.1.3).

    With the scope `openid` there is an ID token, too (OpenID Connect Core, section 3.1.3.3).
    """
    if app.secret is None:  # https://github.com/YoYoGames/GMEXT-Twitch/issues/6
        return answers.login_error(400, "Invalid client credentials")
    code, redirect_uri = sent.get("code"), sent.get("redirect_uri")
    if not code:
        return answers.login_error(400, "missing code")
    if not redirect_uri:
        return answers.login_error(400, "missing redirect uri")  # UNCONFIRMED
    try:
        with context.state.transaction():  # without its ID token, the code is not used up
            return _redeem(context, app, code, redirect_uri, issuer)
    except codes.WrongRedirectUri:
        return answers.login_error(400, "Parameter redirect_uri does not match registered URI")


def refresh_token(context: Context, app: App, sent: Mapping[str, str], _issuer: str) -> Response:
    """Exchange a refresh token (RFC 6749, section 6). `scope` cannot ask for less.

    There is no ID token, also with the scope `openid` (UNCONFIRMED).

    https://dev.twitch.tv/docs/authentication/refresh-tokens/
    """
    sent_token = sent.get("refresh_token")
    if not sent_token:
        return answers.login_error(400, "missing refresh token")
    problem = unknown_scope(sent.get("scope", ""))
    if problem:
        return answers.login_error(400, problem)
    token = refresh_tokens.use(context.state, app, sent_token)
    return _user_token(token, "Invalid refresh token")


def device_code(context: Context, app: App, sent: Mapping[str, str], _issuer: str) -> Response:
    """Answer a device that asks whether somebody said yes (RFC 8628, section 3.4).

    `scopes` is not looked at: the device named them before, and leaving it out works. How often
    a device asks is not limited: Twitch documents no `slow_down`. There is no ID token: Twitch's
    page on OpenID Connect does not name this grant (UNCONFIRMED).
    """
    try:
        token = device_codes.redeem(context.state, app, sent.get("device_code", ""))
    except device_codes.Pending:
        return answers.login_error(400, "authorization_pending")
    # The same for a code that was refused and for none at all, which is UNCONFIRMED.
    return _user_token(token, "invalid device code")


def _redeem(context: Context, app: App, code: str, redirect_uri: str, issuer: str) -> Response:
    token, wanted = codes.redeem(context.state, app, code, redirect_uri) or (None, claims.NOTHING)
    id_token = ""
    if token and token.user_id is not None and "openid" in token.scopes:
        id_token = id_tokens.new(context.state, issuer, app.client_id, token.user_id, wanted)
    return _user_token(token, "Invalid authorization code", id_token)


def unknown_scope(scope: str) -> str:
    """Return what is wrong with a list of scopes, separated by spaces; "" if nothing is."""
    for name in scope.split(" "):
        if name and not known(name):
            return f"invalid scope requested: '{name}'"
    return ""


def _user_token(token: Token | None, problem: str, id_token: str = "") -> Response:
    if token is None:
        return answers.login_error(400, problem)
    body: dict[str, object] = {
        "access_token": token.access_token,
        "expires_in": token.expires_in,
    }
    if id_token:
        body["id_token"] = id_token
    body["refresh_token"] = token.refresh_token
    # Without scopes there is no field: https://github.com/twitchdev/issues/issues/1037
    if token.scopes:
        body["scope"] = list(token.scopes)
    return answers.login(body | {"token_type": "bearer"})


BY_TYPE: Mapping[str, Grant] = {
    "client_credentials": client_credentials,
    "authorization_code": authorization_code,
    "refresh_token": refresh_token,
    DEVICE_CODE: device_code,
}
