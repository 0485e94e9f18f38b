"""An expired token is refreshed once, whoever asks for it at the same time; nothing is lost."""

import errno
import os
import resource
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from helpers import clock, tokens
from helpers.credentials.secret import Secret
from helpers.errors import (
    BadAnswer,
    CourseError,
    ExpiredToken,
    MissingScopes,
    MissingToken,
    NoConnection,
    NotRefreshed,
    Refusal,
    TimedOut,
    TokenFileError,
)
from helpers.tokens import Application, Token, file
from helpers.tokens import refresh as token_refresh
from helpers.wire import sender
from tests.tokens.counted_sandbox import LONG_AGO, expired, service_fixture  # noqa: F401
from tests.tokens.test_file_failing import as_nobody, in_child, open_folder  # noqa: F401
from tests.wire.bad_server import answering, closed_port

PROJECT = Path(tokens.__file__).parent.parent.parent


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


# --- many at once ----------------------------------------------------------------------------

CHILD = """
import sys
from helpers import tokens
from helpers.tokens import refresh as token_refresh

refresh = token_refresh.refresh_if_expired

def refresh_together(name):
    print("it has expired", flush=True)
    sys.stdin.readline()  # go on when all have seen it
    return refresh(name)

token_refresh.refresh_if_expired = refresh_together
print(tokens.load(sys.argv[1]).access_token.reveal())
"""


def load_in_processes(name, number):
    """Load in processes that all found the token expired before one goes on."""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
        )
        for _ in range(number)
    ]
    for child in children:
        assert child.stdout.readline() == "it has expired\n"
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()
    said = [child.communicate(timeout=60)[0].strip() for child in children]
    assert [child.returncode for child in children] == [0] * number
    return said


@pytest.mark.parametrize("name", ["user", "device"])
def test_two_processes_share_one_refresh(name, service):
    made = service.user_token() if name == "user" else service.device_token()
    tokens.save(**{name: expired(made)})
    one, other = load_in_processes(name, 2)
    assert one == other == tokens.load(name).access_token
    assert one != made.access_token
    assert service.alive(tokens.load(name))
    assert len(service.refreshes) == 1


@pytest.mark.parametrize("name", ["user", "device"])
def test_eight_threads_share_one_refresh(name, service, monkeypatch):
    made = service.user_token() if name == "user" else service.device_token()
    tokens.save(**{name: expired(made)})
    all_found_it_expired = threading.Barrier(8)
    refresh = token_refresh.refresh_if_expired

    def refresh_together(name):
        all_found_it_expired.wait(30)
        return refresh(name)

    monkeypatch.setattr(token_refresh, "refresh_if_expired", refresh_together)
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(tokens.load, [name] * 8))
    assert len({token.access_token.reveal() for token in loaded}) == 1
    assert service.alive(loaded[0])
    assert len(service.refreshes) == 1


def test_the_new_token_is_saved_before_the_lock_is_free(service):
    tokens.save(user=expired(service.user_token()))
    states = []
    service.counted.before_answering = lambda: states.append(lock_is_free())
    tokens.load("user")
    assert states == [False]
    assert lock_is_free()


def lock_is_free():
    from filelock import FileLock, Timeout

    try:
        with FileLock(f"{tokens.path()}.lock", timeout=0):
            return True
    except Timeout:
        return False


def test_a_token_that_was_forgotten_meanwhile_is_missing(service, monkeypatch):
    tokens.save(user=expired(service.user_token()))
    refresh = token_refresh.refresh_if_expired

    def forget_first(name):
        tokens.forget(name)
        return refresh(name)

    monkeypatch.setattr(token_refresh, "refresh_if_expired", forget_first)
    with pytest.raises(MissingToken, match=r"^No user access token is saved"):
        tokens.load("user")
    assert service.refreshes == []


def test_others_wait_longer_than_the_longest_refresh():
    assert file.LOCK_SECONDS >= sender.CONNECT_SECONDS + sender.READ_SECONDS + 10


# --- when it does not work -------------------------------------------------------------------


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
def shared_home(service, open_folder, monkeypatch):  # noqa: F811
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


def test_another_saved_application_lends_no_secret(service):
    tokens.save(user=expired(service.user_token()))
    tokens.save(application=Application("another", Secret("an0ther-secret")))
    said = load_fails(NotRefreshed)
    assert "another application than the one that is saved" in said
    assert said.endswith("or make a new one in notebook 05_authorization_code.")
    assert "client_secret" not in service.refreshes[0]
