"""What each field of an answer means, in words."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import requests

from helpers import words
from helpers.clock import now
from helpers.credentials.id_token import moment
from helpers.views import look
from helpers.views.exchange import answer
from helpers.views.exchange.fold import More

LONGEST = 300  # characters of one value

MEANINGS = {
    # POST /token and the fragment of the implicit grant
    "access_token": "the token itself: whoever has it can act with it, so it stays hidden here",
    "expires_in": "the seconds for which it is good",
    "refresh_token": "gets the next access token without the user; it stays hidden here too",
    "id_token": "who signed in, signed by Twitch; it stays hidden here too",
    "token_type": "how to send it: in the header Authorization: Bearer …",
    "scope": "what you allowed",
    "state": "the random text of this sign-in, unchanged",
    # the query of the authorization code grant; POST /device
    "code": "good once, for minutes: the application changes it for the token",
    "device_code": "what the device asks with; it stays hidden here",
    "user_code": "what you enter on another device",
    "verification_uri": "where you enter it; the code stands in the address already",
    "interval": "the seconds that the device waits between two questions",
    # GET /validate
    "client_id": "the application that the token was made for",
    "login": "the name in the account's address",
    "scopes": "what the token allows",
    "user_id": "the number of the account",
    # GET /users
    "id": "the account's number; it never changes, so programs keep this one",
    "display_name": "the name as the account's owner writes it",
    "type": "admin, global_mod or staff; empty for everybody else",
    "broadcaster_type": "partner or affiliate; empty for everybody else",
    "description": "what the owner says about the channel",
    "profile_image_url": "the account's picture",
    "offline_image_url": "the picture while the channel is not live",
    "view_count": "no longer kept up to date by Twitch; do not use it",
    "email": "here because the token has the scope user:read:email",
    "created_at": "when the account was made, in UTC",
    # an ID token: its header, then its claims; GET /userinfo has some of them too
    "alg": "how the signature is made: RS256 is RSA with SHA-256",
    "typ": "what this is: a JSON Web Token",
    "kid": "the name of the key",
    "iss": "who issued it: must be Twitch's login service",
    "sub": "who signed in: the number of the account",
    "aud": "the application that it was made for",
    "azp": "the application that it was given to",
    "exp": "when it ends, in seconds since 1970",
    "iat": "when it was made, in seconds since 1970",
    "nonce": "must be the random text that this sign-in sent",
    "at_hash": "half of the access token's hash: proof that the two belong together",
    "email_verified": "whether the owner has confirmed the e-mail address",
    "preferred_username": "the name as the account's owner writes it",
    "picture": "the account's picture",
    "updated_at": "when the account was last changed, in UTC",
    # GET /keys
    "kty": "what kind of key this is",
    "use": "what the key is for: sig is to check signatures",
    "n": "the public key itself (the RSA modulus), a long number",
    "e": "the public key's exponent, a short number",
    # GET /.well-known/openid-configuration
    "issuer": "what iss must be in every ID token",
    "authorization_endpoint": "where the user's browser is sent",
    "token_endpoint": "where a code is exchanged for tokens",
    "userinfo_endpoint": "where an access token gets the claims about its user",
    "jwks_uri": "where the public keys are",
    "response_types_supported": "what response_type may be",
    "response_modes_supported": "how the answer may come back",
    "scopes_supported": "the scopes that belong to OpenID Connect",
    "claims_supported": "the claims that Twitch can tell",
    "claims_parameter_supported": "whether the claims parameter may be sent",
    "id_token_signing_alg_values_supported": "how Twitch signs",
    "subject_types_supported": "public: sub is the same for every application",
    "token_endpoint_auth_methods_supported": "how the client secret is sent: in the body",
    # the other answers of the API
    "broadcaster_id": "the number of the channel: its owner's user ID",
    "broadcaster_login": "the name in the channel's address",
    "broadcaster_name": "the name as the channel's owner writes it",
    "broadcaster_language": "the language of the stream, two letters",
    "game_id": "the number of the category",
    "game_name": "the name of the category",
    "title": "the title of the stream",
    "delay": "how many seconds the stream runs behind; partners may set it",
    "tags": "up to ten words that describe the channel",
    "content_classification_labels": "what viewers are warned of",
    "is_branded_content": "whether somebody pays for the content",
    # errors
    "error": "the name of the HTTP status",
    "status": "the HTTP status once more",
    "message": "what went wrong, in Twitch's words",
}


def explain_fields(response: requests.Response) -> look.Shown:
    """Return a table of an answer's fields: name, value, type, meaning. Secrets stay hidden.

    Raises CourseError for what is no response.
    """
    record = _record(answer.json_body(answer.checked(response, "explain_fields")))
    if not record:
        return look.Shown(
            look.panel("No fields", look.paragraph("The answer has no JSON fields to explain.")),
            "The answer has no JSON fields to explain.",
        )
    return field_table("The fields of the answer", record)


def field_table(title: str, record: Mapping[str, Any]) -> look.Shown:
    """Return the fields of one JSON object as a table. The values are masked already."""
    rows = [
        (name, _short(value), _type(value), meaning(name, value)) for name, value in record.items()
    ]
    table = look.table(
        ("field", "value", "type", "what it means"),
        [(look.name(a), look.code(b), c, d) for a, b, c, d in rows],
    )
    return look.Shown(look.panel(title, table), f"{title}\n{look.text_table(rows)}")


def meaning(name: str, value: Any) -> str:
    """Return what a field means; for a lifetime or a time, in words as well."""
    if isinstance(value, More):
        return ""
    words_for_it = MEANINGS.get(name, "not explained in this course")
    if name == "expires_in" and isinstance(value, int) and value > 0:
        ends = now() + timedelta(seconds=min(value, 10**10))
        return f"{words_for_it}: {words.time_left(ends, now())}"
    if name in ("exp", "iat") and (time := moment(value)):
        return f"{words_for_it}: {words.instant(time)}"
    return words_for_it


def _record(body: Any) -> dict[str, Any]:
    """Return the object to explain: the body, or the first item of its list "data" or "keys"."""
    for name in ("data", "keys"):
        if isinstance(body, dict) and isinstance(body.get(name), list):
            body = body[name][0] if body[name] else None
    return body if isinstance(body, dict) else {}


def _short(value: Any) -> str:
    if isinstance(value, list):
        text = " ".join(str(each) for each in value) or "(empty list)"
    elif value is None:
        text = "null"
    else:
        text = str(value) if value != "" else "(empty)"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _type(value: Any) -> str:
    names = {str: "String", bool: "Boolean", int: "Number", float: "Number", list: "Array"}
    if value is None or isinstance(value, More):
        return "null" if value is None else ""
    return names.get(type(value), "Object")
