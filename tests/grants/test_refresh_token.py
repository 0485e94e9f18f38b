"""Refreshing a token of the real sandbox."""

import pytest

from helpers.errors import Refusal
from helpers.grants import refresh_token
from helpers.grants.validate import validate
from helpers.tokens import Token
from tests.grants.signed_in import SCOPES, user_token
from tests.sandbox.flows import Flows

pytestmark = pytest.mark.usefixtures("at_the_box")


def test_a_refreshed_token_takes_the_place_of_the_old_one(app):
    old = user_token(*app)
    new = Token.from_response(refresh_token.refresh(*app, old.refresh_token))
    assert new.access_token != old.access_token
    assert set(new.scopes) == set(SCOPES)
    assert validate(new).ok
    assert validate(old).status_code == 401


def test_a_refresh_token_that_is_none_is_refused(app):
    with pytest.raises(Refusal) as caught:
        Token.from_response(refresh_token.refresh(*app, "no-such-refresh-token"))
    assert (caught.value.status, caught.value.message) == (400, "Invalid refresh token")
    assert "refresh" in str(caught.value)


def test_a_public_application_refreshes_without_a_secret_once(box):
    public = box.running.public_client_id
    first = Flows(box).device_tokens()["refresh_token"]
    assert refresh_token.refresh(public, None, first).ok
    assert refresh_token.refresh(public, None, first).json()["message"] == "Invalid refresh token"
