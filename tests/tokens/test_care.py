"""The wallet's rows, validating and refreshing: each says what happened, and loses nothing."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from helpers import clock, tokens
from helpers.credentials.secret import Secret
from helpers.errors import (
    BadAnswer,
    CourseError,
    MissingToken,
    NoConnection,
    Refusal,
    TokenFileError,
)
from helpers.tokens import Token, care
from tests.tokens.counted_sandbox import LONG_AGO, expired
from tests.wire.bad_server import closed_port

ACTIONS = (care.validate, care.refresh, care.revoke, care.forget)
ASKING = ACTIONS[:3]


# --- what is there ---------------------------------------------------------------------------


def test_an_empty_wallet(home):
    assert care.wallet() == []
    assert not home.exists()


def test_the_wallet_has_a_row_for_each_token(service):
    user = replace(expired(service.user_token()), login="twitchdev")
    app, device = service.app_token(), Token(Secret("d3vice"), "user")
    openid = service.user_token("openid")
    tokens.save(app=app, user=user, device=device, openid=openid)
    mine, unknown = service.flows.confidential, "not known yet: validate it"
    rows = [tuple(getattr(row, field.name) for field in fields(row)) for row in care.wallet()]
    nobody = "no one: the application itself"
    assert rows == [
        ("app", "App access token", nobody, mine, (), None, False),
        ("user", "User access token", "twitchdev", mine, ("clips:edit",), LONG_AGO, True),
        ("device", "Device's user access token", unknown, None, (), None, False),
        ("openid", "Sign-in (OpenID Connect)", unknown, mine, ("openid",), None, True),
    ]
    assert "d3vice" not in repr(care.wallet())
    assert len(service.refreshes) == 0  # looking refreshes nothing


@pytest.mark.parametrize("act", ACTIONS)
def test_what_is_not_saved_is_missing(act, service):
    with pytest.raises(MissingToken, match=r"^No device token is saved .* 06_device_code\.$"):
        act("device")
    with pytest.raises(CourseError, match="not the name of a token"):
        act("application")
    assert service.counted.paths == []
    assert tokens.peek_application() == service.application


@pytest.mark.parametrize("act", ASKING)
def test_without_a_connection_nothing_changes(act, service, monkeypatch):
    tokens.save(user=service.user_token())
    before = tokens.path().read_text()
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(NoConnection):
        act("user")
    assert tokens.path().read_text() == before


@pytest.mark.parametrize("act", ASKING)
def test_trouble_at_twitch_changes_nothing(act, service):
    tokens.save(user=service.user_token())
    before = tokens.path().read_text()
    service.answers(503, "<html>")
    with pytest.raises(Refusal, match=r"^Twitch's side: Something went wrong") as error:
        act("user")
    assert (error.value.status, "notebook" in str(error.value)) == (503, False)
    assert tokens.path().read_text() == before


@pytest.mark.parametrize("act", ACTIONS)
def test_a_file_that_cannot_be_used_is_told(act, service):
    tokens.save(user=service.user_token())
    text = tokens.path().read_text().replace('"schema": 1', '"schema": 2')
    tokens.path().write_text(text)
    with pytest.raises(TokenFileError, match="newer version"):
        act("user")
    assert tokens.path().read_text() == text


# --- validate --------------------------------------------------------------------------------


def test_validating_notes_the_owner_the_scopes_and_the_end(service):
    made = replace(service.user_token("clips:edit user:edit"), scopes=())
    tokens.save(user=made)
    expected = "Twitch says: good for about 4 hours, belongs to twitchdev, 2 scopes."
    assert care.validate("user") == expected
    noted = tokens.peek("user")
    assert (noted.login, noted.user_id) == ("twitchdev", "141981764")
    assert set(noted.scopes) == {"clips:edit", "user:edit"}
    assert timedelta(hours=3) < noted.expires_at - clock.now() < timedelta(hours=5)
    assert (noted.access_token, noted.refresh_token) == (made.access_token, made.refresh_token)
    assert care.wallet()[0].owner == "twitchdev"


def test_an_app_token_belongs_to_the_application(service):
    tokens.save(app=service.app_token())
    said = care.validate("app")
    assert said.startswith("Twitch says: good for about ")
    assert said.endswith(" days, belongs to the application itself, no scopes.")
    assert tokens.peek("app").expires_at is not None


def test_a_token_without_an_end_and_with_one_scope(service):
    tokens.save(user=service.user_token())
    body = {"client_id": "c", "login": "x", "scopes": ["openid"], "user_id": "1", "expires_in": 0}
    service.answers(200, body)
    expected = "Twitch says: good without an end, belongs to x, 1 scope."
    assert care.validate("user") == expected


@pytest.mark.parametrize(
    ("refreshable", "cure"), [(True, "Refresh it, or make a new one"), (False, "Make a new one")]
)
def test_a_token_that_is_over_is_told_and_kept(refreshable, cure, service):
    made = service.user_token()
    tokens.save(device=made if refreshable else replace(made, refresh_token=None))
    service.box.running.expire(made.access_token.reveal())
    before = tokens.path().read_text()
    assert care.validate("device") == (
        "Twitch no longer accepts it: it has expired or was revoked. "
        f"{cure} in notebook 06_device_code."
    )
    assert tokens.path().read_text() == before


def test_an_answer_that_makes_no_sense_is_not_noted(service):
    tokens.save(user=service.user_token())
    before = tokens.path().read_text()
    service.answers(200, {"login": 7})
    with pytest.raises(BadAnswer):
        care.validate("user")
    assert tokens.path().read_text() == before


# --- refresh ---------------------------------------------------------------------------------


def test_refreshing_says_how_long_the_new_one_lasts(service):
    old = service.device_token()
    tokens.save(device=old)
    expected = "Refreshed: the new token is saved, good for about 4 hours."
    assert care.refresh("device") == expected
    assert tokens.peek("device").access_token != old.access_token
    assert service.alive(tokens.load("device"))


def test_a_refused_refresh_says_why(service):
    tokens.save(openid=replace(service.user_token(), refresh_token=Secret("s3cret")))
    with pytest.raises(Refusal) as error:
        care.refresh("openid")
    assert str(error.value) == (
        "Your OpenID Connect token could not be refreshed. The refresh token was used before, "
        "was revoked, or was never valid. "
        "Make a new one in notebook 08_openid_connect."
    )
    assert (error.value.status, error.value.message) == (400, "Invalid refresh token")
    assert service.alive(tokens.peek("openid"))


def test_an_app_token_cannot_be_refreshed(service):
    tokens.save(app=service.app_token())
    with pytest.raises(MissingToken, match=r"came without a refresh token.* 01_app_access_token"):
        care.refresh("app")
