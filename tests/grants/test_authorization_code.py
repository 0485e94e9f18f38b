"""The authorization code grant as a learner calls it, against the real sandbox over loopback."""

import pytest

from helpers.errors import AuthorizationFailed, ConsentRefused, NoCodeInAddress, Refusal, WrongState
from helpers.grants import authorization_code
from helpers.grants.validate import validate
from helpers.tokens import Token
from tests.grants.signed_in import SCOPES, STATE, code_for, user_token
from tests.sandbox.box import REDIRECT_URI

pytestmark = pytest.mark.usefixtures("at_the_box")


def test_a_code_becomes_a_token(app):
    token = user_token(*app)
    assert (token.kind, token.client_id) == ("user", app[0])
    assert set(token.scopes) == set(SCOPES)
    assert token.refresh_token is not None
    assert 3 < token.expires_in().total_seconds() / 3600 < 5
    owner = token.with_validation(validate(token))
    assert owner.login == "twitchdev"


def test_a_code_is_good_for_one_use(app):
    code = code_for(app[0])
    assert authorization_code.exchange_code(*app, code, REDIRECT_URI).ok
    with pytest.raises(Refusal) as caught:
        Token.from_response(authorization_code.exchange_code(*app, code, REDIRECT_URI))
    assert caught.value.message == "Invalid authorization code"
    assert code.reveal() not in str(caught.value)


def test_the_redirect_uri_must_be_the_same(app):
    answer = authorization_code.exchange_code(*app, code_for(app[0]), "http://localhost:17563")
    assert answer.status_code == 400
    assert answer.json()["message"] == "Parameter redirect_uri does not match registered URI"


def test_code_and_secret_travel_in_the_body(app):
    request = authorization_code.exchange_code(*app, "a-code", REDIRECT_URI).request
    assert "?" not in request.url
    assert "a-code" in request.body


@pytest.mark.parametrize(
    ("address", "error"),
    [
        (f"/?code=abc&scope=&state={STATE}", None),
        (f"/?code=&scope=&state={STATE}", NoCodeInAddress),
        (f"/?code=a&code=b&state={STATE}", NoCodeInAddress),
        (f"/?code=a%20b&state={STATE}", NoCodeInAddress),
        (f"/?scope=&state={STATE}", NoCodeInAddress),
        (f"/#code=abc&state={STATE}", NoCodeInAddress),
        ("/?code=abc", WrongState),
        ("/?code=abc&state=other", WrongState),
        (f"/?code=abc&state={STATE}&state=other", WrongState),
        (f"/?error=access_denied&state={STATE}", ConsentRefused),
        (f"/?error=invalid_scope&state={STATE}", AuthorizationFailed),
    ],
)
def test_only_a_code_with_its_state_is_read(address, error):
    if error is None:
        assert authorization_code.parse_redirect(REDIRECT_URI + address, STATE) == "abc"
        return
    with pytest.raises(error) as caught:
        authorization_code.parse_redirect(REDIRECT_URI + address, STATE)
    assert type(caught.value) is error


def test_scopes_may_be_words():
    urls = {
        authorization_code.authorization_url("i", REDIRECT_URI, scopes, "s", force_verify=True)
        for scopes in (SCOPES, " ".join(SCOPES))
    }
    [url] = urls
    assert "response_type=code" in url
    assert "force_verify=true" in url
