"""Signs in with OpenID Connect at a sandbox, and reads ID tokens as an application must."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import requests

from tests.sandbox.box import Box, Browser
from tests.sandbox.flows import Flows

ALWAYS = {"aud", "azp", "exp", "iat", "iss", "sub"}
EXTRA = ["email", "email_verified", "picture", "preferred_username", "updated_at"]
EVERYTHING = "openid user:read:email"


def asking(**names: list[str]) -> str:
    """The parameter `claims` with these names under `id_token` and `userinfo`."""
    return json.dumps({place: dict.fromkeys(claims) for place, claims in names.items()})


def fragment(
    flows: Flows, response_type: str, *, prefix: str = "oauth2", login: str = "twitchdev",
    **changes: str,
) -> dict[str, str]:  # fmt: skip
    """Sign in, say yes, and return what stands in the fragment, in its order."""
    browser = Browser(f"{flows.box.base}/{prefix}")
    asked = {"scope": "openid", "force_verify": "true", **changes}
    browser.sign_in(flows.box.request(response_type=response_type, **asked), login)
    location = urlsplit(browser.decide("authorize").headers["Location"])
    assert location.query == ""
    return dict(parse_qsl(location.fragment, keep_blank_values=True, strict_parsing=True))


def verified(box: Box, id_token: str, prefix: str = "oauth2") -> dict[str, Any]:
    """The claims, after every check that an application owes itself."""
    document = configuration(box, prefix)
    key = jwt.PyJWKClient(document["jwks_uri"]).get_signing_key_from_jwt(id_token)
    return jwt.decode(
        id_token,
        key,
        algorithms=document["id_token_signing_alg_values_supported"],
        audience=box.running.client_id,
        issuer=document["issuer"],
        options={
            "require": sorted(ALWAYS),
            "verify_exp": False,  # the sandbox's clock is not the computer's
            "verify_iat": False,
        },
    )


def configuration(box: Box, prefix: str = "oauth2") -> dict[str, Any]:
    return requests.get(f"{box.base}/{prefix}/.well-known/openid-configuration").json()


def userinfo(
    box: Box, access_token: str, prefix: str = "oauth2", method: str = "GET"
) -> requests.Response:
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.request(method, f"{box.base}/{prefix}/userinfo", headers=headers)
