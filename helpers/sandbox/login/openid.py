"""What OpenID Connect adds to the login service: userinfo, the public key, the discovery document.

https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/
"""

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.login import claims, signing_key
from helpers.sandbox.memory.people import BY_ID
from helpers.sandbox.server import answers, incoming
from helpers.sandbox.server.context import Context


async def userinfo(context: Context, request: Request) -> Response:
    """GET or POST /userinfo: who the user of an access token is, with the claims asked for.

    The token is read from the header alone (of OpenID Connect Core, section 5.3.1). Twitch
    documents GET only; that POST works too, as that section wants it, is UNCONFIRMED.
    """
    return _userinfo(context, request)


async def keys(context: Context, _request: Request) -> Response:
    """GET /keys: the key that checks an ID token's signature (a JWK set, RFC 7517)."""
    return answers.login({"keys": [signing_key.public(context.state)]})


async def configuration(_context: Context, request: Request) -> Response:
    """GET /.well-known/openid-configuration: what the login service offers, and where.

    OpenID Connect Discovery 1.0, section 3. Every address is under the one that was asked.
    """
    issuer = incoming.issuer(request)
    return answers.login(
        {
            "authorization_endpoint": f"{issuer}/authorize",
            "claims_parameter_supported": True,
            "claims_supported": [
                "email", "email_verified", "picture", "preferred_username", "exp", "iss", "sub",
                "azp", "aud", "iat", "updated_at",
            ],
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": issuer,
            "jwks_uri": f"{issuer}/keys",
            "response_types_supported": [
                "id_token", "code", "token", "code id_token", "token id_token",
            ],
            "scopes_supported": ["openid"],
            "subject_types_supported": ["public"],
            "token_endpoint": f"{issuer}/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "userinfo_endpoint": f"{issuer}/userinfo",
        }
    )  # fmt: skip


def _userinfo(context: Context, request: Request) -> Response:
    # The texts of all three errors are UNCONFIRMED; two are those of /validate.
    access_token = incoming.bearer(request, "bearer")
    if access_token is None:
        return answers.login_error(401, "missing authorization token")
    token = context.state.find_token(access_token)
    if token is None:
        return answers.login_error(401, "invalid access token")
    if token.user_id is None or "openid" not in token.scopes:
        return answers.login_error(401, "missing scope: openid")
    issuer = incoming.issuer(request)
    body = claims.always(issuer, token.client_id, token.user_id, context.state.now())
    return answers.login(body | claims.on_request(BY_ID[token.user_id], token.userinfo, issuer))
