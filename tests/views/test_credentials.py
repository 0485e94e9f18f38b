"""The forms for the client ID and secret: what they tidy up, what they refuse, and never show."""

import pytest

from helpers import tokens, views
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, NotYet
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


def test_what_is_around_a_pasted_value_is_removed_and_said(sandbox):
    form = views.credentials_form()
    find(form, "Client ID").value = "  “my-id”\n"
    find(form, "Client secret").value = f"\t'{MARKER}\ufeff "
    press(form, "Use these credentials")
    assert (form.client_id, form.client_secret) == ("my-id", MARKER)
    assert "Removed from what was pasted: 5 blanks, 3 quotes, 1 invisible character." in texts(form)
    assert find(form, "Client ID").value == "my-id"


@pytest.mark.parametrize(
    ("client_id", "secret", "sentence"),
    [
        ("", MARKER, "The client ID is empty"),
        (" \n", MARKER, "The client ID is empty"),
        ("another-id", "", "The client secret is empty"),
        ("another-id", "  ", "The client secret is empty"),
        ("two words", MARKER, "There is a blank in the client ID"),
        ("my-id", f"{MARKER} {MARKER}", "There is a blank in the client secret"),
        ("my-id", MARKER + "\nnext", "There is a line break in the client secret"),
        ("my-id", MARKER + "ä", "The client secret contains a letter or a sign that none has"),
        ("<b>id</b>", MARKER, "The client ID contains a letter or a sign"),
        ("my-id", f"oauth:{MARKER}", "The client secret begins with &#34;oauth:&#34;"),
        ("client_id=my-id", MARKER, "The client ID begins with &#34;client_id=&#34;"),
        ("my-id", f"client_secret: {MARKER}", "begins with &#34;client_secret:&#34;"),
        (f"my-id,{MARKER}", "", "There is a comma in the client ID"),
        (MARKER, MARKER, "The same value stands in both fields"),
        ("my-id", MARKER * 2, "The client secret was pasted more than once"),
        ("my-id", "saved-id", "The client ID stands in the client secret&#39;s field"),
        ("saved-secret", MARKER, "The client secret stands in the client ID&#39;s field"),
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
    assert "press the button again. Until then, those from before stay in use." in texts(form)
    assert form.application == Application("saved-id", Secret("saved-secret"))
    assert find(form, "Client secret").value == ""
    said = form._status.value
    assert MARKER not in said
    assert "saved-secret" not in texts(form)


def test_a_good_secret_outlives_a_bad_client_id(sandbox):
    form = views.credentials_form()
    find(form, "Client ID").value = "client_id=my-id"
    find(form, "Client secret").value = MARKER
    press(form, "Use these credentials")
    assert find(form, "Client secret").placeholder == "30 characters entered (hidden)"
    find(form, "Client ID").value = "my-id"
    press(form, "Use these credentials")
    assert (form.client_id, form.client_secret) == ("my-id", MARKER)


def test_a_bad_secret_is_not_used_at_the_next_press(sandbox):
    form = views.credentials_form()
    find(form, "Client ID").value = "my-id"
    find(form, "Client secret").value = f"{MARKER},"
    for sentence in ("There is a comma in the client secret", "The client secret is empty"):
        press(form, "Use these credentials")
        assert sentence in texts(form)
    assert "Until then" not in texts(form), "nothing is in use yet"


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
    assert "The client ID is empty" in texts(form)
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


def test_the_client_id_is_tidied_up_in_sight(sandbox):
    form = views.client_id_form()
    find(form, "Client ID").value = "«my-own-id»\ufeff"
    assert find(form, "Client ID").value == form.client_id == "my-own-id"
    assert (
        "Removed from what was pasted: 2 quotes, 1 invisible character. Run the next cell."
        in texts(form)
    )
    find(form, "Client ID").value = "another-id"
    assert "Removed" not in texts(form)


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [("client_id=x", "begins with "), ("a, b", "There is a comma"), ("http://x.y", "web address")],
)
def test_an_odd_client_id_is_refused_in_the_form_and_in_the_next_cell(sandbox, pasted, sentence):
    form = views.client_id_form()
    find(form, "Client ID").value = pasted
    assert sentence in texts(form)
    with pytest.raises(CourseError, match=rf"{sentence}.*, then run this cell again\.$"):
        form.client_id  # noqa: B018
