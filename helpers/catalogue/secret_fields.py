"""Which fields of a request or an answer are secrets, by their names.

Every field that the catalogue of endpoints knows is looked at: one whose name sounds secret is a
secret, unless HARMLESS says why it is none. So an endpoint that is added is covered by its data.
Beside them stand the fields of the login service and the headers, which the catalogue has not:
RFC 6749; RFC 9110, section 11; https://dev.twitch.tv/docs/authentication
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from helpers.catalogue import endpoints

SOUNDS_SECRET = re.compile(
    r"secret|token|key|code|jwt|passw|signature|credential|auth(?!or)|cookie|content|nonce"
)

# What sounds secret and is not: the field, or the field in another one, and the reason.
HARMLESS = {
    "drop_reason.code": "why a chat message was not sent",
    "errors.code": "why a shard could not be changed",
    "content_classification_labels": "what viewers are warned of; everybody sees it",
    "is_branded_content": "whether somebody pays for the content; everybody sees it",
    "can_link_external_content": "whether an extension may link to other pages",
    # the login service
    "token_type": "how to send a token, not the token",
    "user_code": "what the user is to read and enter",
    "token_endpoint": "an address that everybody may know",
    "token_endpoint_auth_methods_supported": "the ways to send a secret, not the secret",
}

# Of the login service: good for an access token, or one already.
LOGIN = {
    *("access_token", "refresh_token", "id_token", "token", "client_secret", "code", "device_code"),
    *("authorization_code", "code_verifier", "client_assertion", "assertion", "oauth", "bearer"),
}
# Of a request's or an answer's head, and of signed addresses: analytics, downloads of clips.
HEAD = {"authorization", "proxy_authorization", "cookie", "set_cookie", "sig"}
# A name that ends so is a secret whatever stands before: X-Auth-Token, webhookSecret, api_key.
ENDINGS = re.compile(
    r"(token|secret|password|passwd|passphrase|streamkey|apikey|accesskey|secretkey|privatekey"
    r"|signature|jwt|credentials?)$"
)


def plain(name: str) -> str:
    """Return a field's name without case, hyphens and underscores: "accesstoken"."""
    return re.sub(r"[\W_]+", "", name).lower()


@lru_cache(maxsize=4096)
def is_secret(name: str, inside: str = "") -> bool:
    """Tell whether a field, parameter or header is a secret, however its name is written.

    `inside` is the name of the field that it stands in, if that is known.
    """
    name, inside = plain(name), plain(inside)
    if {name, f"{inside}.{name}"} & _harmless():
        return False
    return name in _known() or ENDINGS.search(name) is not None


def is_user_code(name: str, value: str) -> bool:
    """Tell whether a parameter of an address is the code that the user is to read.

    Twitch calls it device-code in `verification_uri`; a real device code has 30 letters or more.
    """
    return plain(name) == "devicecode" and re.fullmatch(r"[A-Z0-9-]{4,12}", value) is not None


def fields() -> Iterator[tuple[str, str, str]]:
    """Give each field of the API: its endpoint's name, the field that it stands in, its own name.

    Those of the query, of the body and of the answer, at any depth.
    """
    for endpoint in endpoints.catalogue():
        sent = {each.name: each.type for each in (*endpoint.query, *(endpoint.body or ()))}
        for inside, name in (*_names(sent), *_names(endpoint.response)):
            yield endpoint.name, inside, name


def _names(shape: Any, inside: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(shape, list):
        for each in shape:
            yield from _names(each, inside)
    elif isinstance(shape, dict):
        for name, each in shape.items():
            yield inside, name
            yield from _names(each, name)


@cache
def _harmless() -> frozenset[str]:
    return frozenset(".".join(map(plain, each.split("."))) for each in HARMLESS)


@cache
def _known() -> frozenset[str]:
    found = {
        plain(name)
        for _, inside, name in fields()
        if SOUNDS_SECRET.search(name.lower())
        and not {plain(name), f"{plain(inside)}.{plain(name)}"} & _harmless()
    }
    return frozenset(found | {plain(name) for name in LOGIN | HEAD})
