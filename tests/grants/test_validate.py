"""What GET /validate tells about a token, from the sandbox and from servers that answer badly."""

import json

import pytest

from helpers.credentials.secret import Secret
from helpers.errors import BadAnswer, Refusal
from helpers.grants import client_credentials
from helpers.grants.validate import validate
from helpers.tokens import Token
from tests.grants.signed_in import implicit_token
from tests.wire.bad_server import answering, http


@pytest.fixture
def user_token(sandbox):
    return implicit_token(sandbox, ["clips:edit"])


def test_a_user_token_has_an_owner_and_an_end(sandbox, user_token):
    token = user_token.with_validation(validate(user_token))
    assert (token.user_id, token.login) == ("141981764", "twitchdev")
    assert token.client_id == sandbox.client_id
    assert token.scopes == ("clips:edit",)
    assert 50 < token.expires_in().days < 70
    assert token.access_token == user_token.access_token


def test_an_app_token_has_no_owner(sandbox):
    issued = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    app = Token.from_response(issued)
    token = app.with_validation(validate(app))
    assert (token.user_id, token.login, token.scopes) == (None, None, ())
    assert abs(token.expires_at - app.expires_at).total_seconds() < 10


def test_a_token_that_is_over_is_a_refusal(sandbox, user_token):
    sandbox.expire(user_token.access_token.reveal())
    with pytest.raises(Refusal, match="expired, was revoked") as caught:
        user_token.with_validation(validate(user_token))
    assert (caught.value.status, caught.value.message) == (401, "invalid access token")


@pytest.mark.parametrize("token", ["", "nobody-knows-this-one"])
def test_an_unknown_token_is_a_refusal(sandbox, token):
    with pytest.raises(Refusal):
        Token(Secret("t"), "user").with_validation(validate(token))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '{"login": "x"',
        '{"login": 7}',
        '{"user_id": []}',
        '{"scopes": {"a": 1}}',
        '{"expires_in": "soon"}',
        '{"expires_in": -1}',
        "<html>",
    ],
)
def test_an_answer_that_cannot_be_used_is_told(monkeypatch, body):
    with answering(http("200 OK", body)) as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
        monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
        with pytest.raises(BadAnswer):
            Token(Secret("t"), "user").with_validation(validate("t"))


def test_nulls_and_endless_tokens_are_understood(monkeypatch):
    body = {"client_id": "c", "login": None, "scopes": None, "user_id": None, "expires_in": 0}
    with answering(http("200 OK", json.dumps(body))) as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
        monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
        token = Token(Secret("t"), "app").with_validation(validate("t"))
    assert (token.client_id, token.login, token.scopes, token.expires_at) == ("c", None, (), None)
