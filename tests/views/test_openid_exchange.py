"""What an exchange of OpenID Connect shows of its tokens and keys, and its authorize URL."""

import json

import pytest

from helpers import views
from helpers.grants import openid_connect
from helpers.views.exchange import masking
from helpers.views.sign_in.authorize_url import authorize_table
from helpers.wire import send
from tests.credentials.id_tokens import ACCESS_TOKEN, CLIENT_ID, ISSUER, NONCE, NOW, signer
from tests.views.openid import both, pieces
from tests.wire.bad_server import answering, http

pytestmark = pytest.mark.usefixtures("noon_in_the_views")


def answer(body: object):
    with answering(http("200 OK", json.dumps(body))) as base:
        return send("GET", base)


def test_an_id_token_is_masked_wherever_it_stands(monkeypatch):
    token = signer().sign()
    hint = f"{token[:4]}… ({len(token)} characters)"
    response = answer(
        {"id_token": token, "access_token": ACCESS_TOKEN, "nested": [{"id_token": token}]}
    )
    for shown in (*both(views.show(response)), *both(views.explain_fields(response))):
        assert not any(piece in shown for piece in pieces(token))
    assert hint in views.show(response).text
    assert "who signed in, signed by Twitch" in views.explain_fields(response).text
    with answering(http("400 Bad", f'cut off: {{"id_token":"{token}')) as base:
        sent = send("POST", f"{base}?id_token={token}", data={"id_token": token})
        bearer = send("GET", base, headers={"Authorization": f"Bearer {token}"})
    for shown in (*both(views.show(sent)), *both(views.show(bearer))):
        assert not any(piece in shown for piece in pieces(token))


@pytest.mark.parametrize("before", ["", "/", "/?a=b", "/?code=secret-code", "/?"])
def test_an_address_hides_what_is_behind_the_hash_sign(before):
    token = signer().sign()
    base = f"http://localhost:3000{before}"
    shown = masking.shown_address(f"{base}#access_token={ACCESS_TOKEN}&id_token={token}&state=s")
    assert shown.startswith(base.partition("=secret")[0])
    assert "access_token=0123" in shown
    assert "&state=(1+random+characters)" in shown
    assert "secret-code" not in shown
    assert not any(piece in shown for piece in [ACCESS_TOKEN, *pieces(token)])


@pytest.mark.parametrize("end", ["", "?", "#", "?a=b%20c", "#a=b%20c", "?a=1#b", "?a=b#c=d"])
def test_an_address_without_secrets_stays_as_it_is(end):
    assert masking.shown_address(f"https://id.twitch.tv/oauth2/keys{end}") == (
        f"https://id.twitch.tv/oauth2/keys{end}"
    )


def test_the_public_key_is_shortened_and_explained():
    keys = signer().keys()
    response, modulus = answer(keys), keys["keys"][0]["n"]
    for shown in (*both(views.show(response)), *both(views.explain_fields(response))):
        assert modulus not in shown
        assert f"({len(modulus)} characters)" in shown
        assert "AQAB" in shown
    assert "the RSA modulus" in views.explain_fields(response).text
    assert "not explained" not in views.explain_fields(response).text
    assert response.json() == keys  # only what is shown is shorter


def test_a_field_named_n_of_something_else_is_left_alone():
    response = answer({"n": "a long text " * 20, "kty": "RSA", "data": [{"n": "text"}, {"n": 5}]})
    assert '"n": "text"' in views.show(response).text
    assert "(240 characters)" in views.show(response).text
    assert '"n": 5' in views.show(answer({"kty": "RSA", "n": 5})).text


@pytest.mark.parametrize("body", [{"keys": []}, {"keys": ["x"]}, {"keys": None}])
def test_odd_keys_break_no_panel(body):
    views.show(answer(body))
    views.explain_fields(answer(body))


def test_userinfo_is_explained():
    body = {
        "aud": CLIENT_ID,
        "exp": int(NOW.timestamp()) + 900,
        "iat": int(NOW.timestamp()),
        "iss": ISSUER,
        "sub": "141981764",
        "email_verified": True,
        "picture": "https://cdn.example/p.png",
        "preferred_username": "TwitchDev",
        "updated_at": "2026-01-01T00:00:00Z",
    }
    shown = views.explain_fields(answer(body)).text
    assert "not explained" not in shown
    assert "12:15:00 UTC" in shown
    assert "whether the owner has confirmed" in shown


# --- the authorize URL ---------------------------------------------------------------------------


def table(monkeypatch, **changes) -> str:
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", "http://127.0.0.1:1/oauth2")
    monkeypatch.setenv("TWITCH_COURSE_API_URL", "http://127.0.0.1:1/helix")
    url = openid_connect.authorization_url(
        "my-id", "http://localhost:3000", "openid", "the-state-that-was-sent", NONCE, **changes
    )
    return authorize_table(url).text


@pytest.mark.parametrize(
    ("response_type", "meaning"),
    [
        ("code", "code: the authorization code grant, a code comes back"),
        ("id_token", "id_token: an ID token comes back at once, and no access token"),
        ("token id_token", "token id_token: an access token and an ID token come back at once"),
        ("something", "what shall come back"),
    ],
)
def test_the_url_is_explained(monkeypatch, response_type, meaning):
    claims = {"userinfo": {"picture": None}}
    shown = table(monkeypatch, claims=claims, response_type=response_type)
    assert meaning in shown
    assert "inside the ID token" in shown
    assert '{"userinfo":{"picture":null}}' in shown
    assert "not explained" not in shown


def test_the_nonce_is_shown_as_the_state_is(monkeypatch):
    assert NONCE not in table(monkeypatch)
    assert "the-… (41 characters)" in table(monkeypatch)
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    assert "(41 random characters)" in table(monkeypatch)
    assert "the-" not in table(monkeypatch)
