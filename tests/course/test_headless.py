"""A run without a person, and what progress says about it: each notebook can begin alone."""

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from helpers import settings, tokens, views
from helpers.course import headless, lessons
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, NoConnection
from helpers.tokens import Application, Token
from helpers.tokens.saved import NOTEBOOKS
from helpers.views.notebook import checkpoints
from helpers.wire import embedded, send
from tests.views.forms import everything

NAMES = [each.name for each in lessons.LESSONS]
SAVE = {name for name in NAMES if name in checkpoints._STATES}
LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)
SLOTS = ("app", "user", "device", "openid")


@pytest.fixture
def alone(monkeypatch, tmp_path):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    monkeypatch.setattr(headless, "_base", str(tmp_path))


def marks() -> dict[str, str]:
    """What the table of contents says is saved."""
    rows = [line.split() for line in views.contents().text.splitlines()[1:]]
    return {row[0]: row[-1] for row in rows}


def reached(name: str) -> list[str]:
    """What a checkpoint at the end of this notebook speaks of."""
    return [each for each in NAMES[: NAMES.index(name) + 1] if each in SAVE]


@pytest.mark.parametrize("name", NAMES)
def test_prepare_leaves_exactly_what_progress_says(alone, name):
    headless.prepare(name)
    assert marks() == {
        each: "save" if each not in SAVE else "yes" if each < name else "no" for each in NAMES
    }
    shown = views.checkpoint(name)
    done = name not in SAVE
    assert ("Checkpoint: all there" in shown.text) == done
    assert shown.text.count("\n  to do: ") == (0 if done else 1)
    assert shown.text.count("\n  done: ") == len(reached(name)) - (0 if done else 1)
    if not done:
        assert name in shown.text.splitlines()[-1], "it says where to go"


@pytest.mark.parametrize("name", NAMES)
def test_a_checkpoint_with_nothing_saved_names_each_notebook(home, name):
    shown = views.checkpoint(name)
    assert "something is still to do" in shown.text
    assert "\n  done: " not in shown.text
    for each in reached(name):
        assert each in shown.text
        assert each in shown.html
    assert not home.exists(), "looking makes no files"


def test_what_can_be_prepared_is_what_progress_knows():
    assert set(headless._PLAYS) == SAVE
    assert set(NAMES) >= set(headless._PLAYS)
    assert sorted(NAMES) == NAMES, "they are played in the order of their names"


def test_every_slot_of_the_file_is_filled_by_a_notebook(alone):
    headless.prepare(NAMES[-1])
    assert all(tokens.peek(name) for name in SLOTS)
    assert set(NOTEBOOKS.values()) <= SAVE
    assert tokens.load_application().client_secret
    for name in SLOTS:
        assert tokens.load(name)
    assert tokens.peek("user").login == "twitchdev"


def test_no_secret_is_shown(alone):
    headless.prepare(NAMES[-1])
    said = everything(views.checkpoint(NAMES[-1])) + everything(views.contents())
    saved = [tokens.peek(name) for name in SLOTS]
    secrets = [each.access_token for each in saved] + [each.refresh_token for each in saved]
    secrets.append(tokens.load_application().client_secret)
    assert not any(secret.reveal() in said for secret in secrets if secret)


def test_each_run_begins_afresh_and_the_same(alone):
    headless.prepare("02_user_access_token")
    first, where, running = tokens.peek("app"), settings.home(), embedded.sandbox()
    headless.prepare("02_user_access_token")
    assert settings.home() != where
    with pytest.raises(NoConnection):
        send("GET", f"{running.id_url}/validate")
    assert tokens.peek("app").access_token == first.access_token, "so that outputs can be compared"
    assert tokens.peek("user") is None


# --- what counts as there --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "name"),
    [
        ("user", "02_user_access_token"),
        ("device", "06_device_code"),
        ("openid", "08_openid_connect"),
    ],
)
def test_an_expired_token_that_can_be_refreshed_is_there(home, slot, name):
    token = Token(Secret("t" * 30), "user", expires_at=LONG_AGO, client_id="my-id")
    tokens.save(**{slot: replace(token, refresh_token=Secret("r" * 50))})
    assert marks()[name] == "yes"
    assert "it has expired, and is refreshed when a lesson loads it" in views.checkpoint(name).text


@pytest.mark.parametrize(
    "lacking",
    [{"refresh_token": None}, {"client_id": None}],  # load cannot refresh either of them
    ids=str,
)
def test_an_expired_token_that_nobody_can_refresh_is_not(home, lacking):
    token = Token(Secret("t" * 30), "user", expires_at=LONG_AGO, client_id="my-id")
    token = replace(token, refresh_token=Secret("r" * 50))
    tokens.save(user=replace(token, **lacking))
    assert marks()["02_user_access_token"] == "no"
    assert marks()["05_authorization_code"] == "no"
    said = views.checkpoint("05_authorization_code").text
    assert "Your user access token has expired. Get a new one in 02_user_access_token." in said


def test_an_implicit_token_does_not_do_for_the_code_grant(home):
    tokens.save(user=Token(Secret("t" * 30), "user", login="twitchdev", client_id="my-id"))
    assert marks()["03_save_the_token"] == "yes"
    assert marks()["05_authorization_code"] == "no"


def test_what_is_saved_is_shown_as_text(home):
    tokens.save(
        application=Application("<b>id</b>", Secret("s" * 30)),
        user=Token(Secret("t" * 30), "user", login="<i>me</i>"),
    )
    shown = views.checkpoint("03_save_the_token").html
    assert "<b>id" not in shown
    assert "<i>me" not in shown
    assert "&lt;i&gt;me&lt;/i&gt;" in shown


def test_live_and_sandbox_have_their_own_progress(home, monkeypatch):
    tokens.save(app=Token(Secret("a" * 30), "app"))
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    assert marks()["01_app_access_token"] == "no"
    assert views.checkpoint("01_app_access_token").text.startswith("[LIVE] ")


# --- the one list of notebooks ---------------------------------------------------------------


def test_every_notebook_is_in_the_contents_and_has_its_neighbours():
    shown = views.contents().html
    for place, name in enumerate(NAMES):
        assert f'href="{name}.ipynb"' in shown
        before, after = lessons.neighbours(name)
        assert (before.name if before else None) == (NAMES[place - 1] if place else None)
        assert (after.name if after else None) == (NAMES[place + 1 : place + 2] or [None])[0]
        assert lessons.lesson(name) is lessons.LESSONS[place]


@pytest.mark.parametrize("name", ["", "10_more", "00_get_ready.ipynb"])
def test_an_unknown_notebook_is_an_error(home, name):
    for look in (lessons.lesson, views.checkpoint, views.begin):
        with pytest.raises(CourseError, match=r"no notebook of this name.*00_get_ready"):
            look(name)
