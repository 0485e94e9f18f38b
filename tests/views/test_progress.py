"""Where the learner stands: contents, checkpoints, and what the first cell tells."""

import pytest

from helpers import tokens, views, words
from helpers.catalogue.scopes import LESSON
from helpers.credentials.secret import Secret
from helpers.errors import NotYet
from helpers.grants import client_credentials
from helpers.tokens import Application, Token
from helpers.views.notebook import plain_errors
from tests.views.forms import MARKER, everything, texts


def test_the_checkpoint_tells_the_truth_at_every_stage(sandbox):
    assert "something is still to do" in views.checkpoint("01_app_access_token").text
    tokens.save(application=Application(sandbox.client_id, Secret(MARKER)))
    assert "all there" in views.checkpoint("00_get_ready").text
    assert "No app access token is saved yet" in views.checkpoint("01_app_access_token").text
    response = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    tokens.save(app=Token.from_response(response))
    shown = views.checkpoint("01_app_access_token")
    assert "all there" in shown.text
    assert "good for about" in shown.text
    assert response.json()["access_token"] not in everything(shown)
    tokens.save(user=Token(Secret("u" * 30), "user", scopes=LESSON))
    assert "with 10 scopes" in views.checkpoint("02_user_access_token").text
    assert "No account is noted" in views.checkpoint("03_save_the_token").text
    tokens.save(user=Token(Secret("u" * 30), "user", scopes=LESSON, login="me", user_id="1"))
    assert "belongs to the account me" in views.checkpoint("03_save_the_token").text
    marks = [row.split()[-1] for row in views.contents().text.splitlines()[1:]]
    assert marks[:5] == ["yes", "yes", "yes", "yes", "save"], "04 has nothing to save"
    assert marks[5] == "no"


def test_an_expired_token_is_called_expired(home):
    from datetime import datetime, timezone

    past = datetime(2020, 1, 1, tzinfo=timezone.utc)
    tokens.save(app=Token(Secret("a" * 30), "app", expires_at=past))
    assert "has expired" in views.checkpoint("01_app_access_token").text


def test_the_token_file_is_shown_masked(home):
    assert "nothing has been saved" in views.token_file().text
    tokens.save(application=Application("my-id", Secret(MARKER)), app=Token(Secret(MARKER), "app"))
    shown = everything(views.token_file())
    assert MARKER not in shown
    assert "Only your own account" in shown
    assert "mode 600" in shown


def test_every_panel_says_the_mode(sandbox, monkeypatch):
    for mode, word in (("sandbox", "SANDBOX"), ("live", "LIVE")):
        monkeypatch.setenv("TWITCH_COURSE_MODE", mode)
        shown = [views.begin("00_get_ready"), views.contents(), views.token_file()]
        shown.append(views.checkpoint("00_get_ready"))
        assert all(word in each.html for each in shown)
        forms = [views.credentials_form(), views.scope_form(), views.mode_form()]
        assert all(word in texts(form) for form in forms)


def test_an_error_is_one_line_in_the_notebook():
    assert NotYet("do this.")._render_traceback_() == ["Not yet: do this."]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "less than a minute"),
        (59, "less than a minute"),
        (60, "about a minute"),
        (120, "about 2 minutes"),
        (7_199, "about 120 minutes"),
        (14_124, "about 4 hours"),
        (5_011_271, "about 58 days"),
    ],
)
def test_durations_are_words(seconds, expected):
    assert words.duration(seconds) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-(10**9), "over"),
        (-0.001, "over"),
        (0, "over"),
        (0.5, "0 min 0 s"),
        (1, "0 min 1 s"),
        (59.999, "0 min 59 s"),
        (60, "1 min 0 s"),
        (3_599, "59 min 59 s"),
        (3_600, "1 h 0 min 0 s"),
        (14_352, "3 h 59 min 12 s"),
        (86_399, "23 h 59 min 59 s"),
        (86_400, "1 day 0 h 0 min"),
        (172_860, "2 days 0 h 1 min"),
        (5_011_271, "58 days 0 h 1 min"),
    ],
)
def test_the_time_left_is_words(seconds, expected):
    assert words.countdown(seconds) == expected


def test_the_first_cell_tells_of_a_token_file_that_others_could_read(home):
    tokens.save(app=Token(Secret("a" * 30), "app"))
    tokens.path().chmod(0o644)
    assert "private again" in views.begin("00_get_ready").text
    assert "private" not in views.begin("00_get_ready").text


def test_the_first_cell_tells_of_a_damaged_token_file(home):
    home.mkdir()
    tokens.path().write_text("{")
    assert "was damaged" in views.begin("00_get_ready").text


def test_a_name_that_is_not_there_yet_is_one_sentence():
    with pytest.raises(NameError) as caught:
        eval("response")
    assert "the name response is not known" in plain_errors.sentence(caught.value)
    assert "stop button" in plain_errors.sentence(KeyboardInterrupt())
