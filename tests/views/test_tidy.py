"""The form at the end of the course: nothing happens without a click."""

from dataclasses import replace

import pytest

from helpers import tokens, views
from helpers.credentials.secret import Secret
from helpers.grants import client_credentials
from helpers.grants.validate import validate
from helpers.tokens import Application, Token
from helpers.wire import embedded
from tests.views.forms import press, texts


@pytest.fixture
def saved(sandbox) -> Token:
    application = Application(sandbox.client_id, Secret(sandbox.client_secret))
    answer = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    token = replace(Token.from_response(answer), client_id=sandbox.client_id)
    tokens.save(app=token, application=application)
    return token


def test_to_look_at_it_changes_nothing(saved):
    form = views.tidy_form()
    assert "SANDBOX" in texts(form)
    assert "nothing was pressed" in repr(form)
    assert tokens.peek("app") == saved


def test_every_token_is_revoked(saved):
    form = views.tidy_form()
    press(form, "Revoke every token")
    assert "App access token: Revoked" in texts(form)
    assert validate(saved).status_code == 401
    assert tokens.peek("app") is None
    assert tokens.peek_application() is not None, "the application stays"
    press(form, "Revoke every token")
    assert "there is nothing to revoke" in texts(form)


def test_the_file_is_emptied(saved):
    form = views.tidy_form()
    press(form, "Empty the local file")
    assert "no token and no client secret any more" in texts(form)
    assert tokens.peek("app") is tokens.peek_application() is None
    assert validate(saved).status_code == 200


def test_a_twitch_that_cannot_be_reached_is_told(saved, monkeypatch):
    embedded.stop_all()
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", "http://127.0.0.1:9/oauth2")
    form = views.tidy_form()
    press(form, "Revoke every token")
    assert "could not be reached" in texts(form)
    assert tokens.peek("app") == saved
