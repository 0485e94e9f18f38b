"""The sandbox's /userinfo, /keys and discovery document, as OpenID Connect clients read them."""

import jwt
import pytest
import requests

from tests.sandbox.box import NOON, login_error
from tests.sandbox.flows import problem
from tests.sandbox.login.openid import (
    EVERYTHING,
    EXTRA,
    asking,
    configuration,
    fragment,
    userinfo,
    verified,
)

LIFETIME = 14124
DEAD = (401, "invalid access token")
ALWAYS = ["aud", "exp", "iat", "iss", "sub"]


# --- GET /userinfo ---------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
def test_userinfo(flows, prefix, method):
    claims = asking(userinfo=EXTRA[::-1], id_token=["picture"])
    token = fragment(flows, "token", scope=EVERYTHING, claims=claims)["access_token"]
    answer = userinfo(flows.box, token, prefix, method)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    body = answer.json()
    assert list(body) == ALWAYS + EXTRA
    now = flows.box.clock.now
    assert body == {
        "aud": flows.confidential,
        "exp": now + 900,
        "iat": now,
        "iss": f"{flows.box.base}/{prefix}",
        "sub": "141981764",
        "email": "twitchdev@example.com",
        "email_verified": True,
        "picture": body["picture"],
        "preferred_username": "TwitchDev",
        "updated_at": "2016-12-14T20:32:28Z",
    }
    user = requests.get(f"{flows.box.running.api_url}/users", headers=flows.box.headers(token))
    assert body["picture"] == user.json()["data"][0]["profile_image_url"]


def test_only_what_was_asked_for_under_userinfo(flows):
    claims = asking(id_token=EXTRA)
    token = fragment(flows, "token id_token", scope=EVERYTHING, claims=claims)["access_token"]
    assert list(userinfo(flows.box, token).json()) == ALWAYS
    claims = asking(userinfo=EXTRA)
    token = fragment(flows, "token", scope="openid", claims=claims)["access_token"]
    assert list(userinfo(flows.box, token).json()) == ALWAYS + EXTRA[2:]  # no address


def test_claims_come_with_the_code_and_stay_after_a_refresh(flows):
    claims = asking(userinfo=["preferred_username"])
    tokens = flows.exchange(flows.code("openid", "marta_paints", claims=claims)).json()
    first = userinfo(flows.box, tokens["access_token"]).json()
    assert first["preferred_username"] == "Marta_Paints"
    again = flows.refresh(tokens["refresh_token"]).json()
    assert problem(userinfo(flows.box, tokens["access_token"])) == DEAD
    assert userinfo(flows.box, again["access_token"]).json() == first
    assert first["sub"] == verified(flows.box, tokens["id_token"])["sub"]


def test_a_device_can_ask_for_openid(flows):
    tokens = flows.device_tokens("openid")
    body = userinfo(flows.box, tokens["access_token"]).json()
    assert (list(body), body["aud"]) == (ALWAYS, flows.public)


def test_without_openid(flows):
    for token in (flows.box.user_token("user:read:email"), flows.box.app_token()):
        answer = userinfo(flows.box, token)
        assert (answer.status_code, answer.content) == login_error(401, "missing scope: openid")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_id_token_is_no_access_token(flows):
    answer = fragment(flows, "token id_token")
    assert problem(userinfo(flows.box, answer["id_token"])) == DEAD
    assert userinfo(flows.box, answer["access_token"]).status_code == 200


@pytest.mark.parametrize("end", ["revoke", "disconnect", "expire", "time"])
def test_the_end_of_a_token(flows, end):
    tokens = flows.user_tokens("openid")
    token = tokens["access_token"]
    assert userinfo(flows.box, token).status_code == 200
    if end == "revoke":
        flows.revoke(token)
    elif end == "disconnect":
        flows.disconnect(flows.confidential)
    elif end == "expire":
        flows.box.running.expire(token)
    else:
        flows.box.clock.now += LIFETIME - 1
        assert userinfo(flows.box, token).status_code == 200
        flows.box.clock.now += 1
    assert problem(userinfo(flows.box, token)) == DEAD


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (None, "missing authorization token"),
        ("", "missing authorization token"),
        ("Bearer", "missing authorization token"),
        ("Bearer ", "missing authorization token"),
        ("Basic YTpi", "missing authorization token"),
        ("OAuth x", "missing authorization token"),
        ("Bearer x", "invalid access token"),
        ("bearer \xff", "invalid access token"),
        ("Bearer " + "x" * 20_000, "invalid access token"),
        ("Bearer a.b.c", "invalid access token"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_no_token(box, header, message, method):
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    answer = requests.request(method, f"{box.running.id_url}/userinfo", headers=headers)
    assert (answer.status_code, answer.content) == login_error(401, message)


def test_a_token_in_query_or_body_is_not_read(flows):
    sent = {"access_token": fragment(flows, "token")["access_token"]}
    url = f"{flows.box.running.id_url}/userinfo"
    for answer in (requests.get(url, params=sent), requests.post(url, data=sent)):
        assert problem(answer) == (401, "missing authorization token")


def test_a_web_page_may_ask(box):
    answer = requests.options(f"{box.running.id_url}/userinfo")
    assert answer.status_code == 204
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


# --- GET /keys -------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
def test_keys(box, prefix):
    answer = requests.get(f"{box.base}/{prefix}/keys")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert list(answer.json()) == ["keys"]
    [key] = answer.json()["keys"]
    assert list(key) == ["alg", "e", "kid", "kty", "n", "use"]
    public = {"alg": "RS256", "e": "AQAB", "kid": "1", "kty": "RSA", "use": "sig"}
    assert {**key, "n": ""} == {**public, "n": ""}
    assert jwt.PyJWK(key).key.key_size == 2048


# --- GET /.well-known/openid-configuration ---------------------------------------------------


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
def test_the_discovery_document(box, prefix):
    issuer = f"{box.base}/{prefix}"
    document = configuration(box, prefix)
    assert list(document) == sorted(document)
    assert document == {
        "authorization_endpoint": f"{issuer}/authorize",
        "claims_parameter_supported": True,
        "claims_supported": [
            "email", "email_verified", "picture", "preferred_username",
            "exp", "iss", "sub", "azp", "aud", "iat", "updated_at",
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
    }  # fmt: skip


def test_every_response_type_it_names_is_played(flows):
    for response_type in configuration(flows.box)["response_types_supported"]:
        if response_type == "code":
            answer = flows.exchange(flows.code("openid")).json()
        else:
            answer = fragment(flows, response_type)
        assert any(name.endswith("token") for name in answer)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"])
def test_the_issuer_is_where_the_document_was_found(flows, host):
    port = flows.box.base.rpartition(":")[2]
    headers = {"Host": f"{host}:{port}"}
    url = f"{flows.box.running.id_url}/.well-known/openid-configuration"
    answer = requests.get(url, headers=headers)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["issuer"] == f"http://{host.lower()}:{port}/oauth2"
    sent = {
        "client_id": flows.confidential, "client_secret": flows.box.running.client_secret,
        "grant_type": "authorization_code", "code": flows.code("openid"),
        "redirect_uri": "http://localhost:3000",
    }  # fmt: skip
    tokens = requests.post(f"{flows.box.running.id_url}/token", data=sent, headers=headers).json()
    told = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert told["iss"] == answer.json()["issuer"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "keys"),
        ("POST", ".well-known/openid-configuration"),
        ("DELETE", "userinfo"),
        ("GET", "../.well-known/openid-configuration"),
        ("GET", "keys/"),
    ],
)
def test_wrong_methods_and_paths(box, method, path):
    answer = requests.request(method, f"{box.running.id_url}/{path}")
    assert problem(answer) == (404, "not found")


def test_the_clock_is_the_sandboxs(flows):
    assert flows.box.clock.now >= NOON
    flows.box.clock.now += 5
    told = verified(flows.box, fragment(flows, "id_token")["id_token"])
    assert (told["iat"], told["exp"]) == (flows.box.clock.now, flows.box.clock.now + 900)
