"""The forms that choose the mode and the scopes, without a browser: what they say."""

import pytest

from helpers import settings, views
from helpers.catalogue.scopes import LESSON
from helpers.errors import SettingError
from tests.views.forms import find, texts

# --- mode ------------------------------------------------------------------------------------


def test_the_mode_is_chosen_for_every_notebook(home):
    form = views.mode_form()
    assert "SANDBOX" in texts(form)
    find(form, "Where").value = "live"
    assert settings.mode() == "live"
    assert "LIVE from now on" in texts(form)
    assert "LIVE" in texts(views.credentials_form())
    find(form, "Where").value = "sandbox"
    assert settings.mode() == "sandbox"


def test_the_environment_decides_the_mode(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    form = views.mode_form()
    assert find(form, "Where").disabled
    assert "TWITCH_COURSE_MODE decides here" in texts(form)


def test_a_mode_that_cannot_be_kept_is_told(home, monkeypatch):
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be")
    form = views.mode_form()
    find(form, "Where").value = "live"
    assert "could not be written" in texts(form)
    assert settings.mode() == "sandbox"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"mode": "elsewhere"}', "null", "\ud800"])
def test_a_damaged_choice_means_sandbox(home, content):
    home.mkdir()
    (home / "mode.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    assert settings.mode() == "sandbox"


@pytest.mark.parametrize("mode", ["LIVE", "production", "Sandbox"])
def test_an_unknown_mode_is_refused(monkeypatch, mode):
    monkeypatch.setenv("TWITCH_COURSE_MODE", mode)
    with pytest.raises(SettingError, match="Set it to sandbox or live"):
        settings.mode()


def test_a_run_without_a_person_is_never_live(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    with pytest.raises(SettingError, match="never talks to live Twitch"):
        settings.mode()


# --- scopes ----------------------------------------------------------------------------------


def test_the_ten_scopes_of_the_lesson_are_ticked(home):
    form = views.scope_form()
    assert form.scopes == LESSON
    assert " ".join(LESSON) in texts(form)


def test_every_other_scope_can_be_found_and_added(home):
    form = views.scope_form()
    find(form, "Search").value = "chat:read"
    box = next(w for w in form._found.children if w.description.startswith("chat:read:"))
    box.value = True
    assert form.scopes == (*LESSON, "chat:read")
    find(form, "Search").value = "polls"
    assert box in form._found.children  # a ticked one stays in sight
    box.value = False
    assert form.scopes == LESSON


def test_a_long_list_carries_a_warning(home):
    form = views.scope_form()
    find(form, "Search").value = "channel"
    for box in form._found.children[:6]:
        box.value = True
    assert len(form.scopes) == 16
    assert "Careful: 16 scopes are many" in texts(form)


def test_no_scope_is_possible_and_said(home):
    form = views.scope_form()
    for box in form._boxes.values():
        box.value = False
    assert form.scopes == ()
    assert "No scope: the token will only say who you are" in texts(form)


@pytest.mark.parametrize("wanted", ["zzz", "<script>", "chat zzz"])
def test_a_search_without_result(home, wanted):
    form = views.scope_form()
    find(form, "Search").value = wanted
    assert "No scope found" in texts(form)
    assert form._found.children == ()
