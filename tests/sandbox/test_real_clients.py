"""Clients that others wrote for Twitch run against the sandbox as a program, unchanged."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from oauthlib.oauth2 import BackendApplicationClient, MobileApplicationClient
from requests_oauthlib import OAuth2Session
from twitchAPI import oauth
from twitchAPI.helper import first
from twitchAPI.twitch import Twitch
from twitchAPI.type import AuthScope

from helpers.course import scripted_learner
from tests.notebooks.files import PROJECT
from tests.sandbox.box import Browser

REDIRECT_URI = "http://localhost:17563"
SCOPES = [AuthScope.CLIPS_EDIT, AuthScope.USER_READ_EMAIL]


@pytest.fixture(scope="module")
def program() -> Iterator[dict]:
    command = [sys.executable, "-m", "helpers.sandbox", "--port", "0"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        yield json.loads(process.stdout.readline())
        process.terminate()


@pytest.fixture(params=["Twitch's paths", "the paths of Twitch's own mock"])
def urls(program, request) -> tuple[str, str]:
    """The login service's and the API's address, under both names that the sandbox answers to."""
    base = program["id_url"].removesuffix("/oauth2")
    live = request.param == "Twitch's paths"
    return (f"{base}/oauth2", f"{base}/helix") if live else (f"{base}/auth", f"{base}/mock")


# --- requests-oauthlib -----------------------------------------------------------------------


@pytest.fixture(autouse=True)
def plain_http(monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the sandbox is on this computer


def test_requests_oauthlib_client_credentials(program, urls):
    session = OAuth2Session(client=BackendApplicationClient(client_id=program["client_id"]))
    token = session.fetch_token(
        f"{urls[0]}/token",
        client_id=program["client_id"],
        client_secret=program["client_secret"],
        include_client_id=True,
    )
    assert token["token_type"] == "bearer"
    session.headers["Client-Id"] = program["client_id"]
    users = session.get(f"{urls[1]}/users", params={"login": "twitchdev"}, timeout=5)
    assert users.json()["data"][0]["id"] == "141981764"


def test_requests_oauthlib_implicit(program, urls):
    client = MobileApplicationClient(client_id=program["client_id"])
    session = OAuth2Session(client=client, redirect_uri=REDIRECT_URI, scope=["clips:edit"])
    url, state = session.authorization_url(f"{urls[0]}/authorize")
    token = session.token_from_fragment(scripted_learner.authorize(url))
    assert (token["scope"], token["state"]) == (["clips:edit"], state)


def test_requests_oauthlib_code_and_refresh(program, urls):
    session = OAuth2Session(program["client_id"], redirect_uri=REDIRECT_URI, scope=["clips:edit"])
    url, _ = session.authorization_url(f"{urls[0]}/authorize")
    token = session.fetch_token(
        f"{urls[0]}/token",
        authorization_response=scripted_learner.authorize(url),
        client_secret=program["client_secret"],
        include_client_id=True,
    )
    new = session.refresh_token(
        f"{urls[0]}/token",
        client_id=program["client_id"],
        client_secret=program["client_secret"],
    )
    assert new["access_token"] != token["access_token"]


def test_requests_oauthlib_and_pyjwt_sign_in_with_openid_connect(program, urls):
    document = requests.get(f"{urls[0]}/.well-known/openid-configuration", timeout=5).json()
    assert document["issuer"] == urls[0]
    session = OAuth2Session(program["client_id"], redirect_uri=REDIRECT_URI, scope=["openid"])
    url, _ = session.authorization_url(document["authorization_endpoint"], nonce="n-0S6")
    token = session.fetch_token(
        document["token_endpoint"],
        authorization_response=scripted_learner.authorize(url),
        client_secret=program["client_secret"],
        include_client_id=True,
    )
    told = jwt.decode(
        token["id_token"],
        jwt.PyJWKClient(document["jwks_uri"]).get_signing_key_from_jwt(token["id_token"]),
        algorithms=document["id_token_signing_alg_values_supported"],
        audience=program["client_id"],
        issuer=document["issuer"],
    )
    assert (told["sub"], told["nonce"]) == ("141981764", "n-0S6")
    assert session.get(document["userinfo_endpoint"]).json()["sub"] == told["sub"]


# --- twitchAPI -------------------------------------------------------------------------------


def test_twitchapi_goes_through_every_grant(program, urls):
    asyncio.run(_twitchapi(program, *(f"{url}/" for url in urls)))


async def _twitchapi(program: dict, login: str, api: str) -> None:
    client_id, client_secret = program["client_id"], program["client_secret"]
    twitch = await Twitch(client_id, client_secret, base_url=api, auth_base_url=login)
    try:
        assert (await first(twitch.get_users(logins=["twitchdev"]))).id == "141981764"

        user = oauth.UserAuthenticator(twitch, SCOPES, url=REDIRECT_URI, auth_base_url=login)
        back = scripted_learner.authorize(user.return_auth_url())
        [code] = parse_qs(urlsplit(back).query)["code"]
        token, refresh_token = await user.authenticate(user_token=code)
        await twitch.set_user_authentication(token, SCOPES, refresh_token)
        assert (await first(twitch.get_users())).email == "twitchdev@example.com"

        new, _ = await oauth.refresh_access_token(
            refresh_token, client_id, client_secret, auth_base_url=login
        )
        assert (await oauth.validate_token(new, auth_base_url=login))["login"] == "twitchdev"
        assert await oauth.revoke_token(client_id, new, auth_base_url=login)
        assert (await oauth.validate_token(new, auth_base_url=login))["status"] == 401

        device = oauth.CodeFlow(twitch, SCOPES, auth_base_url=login)
        _, verification_uri = await device.get_code()
        _activate(verification_uri)
        token, _ = await device.wait_for_auth_complete()
        assert (await oauth.validate_token(token, auth_base_url=login))["login"] == "twitchdev"
    finally:
        await twitch.close()


def _activate(verification_uri: str) -> None:
    """Say yes on the page that a device sends its user to."""
    parts = urlsplit(verification_uri)
    asked = {"device-code": parse_qs(parts.query)["device-code"][0]}
    browser = Browser(f"{parts.scheme}://{parts.netloc}")
    browser.open(asked, "activate")
    browser.submit("activate/sign-in", user="twitchdev")
    browser.open(asked, "activate")
    assert isinstance(browser.submit("activate", decision="authorize"), requests.Response)
