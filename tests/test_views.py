"""The forms and panels, without a browser: what they say, and what they never show."""

import json
import threading

import pytest
import requests

from helpers import embedded, helix, scripted_learner, settings, tokens, views, words
from helpers.errors import CourseError, NotYet, Refusal, SettingError
from helpers.explain import explain
from helpers.grants import client_credentials, implicit
from helpers.scopes import LESSON
from helpers.secret import Secret
from helpers.tokens import Application, Token
from helpers.views import exchange, plain_errors
from helpers.views.sign_in_panel import close_listener
from tests.bad_server import answering, http
from tests.forms import everything, find, press, texts
from tests.lab import free_port

MARKER = "marker0secret0marker0secret012"


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


# --- the exchange ----------------------------------------------------------------------------


def test_the_exchange_is_shown_without_secrets(sandbox):
    response = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    shown = everything(views.show(response)) + everything(views.explain_fields(response))
    assert sandbox.client_secret not in shown
    assert response.json()["access_token"] not in shown
    for part in ("POST", "/oauth2/token", "client_credentials", "200 OK", "bearer", "SANDBOX"):
        assert part in shown
    assert "YOUR_CLIENT_SECRET" in shown


def test_a_token_that_is_sent_is_hidden_too(sandbox):

    response = helix.get("users", token=MARKER, client_id="my-id")
    shown = everything(views.show(response))
    assert MARKER not in shown
    assert "401 Unauthorized" in shown
    assert "expired, was revoked, or was never valid" in shown
    assert "Bearer YOUR_ACCESS_TOKEN" in shown


def test_a_secret_in_the_address_is_hidden_too(sandbox):
    # As the lesson's words suggest: the three inputs as query parameters.
    params = {"client_id": sandbox.client_id, "client_secret": MARKER, "access_token": MARKER}
    response = requests.post(f"{sandbox.id_url}/token", params=params, timeout=5)
    shown = everything(views.show(response))
    assert MARKER not in shown
    assert "client_secret=(hidden)" in shown
    assert sandbox.client_id in shown


@pytest.fixture
def answered(monkeypatch):
    def ask(answer: bytes) -> requests.Response:
        with answering(answer) as base:
            monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
            monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
            return client_credentials.request_token("my-id", MARKER)

    return ask


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (http("500 Oh", "<html><b>" + MARKER, "text/html"), Refusal, "on Twitch's side"),
        (http("200 OK", '{"access_token": "' + MARKER), CourseError, "not JSON"),
        (http("200 OK", '{"expires_in": 1, "token_type": "bearer"}'), CourseError, ""),
        (http("200 OK", '{"access_token": "", "token_type": "bearer"}'), CourseError, ""),
        (http("200 OK", '["' + MARKER + '"]'), CourseError, ""),
        (http("200 OK", ""), CourseError, ""),
        (http("503 Busy", "", "text/plain"), Refusal, "on Twitch's side"),
        (http("403 Forbidden", '{"status": 403, "message": 7}'), Refusal, "does not allow"),
        (http("418 Teapot", "[]"), Refusal, "does not know"),
    ],
    ids=lambda each: each[:40].decode() if isinstance(each, bytes) else "",
)
def test_an_answer_without_a_token_is_never_success(answered, answer, error, sentence):
    response = answered(answer)
    shown = everything(views.show(response))
    assert MARKER not in shown
    assert sentence in shown
    views.explain_fields(response)
    with pytest.raises(error) as caught:
        Token.from_response(response)
    assert MARKER not in f"{caught.value!r} {caught.value}"
    assert tokens.peek("app") is None


def test_markup_in_an_answer_is_shown_as_text(answered):
    evil = "<script>alert(1)</script>"
    for answer in (
        http("400 Bad", json.dumps({"message": evil, evil: [evil, {evil: evil}]})),
        http("500 Bad", evil, "text/html"),
    ):
        response = answered(answer)
        for shown in (views.show(response), views.explain_fields(response)):
            assert evil not in shown.html


@pytest.mark.parametrize("value", [{}, [], None, 0, "x", {"a": {"b": [1, {"c": None}]}}])
def test_any_json_makes_a_tree(value):
    assert exchange.tree(value)


# --- sign-in ---------------------------------------------------------------------------------


@pytest.fixture
def url(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", f"http://localhost:{free_port()}")
    client_id = embedded.sandbox().client_id
    state = implicit.new_state()
    yield implicit.authorization_url(client_id, settings.redirect_uri(), LESSON, state)
    threading.Thread(target=close_listener).start()


def test_the_url_is_taken_apart_before_anybody_clicks(url):
    panel = views.sign_in(url)
    said = texts(panel)
    for part in ("client_id", "redirect_uri", "response_type", "force_verify", "state", "scope"):
        assert part in said
    assert " ".join(LESSON) in said
    assert "Authorize (opens a new tab)" in said
    assert "SANDBOX" in said


def test_before_the_token_arrives_the_next_cell_says_not_yet(url):
    panel = views.sign_in(url)
    for ask in (panel.token, panel.answer):
        with pytest.raises(NotYet, match=r"^Not yet: press Authorize"):
            ask()


def test_approve_for_me(url):
    panel = views.sign_in(url)
    press(panel, "Approve for me (sandbox only)")
    token = panel.token()
    assert token.scopes == LESSON
    assert "The token has arrived" in texts(panel)
    assert token.access_token.reveal() not in texts(panel) + everything(panel.answer())


def test_the_pasted_address(url):
    panel = views.sign_in(url)
    field = find(panel, "Address")
    field.value = scripted_learner.authorize(url)
    press(panel, "Use this address")
    assert field.value == ""
    assert panel.token().scopes == LESSON
    assert "The token has arrived" in texts(panel)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "The field is empty"),
        ("hello", "not the address of the redirect page"),
        ("http://localhost:3000/", "no access_token behind #"),
        ("http://localhost:3000/?access_token=a", "behind a question mark"),
        ("http://localhost:3000/#access_token=a&state=wrong", "another sign-in"),
        ("http://localhost:3000/?error=access_denied", "You pressed Cancel"),
        ("http://localhost:3000/?error=<img src=x onerror=alert(1)>", "not the address"),
        ("http://localhost:3000/?error=%3Cimg+src%3Dx%3E", "&lt;img src=x&gt;"),
    ],
)
def test_a_pasted_address_that_does_not_do(url, address, sentence):
    panel = views.sign_in(url)
    find(panel, "Address").value = address
    press(panel, "Use this address")
    assert sentence in texts(panel)
    assert "<img" not in texts(panel)
    with pytest.raises(NotYet):
        panel.token()


def test_an_address_is_good_for_one_use(url):
    panel = views.sign_in(url)
    address = scripted_learner.authorize(url)
    for _ in range(2):
        find(panel, "Address").value = address
        press(panel, "Use this address")
    assert "good for one use" in texts(panel)


def test_running_the_cell_twice_frees_the_port_first(url):
    first = views.sign_in(url)
    second = views.sign_in(url)
    assert "already listens" not in texts(first) + texts(second)
    press(second, "Approve for me (sandbox only)")
    assert second.token()


def test_a_busy_port_still_leaves_the_other_ways(url):
    import socket

    port = int(settings.redirect_uri().rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        panel = views.sign_in(url)
        assert "already listens on port" in texts(panel)
        press(panel, "Approve for me (sandbox only)")
        assert panel.token()


def test_a_saved_token_is_offered_again(url):
    first = views.sign_in(url)
    press(first, "Approve for me (sandbox only)")
    tokens.save(user=first.token())
    again = views.sign_in(url.replace("state=", "state=new"))
    assert "You already have a token with these scopes" in texts(again)
    assert again.token() == first.token()
    assert "Nothing new came back" in everything(again.answer())


def test_a_saved_token_with_fewer_scopes_does_not_do(url, sandbox):
    few = Token(Secret("t" * 30), "user", scopes=LESSON[:3], client_id=sandbox.client_id)
    tokens.save(user=few)
    with pytest.raises(NotYet):
        views.sign_in(url).token()


def test_a_url_without_state_is_not_used(url):
    with pytest.raises(CourseError, match="no state"):
        views.sign_in(url.partition("&state=")[0])


def test_in_live_mode_nobody_approves_for_you(monkeypatch, url):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    panel = views.sign_in(url)
    assert find(panel, "Approve for me (sandbox only)") is None
    assert "LIVE" in texts(panel)
    with pytest.raises(CourseError, match="only signs in to the sandbox"):
        scripted_learner.authorize("https://id.twitch.tv/oauth2/authorize?client_id=x")


# --- progress --------------------------------------------------------------------------------


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


# --- what else a learner meets ---------------------------------------------------------------


def test_an_unknown_client_is_explained(sandbox):
    shown = views.show(client_credentials.request_token("nobody", MARKER)).text
    assert "400 Bad Request" in shown
    assert "invalid client" in shown
    assert "Twitch knows no application with this client ID" in shown


def test_an_expired_token_at_the_api_is_explained(url):
    panel = views.sign_in(url)
    press(panel, "Approve for me (sandbox only)")
    token = panel.token()
    embedded.sandbox().expire(token.access_token.reveal())
    response = helix.get("users", token=token, client_id=token.client_id)
    shown = views.show(response).text
    assert "401 Unauthorized" in shown
    assert "Invalid OAuth token" in shown
    assert "Go back to 01 (app token) or 02 (user token)" in shown
    assert "The answer holds no account" in views.account(response).text


def test_a_missing_scope_is_explained():
    assert "Tick it in 02" in explain(401, "Missing scope: clips:edit")
    for status in (400, 401, 403, 404, 410, 418, 429, 500, 503):
        assert explain(status, "a message nobody knows").endswith(".")


def test_an_unregistered_redirect_uri_is_explained(url):
    other = url.replace("http%3A%2F%2Flocalhost", "http%3A%2F%2Felsewhere")
    panel = views.sign_in(other)
    assert "is not plain http on this computer" in texts(panel)
    press(panel, "Approve for me (sandbox only)")
    assert "is not registered for this application" in texts(panel)


def test_an_error_page_of_the_authorize_endpoint_is_explained(url):
    panel = views.sign_in(url.replace("client_id=", "client_id=x"))
    press(panel, "Approve for me (sandbox only)")
    assert "it said: invalid client" in texts(panel)


def test_a_waiting_that_ends_says_so(url):
    panel = views.sign_in(url)
    assert "up to five minutes" in texts(panel)
    panel._timed_out()
    assert "Five minutes are over" in texts(panel)


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
