"""The wallet: its rows, its buttons and its clock, in front of a real sandbox."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from helpers import clock, tokens, views
from helpers.credentials.secret import Secret
from helpers.tokens import Token
from helpers.views.forms import wallet
from tests.tokens.counted_sandbox import expired
from tests.views.forms import everything, find, press, texts

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def _no_clock_is_left():
    yield
    for each in wallet._ticking:
        each.set()


@pytest.fixture
def noon(monkeypatch):
    for module in (clock, wallet):
        monkeypatch.setattr(module, "now", lambda: NOON)


def row_of(form, title: str):
    """The part of the form that belongs to one token."""
    return next(line for line in form._tokens.children if title in texts(line))


def dots(token: Token) -> list[str]:
    return [each.reveal() for each in (token.access_token, token.refresh_token) if each]


# --- what it shows ---------------------------------------------------------------------------


def test_an_empty_wallet_says_where_to_begin(home):
    form = views.wallet()
    assert "No token is saved. Begin with 01_app_access_token." in texts(form)
    assert find(form, "Validate") is None
    assert not home.exists()


def test_a_row_for_each_token(noon):
    user = Token(
        Secret("u" * 30), "user", scopes=("clips:edit", "user:edit"), login="twitchdev",
        expires_at=NOON + timedelta(hours=3, minutes=59, seconds=12),
    )  # fmt: skip
    app = Token(Secret("a" * 30), "app", expires_at=NOON + timedelta(days=58, hours=2))
    tokens.save(app=app, user=user, device=Token(Secret("d" * 30), "user"))
    form = views.wallet()
    assert len(form._tokens.children) == 3
    for title, *said in [
        ("App access token", "no one: the application itself", "Scopes: none", "58 days 2 h 0 min"),
        ("User access token", "Owner: twitchdev", "clips:edit user:edit", "3 h 59 min 12 s"),
        ("Device&#39;s", "not known yet: validate it", "Time left: not known: validate it"),
    ]:
        row = texts(row_of(form, title))
        for each in said:
            assert each in row


def test_what_is_saved_is_shown_as_text(noon):
    tokens.save(user=Token(Secret("u" * 30), "user", login="<b>me</b>", scopes=("<i>",)))
    form = views.wallet()
    assert "&lt;b&gt;me&lt;/b&gt;" in texts(form)
    assert "<i>" not in texts(form)
    assert "<i>" not in str(form.drawn)


def test_no_token_shows_anywhere(service):
    user, device = service.user_token(), service.device_token()
    tokens.save(user=user, device=device, app=service.app_token())
    form = views.wallet()
    for label in ("Validate", "Refresh"):
        press(row_of(form, "User access token"), label)
    said = texts(form) + repr(form) + everything(form) + str(form.drawn) + repr(vars(form))
    saved = [user, device, tokens.peek("user"), tokens.peek("app")]
    assert not any(secret in said for token in saved for secret in dots(token))


def test_refresh_waits_for_a_token_that_can_be_refreshed(service):
    lonely = replace(service.user_token(), client_id=None)  # whose refresh token it is, is unknown
    tokens.save(app=service.app_token(), user=service.user_token(), openid=lonely)
    form = views.wallet()
    assert find(row_of(form, "App access token"), "Refresh").disabled
    assert find(row_of(form, "OpenID Connect"), "Refresh").disabled
    assert not find(row_of(form, "User access token"), "Refresh").disabled
    for label in ("Validate", "Revoke", "Forget"):
        assert not find(row_of(form, "App access token"), label).disabled


def test_without_a_person_it_is_a_table(service, monkeypatch):
    tokens.save(app=service.app_token())
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    before = threading.active_count()
    form = views.wallet()
    shown = form._repr_mimebundle_()
    assert shown["text/plain"].splitlines()[0] == "[form: wallet]"
    assert "no one: the application itself" in shown["text/plain"]
    assert "not known: validate it" in shown["text/plain"]
    assert "<table" in shown["text/html"]
    assert threading.active_count() <= before, "nothing ticks"


# --- its buttons -----------------------------------------------------------------------------


def test_validate_notes_the_owner_and_the_end(service):
    tokens.save(user=service.user_token())
    form = views.wallet()
    assert "not known yet: validate it" in texts(form)
    press(form, "Validate")
    assert "Twitch says: good for about 4 hours, belongs to twitchdev, 1 scope." in texts(form)
    assert "Owner: twitchdev" in texts(form)
    assert "not known yet" not in texts(form)


def test_refresh_saves_the_next_token(service):
    old = service.user_token()
    tokens.save(user=expired(old))
    form = views.wallet()
    assert "Time left: over; refreshed when it is loaded" in texts(form)
    press(form, "Refresh")
    assert "Refreshed: the new token is saved, good for about 4 hours." in texts(form)
    assert "Time left: over" not in texts(form)
    assert tokens.peek("user").access_token != old.access_token


def test_revoke_takes_the_row_away(service):
    app = service.app_token()
    tokens.save(app=app, user=service.user_token())
    form = views.wallet()
    press(row_of(form, "App access token"), "Revoke")
    assert "Revoked: Twitch no longer accepts it. It is removed from the token file." in texts(form)
    assert len(form._tokens.children) == 1
    assert "User access token" in texts(form)
    assert not service.alive(app)


def test_forget_takes_the_row_away_and_asks_nobody(service):
    app = service.app_token()
    tokens.save(app=app)
    form = views.wallet()
    asked = len(service.counted.paths)
    press(form, "Forget")
    assert "At Twitch it stays valid until it expires" in texts(form)
    assert "No token is saved" in texts(form)
    assert len(service.counted.paths) == asked
    assert service.alive(app)


def test_an_error_is_said_in_the_form_and_changes_nothing(service):
    user = service.user_token()
    tokens.save(user=user)
    service.answers(503, "busy")
    form = views.wallet()
    for label in ("Validate", "Refresh", "Revoke"):
        press(form, label)
        assert "on Twitch&#39;s side" in texts(form), label
    assert tokens.peek("user") == user
    assert len(form._tokens.children) == 1


def test_a_refused_refresh_says_where_to_go(service):
    user = replace(service.user_token(), refresh_token=Secret("never-was-one"))
    tokens.save(user=user)
    form = views.wallet()
    press(form, "Refresh")
    assert "could not be refreshed" in texts(form)
    assert "05_authorization_code" in texts(form)
    assert tokens.peek("user") == user


def test_a_token_that_another_notebook_forgot(service):
    tokens.save(app=service.app_token())
    form = views.wallet()
    buttons = [find(form, label) for label in ("Validate", "Revoke", "Forget")]
    tokens.forget("app")
    for button in buttons:
        button.click()
        assert "No app access token is saved in sandbox mode" in texts(form)
        assert find(form, "Validate") is None, "the row is gone too"


def test_a_file_that_cannot_be_read_is_told(service):
    tokens.save(app=service.app_token())
    form = views.wallet()
    tokens.path().unlink()
    tokens.path().mkdir()
    press(form, "Forget")
    assert "tokens.sandbox.json is no ordinary file" in texts(form)
    assert "Something unexpected" not in texts(form)


# --- its clock -------------------------------------------------------------------------------


def test_only_the_newest_wallet_counts_down(home):
    views.wallet()
    (former,) = wallet._ticking
    views.wallet()
    (newest,) = wallet._ticking
    assert former.is_set()
    assert not newest.is_set()


def test_the_thread_of_the_former_wallet_ends(home):
    def clocks() -> list[threading.Thread]:
        return [each for each in threading.enumerate() if "_tick" in each.name]

    before = set(clocks())
    views.wallet()
    (former,) = set(clocks()) - before
    views.wallet()
    former.join(5)
    assert not former.is_alive()
    assert len(set(clocks()) - before) == 1


def test_the_time_left_runs(monkeypatch):
    moment = NOON
    for module in (clock, wallet):
        monkeypatch.setattr(module, "now", lambda: moment)
    user = Token(Secret("u" * 30), "user", expires_at=NOON + timedelta(seconds=61))
    tokens.save(app=replace(user, kind="app"), user=user)
    form = views.wallet()
    assert texts(form).count("1 min 1 s") == 2
    moment = NOON + timedelta(seconds=2)
    form._tick(one_second())
    assert texts(form).count("0 min 59 s") == 2
    moment = NOON + timedelta(seconds=61)
    form._tick(one_second())
    assert texts(form).count("Time left: over") == 2


def one_second() -> SimpleNamespace:
    """Stands in for the event that stops the clock: one second passes at once, then it is set."""
    answers = iter([False, True])
    return SimpleNamespace(wait=lambda seconds: next(answers))
