"""The device panel, in front of a real sandbox: what it shows, and how its waiting ends."""

import json
import threading
from html import escape

import pytest

from helpers import tokens, views
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret
from helpers.errors import BadAnswer, CourseError, NotYet, Refusal
from helpers.grants import device_code
from helpers.tokens import Token
from helpers.views.sign_in.device_panel import stop_waiting
from tests.views.forms import APPROVE, find, press, texts

SCOPES = ["user:read:follows", "user:read:email"]


@pytest.fixture(autouse=True)
def _no_waiting_is_left():
    yield
    stop_waiting()


@pytest.fixture
def codes(public):
    return device_code.request_codes(public, SCOPES)


@pytest.fixture
def nobody_plays(monkeypatch):
    """Neither a click nor a question to Twitch is allowed."""
    monkeypatch.setattr(scripted_learner, "activate", lambda uri: pytest.fail("said yes"))
    monkeypatch.setattr(device_code, "poll", lambda *sent: pytest.fail("asked Twitch"))


def save_approved(public: str, **changes) -> None:
    given = {"scopes": tuple(SCOPES), "client_id": public} | changes
    tokens.save(device=Token(Secret("d" * 30), "user", **given))


# --- what it shows ---------------------------------------------------------------------------


def test_it_shows_the_code_and_where_to_enter_it(codes, public):
    said = texts(views.device_panel(codes, public, SCOPES))
    body = codes.json()
    assert f">{body['user_code']}</span>" in said
    assert f'href="{escape(body["verification_uri"])}"' in said
    assert "Enter the code (opens a new tab)" in said
    assert "SANDBOX" in said
    assert "The code is good for 29 min 59 s." in said
    assert "Nobody has said yes yet." in said
    assert body["device_code"] not in said


def test_what_twitch_sends_is_shown_as_text(codes, public):
    evil = {"verification_uri": 'https://x.example/?"><img/src=x>', "user_code": "<b>ABCD</b>"}
    codes._content = json.dumps(codes.json() | evil).encode()
    said = texts(views.device_panel(codes, public, SCOPES))
    assert "<img" not in said
    assert "<b>" not in said
    assert "&lt;b&gt;ABCD&lt;/b&gt;" in said
    assert 'href="https://x.example/?&#34;&gt;&lt;img/src=x&gt;"' in said


def test_an_error_in_place_of_the_codes_is_one_sentence(sandbox):
    refused = device_code.request_codes("nobody", SCOPES)
    with pytest.raises(Refusal, match="no application with this client ID"):
        views.device_panel(refused, "nobody", SCOPES)
    refused._content = b"<html>"
    with pytest.raises(CourseError):
        views.device_panel(refused, "nobody", SCOPES)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://x.example/", "activate", ""])
def test_a_link_that_leads_nowhere_good_is_not_made(codes, public, address):
    codes._content = json.dumps(codes.json() | {"verification_uri": address}).encode()
    with pytest.raises(BadAnswer, match="verification_uri"):
        views.device_panel(codes, public, SCOPES)


# --- the yes ---------------------------------------------------------------------------------


def test_before_the_yes_the_next_cell_says_not_yet(codes, public):
    panel = views.device_panel(codes, public, SCOPES)
    with pytest.raises(NotYet, match=r"^Not yet: enter the code"):
        panel.response()


def test_approve_for_me(codes, public):
    panel = views.device_panel(codes, public, SCOPES)
    press(panel, APPROVE)
    assert "the token has arrived. Run the next cell." in texts(panel)
    assert "Enter the code" not in texts(panel), "nothing is left to enter"
    assert "The waiting has ended." in texts(panel)
    assert find(panel, "Stop waiting").disabled
    answer = panel.response()
    assert set(Token.from_response(answer).scopes) == set(SCOPES)
    said = texts(panel) + repr(panel) + repr(vars(panel))
    for secret in ("access_token", "refresh_token"):
        assert answer.json()[secret] not in said


def test_a_second_click_is_told_and_keeps_the_token(codes, public):
    panel = views.device_panel(codes, public, SCOPES)
    press(panel, APPROVE)
    first = panel.response()
    press(panel, APPROVE)
    assert "No device waits with this code" in texts(panel)
    assert panel.response() is first


@pytest.mark.parametrize("form", [" ".join, iter, set], ids=["text", "read once", "set"])
def test_the_scopes_are_sent_with_every_question(codes, public, form, monkeypatch):
    asked, poll = [], device_code.poll

    def noted(client_id, scopes, code):
        asked.append(sorted(scopes))
        return poll(client_id, scopes, code)

    monkeypatch.setattr(device_code, "poll", noted)
    save_approved(public)
    panel = views.device_panel(codes, public, form(SCOPES))
    panel._wait.ask()
    assert panel.response().ok
    assert asked == [sorted(SCOPES)] * 2


def test_without_a_person_one_line_is_left(codes, public, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    before = threading.active_count()
    panel = views.device_panel(codes, public, SCOPES)
    shown, played = panel._repr_mimebundle_(), "the scripted learner entered the code"
    user_code = codes.json()["user_code"]
    assert shown["text/plain"] == f"[form: device] {user_code}: {played} and pressed Authorize"
    assert played in shown["text/html"]
    assert user_code in shown["text/html"]
    assert "127.0.0.1:PORT/activate" in shown["text/html"]
    assert panel.response().ok
    assert threading.active_count() <= before, "nothing waits"


# --- the end of the waiting ------------------------------------------------------------------


def test_the_stop_button(codes, public):
    panel = views.device_panel(codes, public, SCOPES)
    press(panel, "Stop waiting")
    assert "Stopped. Run this cell again" in texts(panel)
    assert "The waiting has ended." in texts(panel)
    assert find(panel, "Stop waiting").disabled
    with pytest.raises(NotYet):
        panel.response()


def test_a_second_panel_ends_the_waiting_of_the_first(codes, public):
    first = views.device_panel(codes, public, SCOPES)
    second = views.device_panel(codes, public, SCOPES)
    assert "Stopped" in texts(first)
    assert "Stopped" not in texts(second)
    press(second, APPROVE)
    assert second.response().ok
    with pytest.raises(NotYet):
        first.response()


def test_what_a_button_said_stays_to_be_read(codes, public):
    panel = views.device_panel(codes, public, SCOPES)
    panel.say("Something that a button said.")
    panel._show()
    assert "Something that a button said." in texts(panel)
    press(panel, "Stop waiting")
    assert "Something that a button said." not in texts(panel)


# --- who said yes before ---------------------------------------------------------------------


def test_who_said_yes_before_need_not_do_it_again(codes, public):
    save_approved(public, scopes=(*SCOPES, "clips:edit"))
    assert views.device_panel(codes, public, SCOPES).response().ok


@pytest.mark.parametrize(
    "changes",
    [{"scopes": SCOPES[:1]}, {"scopes": ()}, {"client_id": "another"}, {"client_id": None}],
    ids=str,
)
def test_another_token_tells_nothing_of_this_yes(codes, public, changes, nobody_plays):
    changes = {name: tuple(value) if name == "scopes" else value for name, value in changes.items()}
    save_approved(public, **changes)
    with pytest.raises(NotYet):
        views.device_panel(codes, public, SCOPES).response()


def test_a_token_of_another_name_tells_nothing_of_it(codes, public, nobody_plays):
    token = Token(Secret("d" * 30), "user", scopes=tuple(SCOPES), client_id=public)
    tokens.save(user=token, openid=token)
    with pytest.raises(NotYet):
        views.device_panel(codes, public, SCOPES).response()


@pytest.mark.parametrize(
    "settings",
    [{"MODE": "live"}, {"ID_URL": "http://127.0.0.1:9/oauth2", "API_URL": "http://127.0.0.1:9/h"}],
    ids=["live mode", "another server"],
)
def test_nobody_says_yes_for_you_elsewhere(codes, public, settings, nobody_plays, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(f"TWITCH_COURSE_{name}", value)
    save_approved(public)
    panel = views.device_panel(codes, public, SCOPES)
    assert find(panel, APPROVE) is None
    with pytest.raises(NotYet):
        panel.response()
