"""What the sandbox takes, as an OpenAPI description: where the fuzzer of the tests begins.

Where an endpoint looks a value up, the description lists what it finds; a name in angle brackets
stands for a value that the running sandbox has to give. https://spec.openapis.org/oas/v3.0.3.html
"""

from typing import Any

from tests.sandbox.box import REDIRECT_URI
from tests.sandbox.flows import DEVICE_CODE

Schema = dict[str, Any]

_GRANTS = ["client_credentials", "authorization_code", "refresh_token", DEVICE_CODE]
_SCOPES = ["", "openid clips:edit", "chat_login"]
_ODD = "\0é\U0001f600"  # what is no good anywhere
_KNOWN = {
    "Authorization": ["Bearer <user_token>", "OAuth <app_token>", "Basic Og=="],
    "Client-Id": ["<client_id>"],
    "client_id": ["<client_id>", "<public_client_id>"],
    "client_secret": ["<client_secret>"],
    "code": ["<code>"],
    "decision": ["authorize", "cancel"],
    "device-code": ["<user_code>"],
    "device_code": ["<device_code>"],
    "force_verify": ["true", "false"],
    "form_token": ["<form_token>"],
    "grant_type": _GRANTS,
    "id": ["141981764"],
    "login": ["TwitchDev"],
    "path": ["users", "streams", "channels/followers", "users/", ".."],
    "redirect_params": [
        f"client_id=<client_id>&redirect_uri={REDIRECT_URI}&response_type={kind}&scope={scope}"
        for kind in ("code", "x")
        for scope in ("clips%3Aedit", "no:such")
    ],
    "redirect_uri": [REDIRECT_URI, "http://localhost:17563", "https://evil.example/"],
    "refresh_token": ["<refresh_token>"],
    "response_type": ["code", "token", "code id_token"],
    "scope": _SCOPES,
    "scopes": _SCOPES,
    "token": ["<app_token>"],
    "user": ["twitchdev", "marta_paints"],
}


def describe(cookie_name: str) -> Schema:
    """Return the description. The cookie of this name tells who is signed in."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "The sandbox", "version": "1"},
        "paths": {**_login(cookie_name), **_pages(cookie_name), **_API},
    }


_TEXT = {"type": "string"}


def _value(name: str) -> Schema:
    return {"type": "string", "enum": [*_KNOWN[name], _ODD]} if name in _KNOWN else _TEXT


def _query(*names: str, optional: tuple[str, ...] = ()) -> list[Schema]:
    return _parameters("query", names, required=True) + _parameters("query", optional)


def _parameters(place: str, names: tuple[str, ...], required: bool = False) -> list[Schema]:
    return [
        {"name": name, "in": place, "required": required, "schema": _value(name)} for name in names
    ]


def _cookie(name: str) -> list[Schema]:
    known = {"type": "string", "enum": ["<cookie>"]}
    return [{"name": name, "in": "cookie", "required": True, "schema": known}]


def _operation(parameters: list[Schema], form: Schema | None = None) -> Schema:
    described: Schema = {"parameters": parameters, "responses": {"default": {"description": ""}}}
    return {**described, "requestBody": form} if form else described


def _form(*names: str, optional: tuple[str, ...] = (), json: bool = False) -> Schema:
    fields = {
        "type": "object",
        "properties": {name: _value(name) for name in names + optional},
        "required": list(names),
    }
    kinds = ["application/x-www-form-urlencoded", "multipart/form-data"]
    kinds += ["application/json"] if json else []
    return {"content": {kind: {"schema": fields} for kind in kinds}}


def _login(cookie_name: str) -> Schema:
    needed = ("client_id", "redirect_uri", "response_type")
    asked = _query(*needed, optional=("scope", "state")) + _cookie(cookie_name)
    more = _query(optional=("force_verify", "nonce", "claims"))
    grant = _form(
        "client_id",
        "client_secret",
        "grant_type",
        "code",
        "redirect_uri",
        "refresh_token",
        "device_code",
        optional=("scope", "scopes"),
        json=True,
    )
    sign_in, consent = _form("form_token", "user"), _form("form_token", "decision")
    return {
        "/oauth2/authorize": {"get": _operation(asked + more)},
        "/oauth2/sign-in": {"get": _operation(asked), "post": _operation(asked, sign_in)},
        "/oauth2/consent": {"post": _operation(asked, consent)},
        "/oauth2/token": {"post": _operation(_query(optional=("grant_type", "scope")), grant)},
        "/oauth2/device": {"post": _operation([], _form("client_id", "scopes"))},
        "/oauth2/revoke": {"post": _operation([], _form("client_id", "token"))},
        "/oauth2/validate": {"get": _operation(_CALLER)},
        "/oauth2/userinfo": {"get": _operation(_CALLER)},
        "/oauth2/keys": {"get": _operation([])},
        "/oauth2/.well-known/openid-configuration": {"get": _operation([])},
    }


def _pages(cookie_name: str) -> Schema:
    cookie = _cookie(cookie_name)
    activate = _query("device-code", optional=("public",)) + cookie
    sign_in, decision = _form("form_token", "user"), _form("form_token", "decision")
    disconnect = _form("form_token", "client_id")
    return {
        "/login": {"get": _operation(_query("redirect_params", optional=("client_id",)) + cookie)},
        "/activate": {"get": _operation(activate), "post": _operation(activate, decision)},
        "/activate/sign-in": {"get": _operation(activate), "post": _operation(activate, sign_in)},
        "/connections": {"get": _operation(cookie), "post": _operation(cookie, disconnect)},
        "/connections/sign-in": {"get": _operation(cookie), "post": _operation(cookie, sign_in)},
    }


_CALLER = _parameters("header", ("Authorization", "Client-Id"), required=True)
_ANY_PATH = _parameters("path", ("path",), required=True) + _CALLER
_API = {
    "/helix/users": {"get": _operation(_query(optional=("id", "login")) + _CALLER)},
    "/helix/{path}": {"get": _operation(_ANY_PATH)},
}
