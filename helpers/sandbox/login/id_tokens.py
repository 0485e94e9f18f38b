"""ID tokens: who signed in, for which application, signed by the sandbox.

OpenID Connect Core 1.0, section 2; https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/
"""

import base64
import hashlib

from helpers.sandbox.login import claims, signing_key
from helpers.sandbox.login.claims import Wanted
from helpers.sandbox.memory.people import BY_ID
from helpers.sandbox.memory.state import State


def new(
    state: State,
    issuer: str,
    client_id: str,
    user_id: str,
    wanted: Wanted,
    *,
    access_token: str = "",
    code: str = "",
) -> str:
    """Return a signed ID token, good for 15 minutes.

    `access_token` and `code` are those that travel with it in the fragment: it vouches for them
    by a hash (OpenID Connect Core, sections 3.2.2.10 and 3.3.2.11). Over POST /token nobody can
    exchange them on the way, and Twitch leaves the hash out.
    """
    import jwt

    body = claims.always(issuer, client_id, user_id, state.now()) | {"azp": client_id}
    body |= claims.on_request(BY_ID[user_id], wanted.id_token, issuer)
    if wanted.nonce:
        body["nonce"] = wanted.nonce
    if access_token:
        body["at_hash"] = _half_hash(access_token)
    if code:  # that the hybrid flow has c_hash is UNCONFIRMED
        body["c_hash"] = _half_hash(code)
    return jwt.encode(
        dict(sorted(body.items())),
        signing_key.load(state),
        algorithm="RS256",
        headers={"kid": signing_key.KEY_ID},
    )


def _half_hash(value: str) -> str:
    digest = hashlib.sha256(value.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
