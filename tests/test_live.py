"""A short look at the real Twitch, for a maintainer: `pytest -m live`.

Off unless asked for, and never in CI. Needs TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET in the
environment. It compares a few harmless answers with what the sandbox plays: client credentials,
/validate, GET /users, a pair of device codes, and the public pages of OpenID Connect.
"""

import os

import pytest

from helpers import helix
from helpers.grants import client_credentials, device_code, openid_connect
from helpers.grants.validate import validate
from helpers.tokens import Token

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif("CI" in os.environ, reason="CI never talks to live Twitch."),
]


@pytest.fixture(scope="module")
def credentials() -> tuple[str, str]:
    try:
        return os.environ["TWITCH_CLIENT_ID"], os.environ["TWITCH_CLIENT_SECRET"]
    except KeyError as missing:
        pytest.skip(f"Set {missing.args[0]} to the value from dev.twitch.tv/console.")


def test_an_app_access_token_is_issued_valid_and_works(credentials, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    client_id, client_secret = credentials

    issued = client_credentials.request_token(client_id, client_secret)
    token = Token.from_response(issued)
    assert list(issued.json()) == ["access_token", "expires_in", "token_type"]

    validation = validate(token).json()
    assert validation["client_id"] == client_id
    assert validation["expires_in"] > 0

    users = helix.get("users", token=token, client_id=client_id, params={"login": ["twitchdev"]})
    assert users.json()["data"][0]["id"] == "141981764"
    assert users.headers["Ratelimit-Limit"]


def test_a_device_gets_codes_and_has_to_wait(credentials, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    client_id, _ = credentials
    codes = device_code.request_codes(client_id, "user:read:follows").json()
    assert list(codes) == ["device_code", "expires_in", "interval", "user_code", "verification_uri"]
    early = device_code.poll(client_id, "user:read:follows", codes["device_code"])
    assert (early.status_code, early.json()["message"]) == (400, "authorization_pending")


def test_openid_connect_is_offered_as_the_sandbox_does(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "sandbox")
    played = openid_connect.discover().json()
    [played_key] = openid_connect.keys().json()["keys"]
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    offered = openid_connect.discover().json()
    [key] = openid_connect.keys().json()["keys"]
    assert offered.keys() == played.keys()
    assert offered["issuer"] == "https://id.twitch.tv/oauth2"
    assert key.keys() == played_key.keys()
