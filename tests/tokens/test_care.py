"""The wallet's actions: each says what happened, and another notebook's token is never lost."""

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
from helpers.grants import validate as validate_grant
from helpers.tokens import Token, care, file
from tests.tokens.counted_sandbox import LONG_AGO, expired, service_fixture  # noqa: F401
from tests.wire.bad_server import closed_port

ACTIONS = (care.validate, care.refresh, care.revoke, care.forget)
ASKING = ACTIONS[:3]
NAMES = (
    "App access token",
    "User access token",
    "Device's user access token",
    "Sign-in (OpenID Connect)",
)


@pytest.fixture(autouse=True)
def no_notices():
    file.take_notices()


@pytest.fixture
def save_meanwhile(service):
    """Another notebook saves a token while Twitch answers."""

    def arrange(**given):
        service.counted.before_answering = lambda: tokens.save(**given)

    return arrange


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


# --- what another notebook does meanwhile ----------------------------------------------------

NEWER = Token(Secret("newer"), "user", client_id="abc")


@pytest.mark.parametrize("act", [care.validate, care.revoke])
def test_a_token_that_another_notebook_saved_meanwhile_stays(act, service, save_meanwhile):
    tokens.save(user=service.user_token())
    save_meanwhile(user=NEWER)
    note = "Another notebook has saved a newer one meanwhile; that one is untouched."
    assert act("user").endswith(f". {note}")
    assert replace(tokens.peek("user"), obtained_at=NEWER.obtained_at) == NEWER


@pytest.mark.parametrize("act", [care.validate, care.revoke])
def test_a_token_that_was_forgotten_meanwhile_does_not_come_back(act, service):
    tokens.save(user=service.user_token())
    service.counted.before_answering = lambda: tokens.forget("user")
    assert "newer one" not in act("user")
    assert tokens.peek("user") is None


@pytest.mark.parametrize("act", ACTIONS)
def test_a_file_that_cannot_be_used_is_told(act, service):
    tokens.save(user=service.user_token())
    text = tokens.path().read_text().replace('"schema": 1', '"schema": 2')
    tokens.path().write_text(text)
    with pytest.raises(TokenFileError, match="newer version"):
        act("user")
    assert tokens.path().read_text() == text


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
