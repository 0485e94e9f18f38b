"""Every error of the login service that is known, each with a request that meets it."""

from collections.abc import Callable
from dataclasses import dataclass

import requests

from tests.sandbox.box import Browser
from tests.sandbox.flows import Flows

RETIRED = (
    "Sorry, the scope you are requesting is currently unavailable. Please request new scopes "
    "documented at https://dev.twitch.tv/docs/authentication/#chat-and-pubsub."
)
MISMATCH = "Parameter redirect_uri does not match registered URI"
UNKNOWN_SCOPE = "invalid scope requested: 'invalid:scope'"
Send = Callable[[Flows], requests.Response]


@dataclass(frozen=True)
class Case:
    """One way to be refused. `message` is None where the answer is a success without a body."""

    endpoint: str
    condition: str
    confidence: str  # "live", "doc" or "library"; "unconfirmed": nobody has published it
    status: int
    message: str | None
    send: Send


def authorize(**changes: str) -> Send:
    return lambda flows: Browser(flows.box.running.id_url).open(flows.box.request(**changes))


def decide(decision: str, **changes: str) -> Send:
    def send(flows: Flows) -> requests.Response:
        browser = Browser(flows.box.running.id_url)
        browser.sign_in(flows.box.request(force_verify="true", **changes))
        return browser.decide(decision)

    return send


def used_code(flows: Flows) -> requests.Response:
    code = flows.code()
    assert flows.exchange(code).status_code == 200
    return flows.exchange(code)


def used_device_code(flows: Flows) -> requests.Response:
    started = flows.device()
    flows.answer(started["user_code"])
    assert flows.poll(started["device_code"]).status_code == 200
    return flows.poll(started["device_code"])


def refused_device_code(flows: Flows) -> requests.Response:
    started = flows.device()
    flows.answer(started["user_code"], "cancel")
    return flows.poll(started["device_code"])


def used_refresh_token(flows: Flows) -> requests.Response:
    refresh_token = flows.device_tokens()["refresh_token"]
    assert flows.refresh_public(refresh_token).status_code == 200
    return flows.refresh_public(refresh_token)


def refresh_of_a_device_flow_token(flows: Flows) -> requests.Response:
    tokens = flows.device_tokens(client_id=flows.confidential)
    return flows.refresh(tokens["refresh_token"], client_secret=None)


def validate(header: str | None) -> Send:
    headers = {} if header is None else {"Authorization": header}
    return lambda flows: requests.get(f"{flows.box.running.id_url}/validate", headers=headers)


def userinfo(header: str | None) -> Send:
    headers = {} if header is None else {"Authorization": header}
    return lambda flows: requests.get(f"{flows.box.running.id_url}/userinfo", headers=headers)


TOKEN = "POST /token"
ANY = "client_credentials"
CASES = [
    Case("GET /authorize", "client_id missing or empty", "live", 400, "missing client id",
         authorize(client_id="")),
    Case("GET /authorize", "unknown client_id", "unconfirmed", 400, "invalid client",
         authorize(client_id="nobody")),
    Case("GET /authorize", "retired v5 scope", "live", 400, RETIRED,
         authorize(scope="chat_login")),
    Case("GET /authorize", "retired v5 scope, for a code", "live", 400, RETIRED,
         authorize(scope="chat_login", response_type="code")),
    Case("GET /authorize", "unknown scope", "live", 400, UNKNOWN_SCOPE,
         authorize(scope="clips:edit invalid:scope", response_type="code", state="s")),
    Case("GET /authorize", "several scopes with a comma", "live", 400,
         "invalid scope requested: 'user:read:email,clips:edit'",
         authorize(scope="user:read:email,clips:edit")),
    Case("GET /authorize", "a scope in capitals", "live", 400,
         "invalid scope requested: 'CLIPS:EDIT'", authorize(scope="clips:edit CLIPS:EDIT")),
    Case(TOKEN, "client_id missing", "live", 400, "missing client id",
         lambda flows: flows.token(ANY, client_id=None)),
    Case(TOKEN, "unknown client_id", "live", 400, "invalid client",
         lambda flows: flows.token("authorization_code", client_id="nobody")),
    Case(TOKEN, "secret missing, confidential client", "live", 400, "missing client secret",
         lambda flows: flows.exchange(flows.code(), client_secret=None)),
    Case(TOKEN, "secret missing on refresh of a device-flow token", "live", 400,
         "missing client secret", refresh_of_a_device_flow_token),
    Case(TOKEN, "wrong secret", "live", 403, "invalid client secret",
         lambda flows: flows.exchange(flows.code(), client_secret="wrong")),
    Case(TOKEN, "wrong secret on refresh", "live", 403, "invalid client secret",
         lambda flows: flows.refresh(flows.user_tokens()["refresh_token"], client_secret="x")),
    Case(TOKEN, "code exchange by a public client", "live", 400, "Invalid client credentials",
         lambda flows: flows.exchange(
             flows.code(client_id=flows.public), client_id=flows.public, client_secret=None)),
    Case(TOKEN, "unknown grant_type", "live", 400, "invalid grant type",
         lambda flows: flows.token("password")),
    Case(TOKEN, "bad code", "library", 400, "Invalid authorization code",
         lambda flows: flows.exchange("nonsense")),
    Case(TOKEN, "used code", "library", 400, "Invalid authorization code", used_code),
    Case(TOKEN, "redirect_uri differs", "library", 400, MISMATCH,
         lambda flows: flows.exchange(flows.code(), redirect_uri="http://localhost:17563")),
    Case(TOKEN, "bad refresh token", "live", 400, "Invalid refresh token",
         lambda flows: flows.refresh("nonsense")),
    Case(TOKEN, "used refresh token", "live", 400, "Invalid refresh token", used_refresh_token),
    Case(TOKEN, "refresh_token empty", "library", 400, "missing refresh token",
         lambda flows: flows.refresh("")),
    Case(TOKEN, "unknown scope on refresh", "library", 400, UNKNOWN_SCOPE,
         lambda flows: flows.refresh(
             flows.user_tokens()["refresh_token"], scope="clips:edit invalid:scope")),
    Case(TOKEN, "device flow, not approved yet", "doc", 400, "authorization_pending",
         lambda flows: flows.poll(flows.device()["device_code"])),
    Case(TOKEN, "device code unknown", "doc", 400, "invalid device code",
         lambda flows: flows.poll("nonsense")),
    Case(TOKEN, "device code used", "doc", 400, "invalid device code", used_device_code),
    Case(TOKEN, "device code refused", "unconfirmed", 400, "invalid device code",
         refused_device_code),
    Case(TOKEN, "device code missing", "unconfirmed", 400, "invalid device code",
         lambda flows: flows.poll(None)),
    Case(TOKEN, "grant_type missing", "unconfirmed", 400, "missing grant type",
         lambda flows: flows.token(None)),
    Case(TOKEN, "code missing", "live", 400, "missing code",
         lambda flows: flows.exchange(None)),
    Case(TOKEN, "redirect_uri missing", "unconfirmed", 400, "missing redirect uri",
         lambda flows: flows.exchange(flows.code(), redirect_uri=None)),
    Case("POST /device", "unknown client_id", "library", 400, "invalid client",
         lambda flows: flows.post("device", client_id="nobody", scopes="")),
    Case("POST /device", "client_id missing", "unconfirmed", 400, "missing client id",
         lambda flows: flows.post("device", scopes="")),
    Case("POST /device", "unknown scope", "unconfirmed", 400, UNKNOWN_SCOPE,
         lambda flows: flows.post("device", client_id=flows.public, scopes="invalid:scope")),
    Case("GET /validate", "bad token", "doc", 401, "invalid access token",
         validate("OAuth nonsense")),
    Case("GET /validate", "no Authorization header", "live", 401, "missing authorization token",
         validate(None)),
    Case("GET /userinfo", "bad token", "unconfirmed", 401, "invalid access token",
         userinfo("Bearer nonsense")),
    Case("GET /userinfo", "no Authorization header", "unconfirmed", 401,
         "missing authorization token", userinfo(None)),
    Case("GET /userinfo", "token without openid", "unconfirmed", 401, "missing scope: openid",
         lambda flows: userinfo(f"Bearer {flows.box.user_token()}")(flows)),
    Case("GET /userinfo", "app access token", "unconfirmed", 401, "missing scope: openid",
         lambda flows: userinfo(f"Bearer {flows.box.app_token()}")(flows)),
    Case("POST /revoke", "success", "doc", 200, None,
         lambda flows: flows.revoke(flows.box.app_token())),
    Case("POST /revoke", "token of another client", "doc", 400, "Invalid token",
         lambda flows: flows.revoke(flows.box.app_token(), flows.public)),
    Case("POST /revoke", "token is none", "doc", 400, "Invalid token",
         lambda flows: flows.revoke("nonsense")),
    Case("POST /revoke", "unknown client", "doc", 404, "client does not exist",
         lambda flows: flows.revoke("nonsense", "nobody")),
    Case("POST /revoke", "token empty", "library", 400, "missing oauth token",
         lambda flows: flows.revoke("")),
    Case("POST /revoke", "client_id missing", "unconfirmed", 400, "missing client id",
         lambda flows: flows.revoke("nonsense", None)),
    Case("POST /revoke", "a refresh token", "unconfirmed", 400, "Invalid token",
         lambda flows: flows.revoke(flows.user_tokens()["refresh_token"])),
]  # fmt: skip
