"""The forms of the first notebooks, without a browser: what they say, and never show."""

import pytest

from helpers import settings, tokens, views
from helpers.catalogue.scopes import LESSON
from helpers.credentials.secret import Secret
from helpers.errors import NotYet, SettingError
from helpers.tokens import Application
from tests.views.forms import MARKER, find, press, texts

# --- the credentials form --------------------------------------------------------------------


def test_in_the_sandbox_the_form_is_filled_in(sandbox):
    form = views.credentials_form()
    assert find(form, "Client ID").value == sandbox.client_id
    assert find(form, "Client secret").value == ""
    with pytest.raises(NotYet, match="Use these credentials"):
        form.client_id  # noqa: B018
    press(form, "Use these credentials")
    assert (form.client_id, form.client_secret) == (sandbox.client_id, sandbox.client_secret)


def test_blanks_around_what_is_pasted_are_removed_and_said(sandbox):
    form = views.credentials_form()
    find(form, "Client ID").value = "  my-id\n"
    find(form, "Client secret").value = f"\t{MARKER} "
    press(form, "Use these credentials")
    assert (form.client_id, form.client_secret) == ("my-id", MARKER)
    assert "5 blanks pasted around them removed" in texts(form)


@pytest.mark.parametrize(
    ("client_id", "secret", "sentence"),
    [
        ("", MARKER, "The client ID is empty"),
        (" \n", MARKER, "The client ID is empty"),
        ("another-id", "", "The client secret is empty"),
        ("another-id", "  ", "The client secret is empty"),
        ("two words", MARKER, "The client ID contains a space"),
        ("my-id", f"{MARKER} {MARKER}", "The client secret contains a space"),
        ("my-id", MARKER + "\nnext", "The client secret contains a space, a line break"),
        ("my-id", MARKER + "ä", "The client secret contains"),
        ("<b>id</b>", MARKER + "ä", "The client secret contains"),
    ],
)
def test_bad_credentials_are_told_and_change_nothing(monkeypatch, client_id, secret, sentence):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    tokens.save(application=Application("saved-id", Secret("saved-secret")))
    form = views.credentials_form()
    find(form, "Client ID").value = client_id
    find(form, "Client secret").value = secret
    press(form, "Use these credentials")
    assert sentence in texts(form)
    assert form.client_id == "saved-id"
    assert find(form, "Client secret").value == ""
    assert MARKER not in texts(form)


def test_the_secret_leaves_the_widget_and_shows_nowhere(sandbox):
    form = views.credentials_form()
    find(form, "Client ID").value = "my-id"
    find(form, "Client secret").value = MARKER
    press(form, "Use these credentials")
    fields = [find(form, "Client ID"), find(form, "Client secret"), form._status]
    assert MARKER not in repr([field.get_state() for field in fields])
    assert MARKER not in repr(form) + repr(form.application) + repr(form.client_secret)


def test_what_was_saved_is_in_use_without_a_click(sandbox):
    tokens.save(application=Application(sandbox.client_id, Secret(MARKER)))
    form = views.credentials_form()
    assert (form.client_id, form.client_secret) == (sandbox.client_id, MARKER)
    assert "Saved earlier and in use" in texts(form)


def test_an_application_of_a_deleted_sandbox_is_not_offered(sandbox):
    tokens.save(application=Application("an-old-client-id", Secret(MARKER)))
    form = views.credentials_form()
    assert find(form, "Client ID").value == sandbox.client_id
    with pytest.raises(NotYet):
        form.client_id  # noqa: B018


def test_live_mode_fills_in_nothing(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    form = views.credentials_form()
    assert "LIVE" in texts(form)
    assert find(form, "Client ID").value == ""
    press(form, "Use these credentials")
    assert "The client ID is empty" in texts(form)


def test_an_unexpected_error_in_a_callback_is_shown_in_the_form(sandbox, monkeypatch):
    form = views.credentials_form()

    def fail() -> None:
        raise RuntimeError(MARKER)

    form.guarded(fail)(None)
    assert "Something unexpected went wrong (RuntimeError)" in texts(form)
    assert MARKER not in texts(form)


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


# --- the client ID ---------------------------------------------------------------------------


def test_the_public_application_is_filled_in(sandbox):
    public = sandbox.public_client_id
    form = views.client_id_form()
    assert form.client_id == public
    assert "an application of the Public type" in texts(form)
    assert repr(form) == f"[form: client ID] {public}"


def test_the_client_id_is_read_when_it_is_asked_for(sandbox):
    form = views.client_id_form()
    find(form, "Client ID").value = " my-own-id\t"
    assert form.client_id == "my-own-id"
    find(form, "Client ID").value = " "
    with pytest.raises(NotYet, match="enter a client ID"):
        form.client_id  # noqa: B018


def test_in_live_mode_the_saved_application_serves(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    form = views.client_id_form()
    assert "LIVE" in texts(form)
    assert "sandbox" not in texts(form)
    with pytest.raises(NotYet):
        form.client_id  # noqa: B018
    tokens.save(application=Application("saved-id", Secret("a-secret-of-mine")))
    form = views.client_id_form()
    assert form.client_id == "saved-id"
    assert "a-secret-of-mine" not in texts(form)
