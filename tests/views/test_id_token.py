"""What a learner sees of OpenID Connect, and what the panels never show."""

import json

import pytest

from helpers import clock, views
from helpers.credentials import id_token
from helpers.credentials.secret import Secret
from helpers.errors import BadIdToken
from helpers.grants import openid_connect
from helpers.tokens import Token
from helpers.views.exchange import fields, masking
from helpers.views.sign_in.authorize_url import authorize_table
from helpers.wire import send
from tests.credentials.id_tokens import (
    ACCESS_TOKEN,
    CLIENT_ID,
    ISSUER,
    NONCE,
    NOW,
    at_hash,
    signer,
    unsigned,
)
from tests.wire.bad_server import answering, http


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    for module in (clock, fields):
        monkeypatch.setattr(module, "now", lambda: NOW)


def both(shown) -> list[str]:
    """The HTML and the text: each must say it, each must hide it."""
    return list(shown._repr_mimebundle_().values())


def pieces(token: Secret | str) -> list[str]:
    """The three parts of a token as they are sent."""
    text = token.reveal() if isinstance(token, Secret) else token
    return [text, *text.split(".")]


def checks(token, **changes):
    expected = {"keys": signer().keys(), "issuer": ISSUER, "client_id": CLIENT_ID, "nonce": NONCE}
    return views.id_token_checks(token, **expected | changes)


def answer(body: object):
    with answering(http("200 OK", json.dumps(body))) as base:
        return send("GET", base)


# --- the token, taken apart ------------------------------------------------------------------


def test_the_parts_are_decoded_and_explained():
    token = Secret(signer().sign(email="me@example.com", at_hash=at_hash()))
    for shown in both(views.id_token_parts(token)):
        for word in ("Header", "Claims", "Signature", "SANDBOX", "nothing is checked yet"):
            assert word in shown
        for value in ("RS256", ISSUER, CLIENT_ID, "141981764", "me@example.com", at_hash()):
            assert value in shown
        assert "256 bytes, made with RS256" in shown
        assert "when it ends, in seconds since 1970: 23 November 2026, 12:15:00 UTC" in shown
        assert "when it was made, in seconds since 1970: 23 November 2026, 12:00:00 UTC" in shown
        assert "not explained in this course" not in shown


def test_what_is_shown_is_no_token():
    token = Secret(signer().sign())
    for shown in both(views.id_token_parts(token)) + both(checks(token)):
        assert not any(piece in shown for piece in pieces(token))
        assert NONCE not in shown


def test_a_nonce_can_be_told_apart_or_compared(monkeypatch):
    token = signer().sign()
    assert "the-… (41 characters)" in views.id_token_parts(token).text
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    for shown in both(views.id_token_parts(token)) + both(checks(token)):
        assert "(41 random characters)" in shown
        assert "the-" not in shown


def test_a_forged_token_is_shown_too():
    shown = views.id_token_parts(unsigned({"alg": "none"}, {"exp": "soon", "iat": None}))
    assert "0 bytes, made with none" in shown.text
    assert "since 1970:" not in shown.text  # neither names a time
    assert "made with None" in views.id_token_parts(unsigned({}, {})).text


def test_a_claim_is_text_and_not_html():
    token = signer().sign(preferred_username="<script>alert(1)</script>", aud="<b>")
    name = {"<img src=x>": 1}
    for shown in (
        views.id_token_parts(token),
        checks(token),
        views.id_token_parts(unsigned(name, name)),
    ):
        assert "<script>" not in shown.html
        assert "<b>" not in shown.html
        assert "<img" not in shown.html


def test_the_colours_are_the_themes_own():
    for shown in (views.id_token_parts(signer().sign()), checks(signer().sign())):
        colours = [each for each in shown.html.split(";") if "color:" in each]
        assert colours
        assert all("var(--jp-" in each or "currentColor" in each for each in colours)


def test_no_token_is_one_sentence():
    with pytest.raises(BadIdToken):
        views.id_token_parts(ACCESS_TOKEN)
    with pytest.raises(BadIdToken):
        checks(ACCESS_TOKEN)


# --- the checks ------------------------------------------------------------------------------


def results(shown) -> dict[str, str]:
    """The result of each check, from the table in words."""
    rows = [line.split() for line in shown.text.splitlines() if line.startswith("  ")]
    return {row[0]: row[-1] for row in rows[1:]}


def test_all_checks_of_a_good_token_pass():
    token = signer().sign(at_hash=at_hash())
    shown = checks(token, access_token=Token(Secret(ACCESS_TOKEN), "user"))
    assert all("Every check passed" in each for each in both(shown))
    assert list(results(shown)) == [
        *("alg", "kid", "signature", "iss", "aud", "sub", "azp", "exp", "iat", "nonce", "at_hash")
    ]
    assert set(results(shown).values()) == {"passed"}
    assert not any(ACCESS_TOKEN in each for each in both(shown))


def test_the_table_goes_on_after_a_failure_and_says_each_reason():
    token = signer().sign(iss="https://evil.example", exp=NOW.timestamp() - 1, nonce=...)
    shown = checks(token)
    failed = [name for name, result in results(shown).items() if result == "failed"]
    assert failed == ["iss", "exp", "nonce"]
    for each in both(shown):
        assert "3 checks failed" in each
        assert "https://evil.example" in each
        assert "another login service" in each
        assert "(nothing)" in each
        assert "later than 23 November 2026, 12:00:00 UTC" in each
        assert "23 November 2026, 11:59:59 UTC" in each


def test_a_tampered_token_fails_by_its_signature_alone():
    shown = checks(id_token.tamper(signer().sign(), sub="1"))
    assert "1 check failed" in shown.text
    assert [name for name, each in results(shown).items() if each == "failed"] == ["signature"]


def test_a_long_value_is_cut():
    shown = checks(signer().sign(aud=["x" * 3000]))
    assert all("x" * 70 in each and "x" * 81 not in each for each in both(shown))


# --- what an exchange shows ------------------------------------------------------------------


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


# --- the authorize URL -----------------------------------------------------------------------


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
