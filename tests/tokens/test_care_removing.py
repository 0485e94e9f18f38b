"""The wallet takes tokens out: revoked at Twitch, forgotten in the file, one or all."""

from dataclasses import replace

import pytest

from helpers import clock, tokens
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, Refusal
from helpers.grants import validate as validate_grant
from helpers.tokens import Token, care
from tests.tokens.counted_sandbox import expired

NAMES = (
    "App access token",
    "User access token",
    "Device's user access token",
    "Sign-in (OpenID Connect)",
)

# --- revoke ----------------------------------------------------------------------------------


def test_revoking_ends_the_token_and_removes_it(service):
    app, user = service.app_token(), service.user_token()
    tokens.save(app=app, user=user)
    expected = "Revoked: Twitch no longer accepts it. It is removed from the token file."
    assert care.revoke("app") == expected
    assert tokens.peek("app") is None
    assert not service.alive(app)
    assert tokens.load("user") == user


def test_the_refresh_token_is_forgotten_too(service):
    made = service.device_token()
    tokens.save(device=made)
    assert care.revoke("device") == (
        "Revoked: Twitch no longer accepts it. It is removed from the token file, "
        "and its refresh token with it, which Twitch may still accept."
    )
    assert not service.alive(made)
    assert made.refresh_token.reveal() not in tokens.path().read_text()


def test_a_dead_token_is_removed_as_well(service):
    made = replace(service.user_token(), refresh_token=None)
    tokens.save(user=made)
    service.flows.revoke(made.access_token.reveal())
    assert care.revoke("user") == (
        "Twitch did not know it any more: it was over already. It is removed from the token file."
    )
    assert tokens.peek("user") is None


def test_an_unknown_application_is_told_and_the_token_stays(service):
    tokens.save(user=replace(service.user_token(), client_id="nobody"))
    with pytest.raises(Refusal, match="no application with the client ID") as error:
        care.revoke("user")
    assert error.value.status == 404
    assert tokens.peek("user") is not None


def test_a_token_of_nobody_knows_whom_is_validated_first(service):
    made = service.user_token()
    tokens.save(user=replace(made, client_id=None))
    with pytest.raises(CourseError, match=r"Validate it first, then revoke it\."):
        care.revoke("user")
    assert service.alive(made)
    care.validate("user")
    assert care.revoke("user").startswith("Revoked")
    assert not service.alive(made)


# --- forget ----------------------------------------------------------------------------------


def test_forgetting_changes_the_file_alone(service):
    made = service.user_token()
    tokens.save(user=made, device=service.device_token())
    assert care.forget("user") == (
        "It is removed from the token file. At Twitch it stays valid until it expires."
    )
    assert tokens.peek("user") is None
    assert tokens.peek("device") is not None
    assert service.alive(made)


def test_forgetting_says_until_when_it_stays_valid(service):
    end = clock.now().replace(year=clock.now().year + 1, month=1, day=20)
    tokens.save(app=replace(service.app_token(), expires_at=end))
    assert f"until it expires (20 January {end.year})." in care.forget("app")
    tokens.save(app=expired(service.app_token()))
    assert care.forget("app").endswith("It had expired already.")


# --- at the end of the course ----------------------------------------------------------------


def test_every_token_can_be_revoked_at_once(service):
    app, user, device = service.app_token(), service.user_token(), Token(Secret("d3vice"), "user")
    tokens.save(app=app, user=user, device=device)
    said = care.revoke_all()
    assert [each.partition(":")[0] for each in said] == [row for row in NAMES if "Open" not in row]
    assert said[0].startswith("App access token: Revoked")
    assert "Validate it first" in said[2], "whose it is is not known, and the others are revoked"
    assert [row.name for row in care.wallet()] == ["device"]
    assert validate_grant.validate(user).status_code == 401


def test_everything_can_be_forgotten(service):
    user = service.user_token()
    tokens.save(user=user)
    assert "no token and no client secret" in care.forget_everything()
    assert care.wallet() == []
    assert tokens.peek_application() is None
    assert user.access_token.reveal() not in tokens.path().read_text()
    assert validate_grant.validate(user).status_code == 200, "Twitch was not told"
    assert care.forget_everything(), "twice is fine"
