"""Revoking a token of the real sandbox."""

import pytest

from helpers.grants import revoke
from helpers.grants.validate import validate
from tests.grants.signed_in import user_token

pytestmark = pytest.mark.usefixtures("at_the_box")


def test_a_revoked_token_is_over(app):
    token = user_token(*app)
    answer = revoke.revoke(app[0], token)
    assert (answer.status_code, answer.content) == (200, b"")
    assert validate(token).status_code == 401
    assert revoke.revoke(app[0], token.access_token).json()["message"] == "Invalid token"
    assert revoke.revoke("nobody", "t").status_code == 404
