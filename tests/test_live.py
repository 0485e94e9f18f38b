"""A short look at the real Twitch, for a maintainer: `pytest -m live`.

Off unless asked for, and never in CI. Needs TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET in the
environment. It makes three calls: client credentials, /validate, GET /users.
"""

import os

import pytest

from helpers import helix
from helpers.grants import client_credentials
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
