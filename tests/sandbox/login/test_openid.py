"""Signing in at the sandbox with OpenID Connect: which flow answers with what, and ID tokens."""

import base64
import hashlib
import json

import jwt
import pytest

from tests.sandbox.box import NOON
from tests.sandbox.flows import Flows
from tests.sandbox.login.openid import ALWAYS, EVERYTHING, EXTRA, asking, fragment, verified


def half_hash(value: str) -> str:
    """OpenID Connect Core, section 3.1.3.6, written once more."""
    digest = hashlib.new("sha256", value.encode("ascii")).hexdigest()
    return base64.urlsafe_b64encode(bytes.fromhex(digest[:32])).rstrip(b"=").decode()


# --- which flow answers with what ------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
@pytest.mark.parametrize("response_type", ["token id_token", "id_token token"])
def test_both_tokens_in_the_fragment(flows, response_type, prefix):
    answer = fragment(flows, response_type, prefix=prefix, state="s t", nonce="n-0S6 é")
    assert list(answer) == ["access_token", "id_token", "scope", "state", "token_type"]
    assert (answer["scope"], answer["state"]) == ("openid", "s t")
    assert answer["token_type"] == "bearer"
    assert flows.validate(answer["access_token"]).json()["scopes"] == ["openid"]
    assert verified(flows.box, answer["id_token"], prefix) == {
        "at_hash": half_hash(answer["access_token"]),
        "aud": flows.confidential,
        "azp": flows.confidential,
        "exp": NOON + 900,
        "iat": NOON,
        "iss": f"{flows.box.base}/{prefix}",
        "nonce": "n-0S6 é",
        "sub": "141981764",
    }


def test_an_id_token_alone(flows):
    answer = fragment(flows, "id_token", nonce="n")
    assert list(answer) == ["id_token", "scope"]
    assert set(verified(flows.box, answer["id_token"])) == ALWAYS | {"nonce"}


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
def test_the_code_grant(flows, prefix):
    claims = asking(id_token=["email"])
    code = flows.code(EVERYTHING, "marta_paints", nonce="n", claims=claims)
    answer = flows.exchange(code) if prefix == "oauth2" else exchange_under_auth(flows, code)
    assert answer.status_code == 200
    body = answer.json()
    assert list(body) == [
        "access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type",
    ]  # fmt: skip
    told = verified(flows.box, body["id_token"], prefix)
    assert set(told) == ALWAYS | {"nonce", "email"}
    assert (told["nonce"], told["email"]) == ("n", "marta_paints@example.com")
    assert told["sub"] == "700100201"


def exchange_under_auth(flows: Flows, code: str):
    return flows.post(
        "../auth/token",
        client_id=flows.confidential,
        client_secret=flows.box.running.client_secret,
        grant_type="authorization_code",
        code=code,
        redirect_uri="http://localhost:3000",
    )


@pytest.mark.parametrize("response_type", ["code id_token", "id_token code"])
def test_the_hybrid_flow(flows, response_type):
    answer = fragment(flows, response_type, state="s", nonce="n")
    assert list(answer) == ["code", "id_token", "scope", "state"]
    first = verified(flows.box, answer["id_token"])
    assert set(first) == ALWAYS | {"nonce", "c_hash"}
    assert first["c_hash"] == half_hash(answer["code"])
    second = verified(flows.box, flows.exchange(answer["code"]).json()["id_token"])
    assert set(second) == ALWAYS | {"nonce"}
    assert (second["sub"], second["nonce"]) == (first["sub"], "n")


def test_no_id_token_when_nobody_asked_for_one(flows):
    assert "id_token" not in fragment(flows, "token")
    assert "id_token" not in flows.user_tokens("clips:edit")
    tokens = flows.user_tokens("openid")
    assert "id_token" not in flows.refresh(tokens["refresh_token"]).json()
    assert "id_token" not in flows.device_tokens("openid")


# --- what an ID token says -------------------------------------------------------------------


def test_the_header_is_twitchs_own(flows):
    id_token = fragment(flows, "id_token")["id_token"]
    assert jwt.get_unverified_header(id_token) == {"alg": "RS256", "typ": "JWT", "kid": "1"}


def test_a_token_that_was_changed_is_noticed(flows):
    head, body, signature = fragment(flows, "id_token")["id_token"].split(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = json.dumps({**told, "sub": "12826"}).encode()
    other = base64.urlsafe_b64encode(forged).rstrip(b"=").decode()
    with pytest.raises(jwt.InvalidSignatureError):
        verified(flows.box, f"{head}.{other}.{signature}")


def test_the_claims_that_were_asked_for(flows):
    claims = asking(id_token=EXTRA, userinfo=["picture"])
    id_token = fragment(flows, "id_token", scope=EVERYTHING, claims=claims)["id_token"]
    told = verified(flows.box, id_token)
    assert list(told) == sorted(ALWAYS | set(EXTRA))
    assert {name: told[name] for name in EXTRA} == {
        "email": "twitchdev@example.com",
        "email_verified": True,
        "picture": f"{flows.box.base}/images/profile/141981764-300x300.svg",
        "preferred_username": "TwitchDev",
        "updated_at": "2016-12-14T20:32:28Z",
    }


def test_the_address_needs_its_scope(flows):
    answer = fragment(flows, "id_token", claims=asking(id_token=EXTRA))
    told = verified(flows.box, answer["id_token"])
    assert set(told) == ALWAYS | {"picture", "preferred_username", "updated_at"}


@pytest.mark.parametrize(
    "claims",
    [
        "",
        "{}",
        '{"userinfo": {"picture": null}}',
        '{"id_token": {}}',
        '{"id_token": {"sub": null, "password": null, "\\ud800": null}, "x": 1}',
    ],
)
def test_claims_that_add_nothing(flows, claims):
    answer = fragment(flows, "id_token", claims=claims, nonce="")
    assert set(verified(flows.box, answer["id_token"])) == ALWAYS


def test_what_openid_connect_says_of_a_claim_is_no_mistake(flows):
    claims = '{"id_token": {"picture": {"essential": true}, "sub": {"value": "1"}}}'
    told = verified(flows.box, fragment(flows, "id_token", claims=claims)["id_token"])
    assert set(told) == ALWAYS | {"picture"}
    assert told["sub"] == "141981764"


def test_one_sign_in_does_not_show_in_the_next(flows):
    fragment(flows, "id_token", nonce="first", claims=asking(id_token=["picture"]))
    told = verified(flows.box, fragment(flows, "id_token")["id_token"])
    assert set(told) == ALWAYS
