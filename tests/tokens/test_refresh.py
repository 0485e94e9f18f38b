"""An expired token is refreshed once, whoever asks for it at the same time; nothing is lost."""

import subprocess
import sys
from dataclasses import replace

import pytest

from helpers import clock, tokens
from helpers.credentials.secret import Secret
from helpers.errors import BadAnswer, CourseError, ExpiredToken, MissingScopes, MissingToken
from helpers.tokens import Token, file
from helpers.tokens import refresh as token_refresh
from tests.tokens.counted_sandbox import LONG_AGO, expired
from tests.tokens.files import PROJECT

# --- one refresh -----------------------------------------------------------------------------


def test_an_expired_token_is_refreshed_and_saved(service):
    old = replace(expired(service.user_token()), login="twitchdev", user_id="141981764")
    tokens.save(user=old)
    new = tokens.load("user", ["clips:edit"])
    assert new.access_token != old.access_token
    assert service.alive(new)
    assert not new.expired
    assert (new.login, new.user_id, new.client_id) == ("twitchdev", "141981764", old.client_id)
    assert (new.kind, new.scopes) == ("user", ("clips:edit",))
    assert tokens.peek("user") == new == tokens.load("user")
    assert len(service.refreshes) == 1


def test_a_token_that_lasts_costs_no_request_and_no_lock(service, monkeypatch):
    tokens.save(user=service.user_token())
    service.counted.paths.clear()
    monkeypatch.setattr(file, "writing", None)
    assert tokens.load("user") == tokens.peek("user")
    assert service.counted.paths == []


def test_loading_imports_nothing_slow():
    code = "import sys; from helpers import tokens; print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    loaded = said.stdout.split()
    assert "helpers.tokens" in loaded
    assert not {"requests", "filelock", "helpers.tokens.refresh"} & set(loaded)


def test_the_secret_goes_with_its_own_application_alone(service):
    tokens.save(user=expired(service.user_token()), device=expired(service.device_token()))
    tokens.load("user")
    tokens.load("device")
    mine, public = service.refreshes
    assert mine["client_secret"] == service.application.client_secret.reveal()
    assert (mine["client_id"], public["client_id"]) == (
        service.flows.confidential,
        service.flows.public,
    )
    assert "client_secret" not in public


def test_a_public_token_is_refreshed_without_an_application(service):
    tokens.forget("application")
    tokens.save(device=expired(service.device_token()))
    first = tokens.load("device")
    tokens.save(device=expired(first))
    second = tokens.load("device")  # with the newest refresh token: the first is spent
    assert service.alive(second)
    assert first.refresh_token != second.refresh_token


def test_a_refresh_token_that_does_not_change_is_kept(service):
    tokens.save(user=expired(service.user_token()))
    service.answers(200, {"access_token": "new", "token_type": "bearer", "scope": ["clips:edit"]})
    old = tokens.peek("user")
    new = tokens.load("user")
    assert (new.access_token, new.refresh_token, new.expires_at) == ("new", old.refresh_token, None)
    assert tokens.peek("user") == new


def test_scopes_come_from_the_answer(service):
    tokens.save(user=expired(service.user_token("clips:edit user:edit")))
    body = {"access_token": "new", "token_type": "bearer", "scope": ["clips:edit"]}
    service.answers(200, body)
    with pytest.raises(MissingScopes, match=r"lacks user:edit\."):
        tokens.load("user", ["clips:edit", "user:edit"])
    assert tokens.peek("user").access_token == "new"  # saved all the same


def test_a_new_token_that_is_over_already_is_no_token(service):
    tokens.save(user=expired(service.user_token()))
    body = {"access_token": "new", "token_type": "bearer", "expires_in": 0.000001}
    service.answers(200, body)
    with pytest.raises(ExpiredToken, match="has expired"):
        tokens.load("user")
    assert len(service.refreshes) == 1


def test_other_entries_stay(service):
    tokens.save(app=service.app_token(), user=expired(service.user_token()))
    before = tokens.peek("app"), tokens.peek_application()
    tokens.load("user")
    assert (tokens.peek("app"), tokens.peek_application()) == before


def test_the_clock_of_a_run_without_a_person_counts(service, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    tokens.save(user=replace(service.user_token(), expires_at=clock.HEADLESS_NOW))
    new = tokens.load("user")
    assert new.obtained_at == clock.HEADLESS_NOW
    assert 3 < new.expires_in().total_seconds() / 3600 < 5
    assert len(service.refreshes) == 1


def test_live_tokens_are_refreshed_in_their_own_file(service, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    tokens.save(application=service.application, user=expired(service.user_token()))
    assert service.alive(tokens.load("user"))
    assert tokens.path().name == "tokens.live.json"
    assert not tokens.peek("user").expired


@pytest.mark.parametrize(
    "token",
    [
        Token(Secret("t"), "user", expires_at=LONG_AGO, client_id="abc"),  # the implicit grant's
        Token(Secret("t"), "user", expires_at=LONG_AGO, refresh_token=Secret("r")),
    ],
)
def test_what_cannot_be_refreshed_has_expired(token, service):
    tokens.save(user=token)
    with pytest.raises(ExpiredToken) as error:
        tokens.load("user")
    assert type(error.value) is ExpiredToken
    assert service.counted.paths == []


# --- refresh now -----------------------------------------------------------------------------


def test_a_good_token_is_refreshed_when_asked_for(service):
    old = replace(service.user_token(), login="twitchdev")
    tokens.save(user=old)
    response = token_refresh.refresh_saved("user")
    new = tokens.load("user")
    assert new.access_token == response.json()["access_token"] != old.access_token
    assert (new.login, service.alive(old), service.alive(new)) == ("twitchdev", False, True)
    assert len(service.refreshes) == 1


def test_a_refused_refresh_is_an_answer_to_look_at(service):
    tokens.save(device=replace(service.device_token(), refresh_token=Secret("spent")))
    before = tokens.path().read_text()
    response = token_refresh.refresh_saved("device")
    assert (response.status_code, response.json()["message"]) == (400, "Invalid refresh token")
    assert tokens.path().read_text() == before


def test_a_refresh_that_gave_no_token_is_an_error(service):
    tokens.save(user=service.user_token())
    service.answers(200, "<html>")
    with pytest.raises(BadAnswer):
        token_refresh.refresh_saved("user")


@pytest.mark.parametrize(
    ("saved", "sentence"),
    [
        (
            {},
            "No user access token is saved in sandbox mode. "
            "Make a new one in notebook 02_user_access_token.",
        ),
        (
            {"client_id": "abc"},
            "Your user access token came without a refresh token, so it cannot be refreshed. "
            "Make one that can be in notebook 05_authorization_code.",
        ),
        (
            {"refresh_token": Secret("s3cret")},
            "Your user access token was made for an unknown application, "
            "so it cannot be refreshed. Make one that can be in notebook 05_authorization_code.",
        ),
    ],
)
def test_nothing_to_refresh(saved, sentence, service):
    if saved:
        tokens.save(user=Token(Secret("t"), "user", **saved))
    with pytest.raises(MissingToken) as error:
        token_refresh.refresh_saved("user")
    assert str(error.value) == sentence
    assert service.counted.paths == []


def test_a_name_that_is_none(service):
    for use in (token_refresh.refresh_saved, token_refresh.refresh_if_expired):
        with pytest.raises(CourseError, match="is not the name of a token"):
            use("application")
    assert tokens.peek_application() == service.application
