"""A value that Twitch does not know betrays how it was copied: said as a cause, never as proof."""

import pytest

from helpers import helix, views
from helpers.credentials.form import length, oddity
from helpers.credentials.refusals import explained
from helpers.grants import authorization_code, client_credentials, refresh_token, revoke
from helpers.grants.validate import validate
from helpers.tokens import Token

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
REAL = "abcdefghij0123456789abcdefghij"  # what a token looks like

# How it is written instead, and what is said.
WRITTEN = [
    ("oauth:{}", 'begins with "oauth:"'),
    ("OAUTH:{}", 'begins with "OAUTH:"'),
    ("oauth: {}", 'begins with "oauth:"'),
    ("Bearer {}", 'begins with "Bearer"'),
    ("bearer  {}", 'begins with "bearer"'),
    ("OAuth {}", 'begins with "OAuth"'),
    ("access_token={}", 'begins with "access_token="'),
    ("token: {}", 'begins with "token:"'),
    ('"{}"', "has quotes around it"),
    ("'{}'", "has quotes around it"),
    ("`{}`", "has quotes around it"),
    ('"{}', "has quotes around it"),
    ("{} ", "has a blank in it or beside it"),
    ("abc {}", "has a blank in it or beside it"),
    ("http://localhost:3000/#access_token={}", "is a whole address"),
    (JWT, "An ID token was sent"),
    ("client-id-of-this-application", "The client ID was sent as the token"),
]


@pytest.mark.parametrize(("written", "said"), WRITTEN)
def test_each_is_recognised(written, said):
    cause, cure = oddity("token", written.format(REAL), "client-id-of-this-application")
    assert said in cause
    assert REAL not in f"{cause} {cure}"


@pytest.mark.parametrize(
    "value",
    [
        REAL,
        REAL[:12],
        "x",
        "",
        "15-hex-chars-ok",
        "f" * 64,
        "ABC.def-~_+/=",
        "tokenish",
        "ideal",
        "codex",
    ],
)
def test_a_value_of_another_length_is_never_called_wrong(value):
    assert oddity("token", value, "another") is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("token", REAL, ""), ("token", REAL[:9], "has 9 characters where 30"), ("code", "x", "")],
)
def test_a_length_is_a_hint(name, value, said):
    assert (said in length(name, value)) if said else length(name, value) == ""


# --- as a learner meets it ------------------------------------------------------------------


@pytest.fixture
def token(sandbox) -> str:
    answer = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    return Token.from_response(answer).access_token.reveal()


@pytest.mark.parametrize("written", ["oauth:{}", "Bearer {}", '"{}"', "token={}"])
@pytest.mark.parametrize("call", ["users", "validate", "revoke"])
def test_a_token_that_was_pasted_with_something_around_it(sandbox, token, written, call):
    pasted = written.format(token)
    response = {
        "users": lambda: helix.get("users", token=pasted, client_id=sandbox.client_id),
        "validate": lambda: validate(pasted),
        "revoke": lambda: revoke.revoke(sandbox.client_id, pasted),
    }[call]()
    found = explained(response)
    assert "expired" not in str(found)
    assert "The token" in found.cause
    assert token not in str(found)
    assert str(found) in views.show(response).text
    assert helix.diagnose(response, token) == str(found)


def test_a_token_that_was_cut_short_may_also_have_expired(sandbox, token):
    response = helix.get("users", token=token[:-3], client_id=sandbox.client_id)
    assert "has expired, was revoked, or was never valid; it has 27 characters" in str(
        explained(response)
    )


def test_the_client_id_in_the_place_of_something_else(sandbox):
    own, secret = sandbox.client_id, sandbox.client_secret
    for response, what in (
        (helix.get("users", token=own, client_id=own), "token"),
        (client_credentials.request_token(own, own), "client secret"),
        (refresh_token.refresh(own, secret, own), "refresh token"),
        (authorization_code.exchange_code(own, secret, own, "http://localhost:3000"), "code"),
    ):
        assert f"The client ID was sent as the {what}." in str(explained(response))


def test_a_client_id_with_quotes(sandbox):
    response = client_credentials.request_token(f'"{sandbox.client_id}"', "s")
    assert "The client ID has quotes around it." in str(explained(response))
    response = client_credentials.request_token(f"client_id={sandbox.client_id}", "s")
    assert 'The client ID begins with "client_id="' in str(explained(response))
