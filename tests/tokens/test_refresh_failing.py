"""A refresh that does not work: it is told, and neither the token nor its refresh token is lost."""

import errno
import os
import resource
from dataclasses import replace

import pytest

from helpers import tokens
from helpers.credentials.secret import Secret
from helpers.errors import (
    BadAnswer,
    ExpiredToken,
    NoConnection,
    NotRefreshed,
    Refusal,
    TimedOut,
    TokenFileError,
)
from helpers.tokens import Application
from helpers.wire import sender
from tests.tokens.counted_sandbox import expired
from tests.tokens.files import as_nobody, in_child, lock_is_free
from tests.wire.bad_server import answering, closed_port


def load_fails(error, name="user"):
    before = tokens.path().read_text()
    with pytest.raises(error) as caught:
        tokens.load(name)
    assert type(caught.value) is error
    assert tokens.path().read_text() == before
    assert lock_is_free()
    return str(caught.value)


def test_a_refused_refresh_says_why_and_where_to_go(service):
    over = replace(expired(service.device_token()), refresh_token=Secret("s3cret-and-spent"))
    tokens.save(device=over)
    assert load_fails(NotRefreshed, "device") == (
        "Your device token has expired, and could not be refreshed. The refresh token was used "
        "before, was revoked, or was never valid. "
        "Make a new one in notebook 06_device_code."
    )
    with pytest.raises(ExpiredToken):  # so that who expects that is served
        tokens.load("device")


def test_a_wrong_client_secret_leads_to_the_first_notebook(service):
    tokens.save(user=expired(service.user_token()))
    service.box.running.new_secret()
    text = load_fails(NotRefreshed)
    assert "the secret is not" in text
    assert text.endswith("Enter it in notebook 00_get_ready, then run this cell again.")
    tokens.save(application=service.application)
    assert service.alive(tokens.load("user"))  # nothing was lost


def test_a_refusal_with_status_401_is_the_same(service):
    tokens.save(user=expired(service.user_token()))
    service.answers(401, {"status": 401, "message": "no"})
    assert load_fails(NotRefreshed).startswith("Your user access token has expired, and could not")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_trouble_at_twitch_is_no_refusal_of_the_token(status, service):
    tokens.save(user=expired(service.user_token()))
    service.answers(status, "<html>")
    assert "again" in load_fails(Refusal)


def test_an_answer_without_a_token_is_told(service):
    tokens.save(user=expired(service.user_token()))
    service.answers(200, {"token_type": "bearer"})
    assert "access_token is missing" in load_fails(BadAnswer)


def test_without_a_connection_nothing_is_lost(service, monkeypatch):
    tokens.save(user=expired(service.user_token()))
    with monkeypatch.context() as patch:
        patch.setenv("TWITCH_COURSE_ID_URL", f"http://127.0.0.1:{closed_port()}")
        assert "could not be reached" in load_fails(NoConnection)
    assert service.alive(tokens.load("user"))


def test_a_server_that_keeps_silent_is_told(service, monkeypatch):
    tokens.save(user=expired(service.user_token()))
    monkeypatch.setattr(sender, "READ_SECONDS", 0.05)
    with answering(hold_open=True) as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
        assert "did not finish its answer" in load_fails(TimedOut)


@pytest.fixture
def shared_home(service, open_folder, monkeypatch):
    """A folder that another user may look into, with an expired token of one use."""
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(open_folder))
    tokens.save(device=expired(service.device_token()))
    return open_folder


def test_a_read_only_folder_costs_no_refresh_token(service, shared_home):
    if os.getuid() == 0:
        os.chown(tokens.path(), 65534, 65534)
        os.chown(f"{tokens.path()}.lock", 65534, 65534)
    shared_home.chmod(0o555)
    text = as_nobody(lambda: tokens.load("device"))
    assert "could not be written: you may not use it." in text
    assert service.refreshes == []
    shared_home.chmod(0o755)
    assert service.alive(tokens.load("device"))


def test_a_full_disk_costs_no_refresh_token(service):
    tokens.save(device=expired(service.device_token()))

    def fill():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        tokens.load("device")

    assert "is full" in in_child(fill)
    assert service.refreshes == []
    assert service.alive(tokens.load("device"))


def test_a_disk_that_fills_after_the_request_is_told(service, monkeypatch):
    tokens.save(user=expired(service.user_token()))
    before = tokens.path().read_text()

    def fail(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    service.counted.before_answering = lambda: monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(TokenFileError, match="is full"):
        tokens.load("user")
    assert tokens.path().read_text() == before


def test_another_saved_application_lends_no_secret(service):
    tokens.save(user=expired(service.user_token()))
    tokens.save(application=Application("another", Secret("an0ther-secret")))
    said = load_fails(NotRefreshed)
    assert "another application than the one that is saved" in said
    assert said.endswith("or make a new one in notebook 05_authorization_code.")
    assert "client_secret" not in service.refreshes[0]
