"""Each cause that the sandbox can play, met through the helper that a learner calls."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import requests

from helpers import helix, views, wire
from helpers.catalogue import causes
from helpers.course import scripted_learner
from helpers.credentials.refusals import explained
from helpers.credentials.secret import reveal
from helpers.grants import (
    authorization_code,
    client_credentials,
    device_code,
    implicit,
    openid_connect,
    refresh_token,
    revoke,
)
from helpers.grants.validate import validate
from helpers.sandbox import Running
from helpers.tokens import Token

URI = "http://localhost:3000"


@dataclass(frozen=True)
class Learner:
    """What somebody has after the first notebooks: an application, and a token of each kind."""

    box: Running
    app: Token
    user: Token

    @property
    def own(self) -> dict[str, str]:
        return {"broadcaster_id": self.user.user_id or ""}

    def exchange(
        self, code: object = "no-code", uri: str = URI, secret: str = ""
    ) -> requests.Response:
        secret = secret or self.box.client_secret
        return authorization_code.exchange_code(self.box.client_id, secret, code, uri)

    def code(self) -> object:
        url = authorization_code.authorization_url(self.box.client_id, URI, [], "s")
        return authorization_code.parse_redirect(scripted_learner.authorize(url), "s")

    def authorize(self, **changes) -> requests.Response:
        wanted = {"response_type": "code", "scopes": [], "redirect_uri": URI, **changes}
        url = wire.authorize_address(
            client_id=self.box.client_id, state="s", force_verify=False, **wanted
        )
        return wire.send("GET", url)

    def get(self, path: str, token: object = None, **params) -> requests.Response:
        return helix.get(path, token=token or self.user, params=params)


@pytest.fixture
def learner(sandbox) -> Learner:
    answer = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    url = implicit.authorization_url(sandbox.client_id, URI, ["user:edit"], "s")
    user = implicit.parse_redirect(scripted_learner.authorize(url), "s")
    user = user.with_validation(validate(user))
    return Learner(sandbox, Token.from_response(answer), user)


def app_token(client_id: str) -> requests.Response:
    return client_credentials.request_token(client_id, "s")


def used(learner: Learner) -> requests.Response:
    code = learner.code()
    learner.exchange(code)
    return learner.exchange(code)


def ended(learner: Learner) -> Token:
    revoke.revoke(learner.box.client_id, learner.app)
    return learner.app


Met = Callable[[Learner], requests.Response]
TABLE: list[tuple[str, str, Met]] = [
    # --- the application
    (causes.CREDENTIALS, "client ID was empty", lambda it: app_token("")),
    (causes.CREDENTIALS, "no application", lambda it: app_token("x" * 30)),
    (causes.CREDENTIALS, "no application", lambda it: revoke.revoke("x" * 30, "t")),
    (causes.CREDENTIALS, "no application", lambda it: device_code.request_codes("x" * 30, [])),
    (causes.CREDENTIALS, "client secret was empty",
     lambda it: client_credentials.request_token(it.box.client_id, "")),
    (causes.CREDENTIALS, "the secret is not",
     lambda it: client_credentials.request_token(it.box.client_id, "x" * 30)),
    (causes.CREDENTIALS, "Public type",
     lambda it: client_credentials.request_token(it.box.public_client_id, "")),
    (causes.REQUEST, "grant_type was missing",
     lambda it: wire.send("POST", f"{it.box.id_url}/token", data={
         "client_id": it.box.client_id, "client_secret": it.box.client_secret})),
    (causes.REQUEST, "does not offer this grant_type",
     lambda it: wire.send("POST", f"{it.box.id_url}/token", data={
         "client_id": it.box.client_id, "client_secret": it.box.client_secret,
         "grant_type": "password"})),
    (causes.REQUEST, "response_type was missing", lambda it: it.authorize(response_type="")),
    (causes.REDIRECT_URI, "redirect_uri was missing", lambda it: it.authorize(redirect_uri="")),
    # --- what the way back brings
    (causes.REDIRECT_URI, "the code was made for", lambda it: it.exchange(it.code(), f"{URI}/")),
    (causes.CODE, "used before", used),
    (causes.CODE, "used before", lambda it: it.exchange("x" * 30)),
    (causes.CODE, "missing or empty", lambda it: it.exchange("")),
    (causes.NO_MISTAKE, "not said yes yet",
     lambda it: device_code.poll(it.box.public_client_id, [], device_code.request_codes(
         it.box.public_client_id, []).json()["device_code"])),
    (causes.CODE, "used, refused, or is over",
     lambda it: device_code.poll(it.box.public_client_id, [], "x" * 40)),
    # --- scopes
    (causes.SCOPES, "no scope of this name",
     lambda it: device_code.request_codes(it.box.public_client_id, "user:edit,clips:edit")),
    (causes.SCOPES, "an old one", lambda it: it.authorize(scopes=["chat_login"])),
    (causes.SCOPES, "lacks the scope openid", lambda it: openid_connect.user_info(it.user)),
    (causes.SCOPES, "lacks the scope clips:edit",
     lambda it: helix.post("clips", token=it.user, params=it.own)),
    # --- tokens
    (causes.TOKEN, "refresh token was empty",
     lambda it: refresh_token.refresh(it.box.client_id, it.box.client_secret, "")),
    (causes.TOKEN, "refresh token was used before",
     lambda it: refresh_token.refresh(it.box.client_id, it.box.client_secret, "x" * 50)),
    (causes.TOKEN, "was over already", lambda it: revoke.revoke(it.box.client_id, "x" * 30)),
    (causes.TOKEN, "token was empty", lambda it: revoke.revoke(it.box.client_id, "")),
    (causes.TOKEN, "expired, was revoked", lambda it: validate(ended(it))),
    (causes.TOKEN, "expired, was revoked", lambda it: it.get("users", ended(it))),
    (causes.TOKEN, "expired, was revoked", lambda it: openid_connect.user_info("x" * 30)),
    (causes.TOKEN, "no token behind Bearer", lambda it: validate("")),
    (causes.TOKEN, "no token behind Bearer",
     lambda it: helix.get("users", token="", client_id=it.box.client_id)),
    (causes.REQUEST, "Client-Id header was missing",
     lambda it: helix.get("users", token=it.user, client_id="")),
    (causes.CREDENTIALS, "another application",
     lambda it: helix.get("users", token=it.user, client_id=it.box.public_client_id)),
    (causes.TOKEN, "needs a user access token",
     lambda it: helix.put("users", token=it.app, params={"description": "x"})),
    (causes.TOKEN, "needs an app access token", lambda it: it.get("eventsub/conduits")),
    (causes.TOKEN, "belongs to no user", lambda it: it.get("users", it.app)),
    # --- calls
    (causes.REQUEST, "broadcaster_id was missing or empty", lambda it: it.get("channels")),
    (causes.REQUEST, "value of first is not one", lambda it: it.get("streams", first=101)),
    (causes.REQUEST, "value of broadcaster_id", lambda it: it.get("channels", broadcaster_id="me")),
    (causes.REQUEST, "cursor in after", lambda it: it.get("streams", after="x")),
    (causes.REQUEST, "one at a time", lambda it: it.get("videos")),
    (causes.REQUEST, "nothing at this path", lambda it: it.get("nothing/here")),
    (causes.REQUEST, "has removed this call", lambda it: it.get("users/follows")),
    (causes.STATE, "no video", lambda it: it.get("videos", id="1")),
    (causes.SANDBOX, "does not play this part", lambda it: it.get("chat/emotes/global")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "cause", "meet"), TABLE, ids=lambda each: each if isinstance(each, str) else ""
)
def test_it_is_met(learner, kind, cause, meet):
    response = meet(learner)
    found = explained(response)
    assert (found.kind, cause in found.cause, found.known) == (kind, True, True), found
    assert str(found) in views.show(response).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"redirect_uri": f"{URI}/"}, "About the redirect URI: The redirect URI that was sent"),
        ({"response_type": "id_token"}, "Your request: Twitch does not offer this response_type"),
        (
            {"scopes": "clips:edit,user:edit"},
            "About the scopes: Twitch knows no scope of this name.",
        ),
    ],
)
def test_an_error_of_the_authorize_page_is_the_same_in_the_address(learner, changes, sentence):
    """Shown where it is sent, and told to who pastes the address."""
    response = learner.authorize(**changes)
    shown = views.show(response).text
    assert sentence in shown
    if response.is_redirect:
        with pytest.raises(Exception, match=sentence) as error:
            authorization_code.parse_redirect(response.headers["Location"], "s")
        assert str(error.value) in shown


def test_the_rate_limit_is_named(learner, monkeypatch):
    monkeypatch.setattr(helix.waiting, "sleep", lambda _: None)
    token = learner.app
    while (response := wire.send("GET", f"{learner.box.api_url}/users", headers={
        "Authorization": f"Bearer {reveal(token.access_token)}", "Client-Id": learner.box.client_id,
    })).status_code != 429:  # fmt: skip
        pass
    assert str(explained(response)).startswith("The rate limit: Too many calls in one minute.")
