"""Authorize is offered only while the notebook waits where the browser will come back."""

import socket
from collections.abc import Iterator

import pytest
import requests

from helpers import tokens, views
from helpers.catalogue.scopes import LESSON
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret
from helpers.errors import BadAddress, NotYet
from helpers.grants import implicit
from helpers.tokens import Token
from helpers.views.sign_in import sign_in_panel
from tests.redirect.arrivals import post, wait_until_free
from tests.views.forms import APPROVE, find, press, texts

LINK = "Authorize (opens a new tab)"
WAITS = "Waiting for you, up to five minutes"


@pytest.fixture
def taken(redirect_uri: str) -> Iterator[socket.socket]:
    """Another program that listens at the redirect URI, and would take whatever comes."""
    port = int(redirect_uri.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)) as other:
        yield other


def url_to(redirect_uri: str, client_id: str) -> str:
    return implicit.authorization_url(client_id, redirect_uri, LESSON, implicit.new_state())


def paste(panel, address: str) -> None:
    find(panel, "Address").value = address
    press(panel, "Use this address")


def test_while_it_waits_the_link_is_there(url):
    said = texts(views.sign_in(url))
    assert LINK in said
    assert WAITS in said
    assert "Authorize is off" not in said


def test_where_another_program_holds_the_port_the_link_is_withheld(taken, url):
    panel = views.sign_in(url)
    said = texts(panel)
    assert LINK not in said
    assert "Waiting" not in said
    for cure in ("Close it and run", "TWITCH_COURSE_REDIRECT_URI", "06_device_code", "for me”"):
        assert cure in said
    with pytest.raises(NotYet, match="nothing has come back, and Authorize is off"):
        panel.token()


def test_approve_for_me_sends_nothing_to_the_program_at_the_port(taken, url):
    panel = views.sign_in(url)
    press(panel, APPROVE)
    assert panel.token().scopes == LESSON
    taken.setblocking(False)
    with pytest.raises(BlockingIOError):
        taken.accept()


def test_who_authorized_elsewhere_can_still_paste(taken, url):
    panel = views.sign_in(url)
    paste(panel, scripted_learner.authorize(url))
    assert panel.token().scopes == LESSON


def test_on_live_twitch_nobody_is_told_to_have_it_approved(monkeypatch, taken, url):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    said = texts(views.sign_in(url))
    assert LINK not in said
    assert "already listens on port" in said
    assert "Approve for me" not in said


@pytest.mark.parametrize(
    ("redirect_uri", "sentence"),
    [
        ("https://hub.example/callback", "is not plain http on this computer"),
        ("http://192.168.0.7:3000", "is not plain http on this computer"),
        ("https://localhost:3000", "is not plain http on this computer"),
        ("http://127.1:3000", "its host is neither a name nor a full IP address"),
        ("http://127.0.0.2:3000", "write localhost for 127.0.0.2"),
        ("http://localhost:6000", "Browsers open no page on port 6000"),
        ("http://localhost:0", "its port is not a number from 1 to 65535"),
        ("localhost:3000", "it does not begin with http://"),
        ("http://localhost:3000/#a", "there is a # in it"),
        ("“http://localhost:3000”", "there are quotes around it"),
        ("", "it is empty"),
    ],
)
@pytest.mark.parametrize("mode", ["sandbox", "live"])
def test_where_no_browser_can_arrive_nobody_waits(
    sandbox, monkeypatch, redirect_uri, sentence, mode
):
    url = url_to(redirect_uri, sandbox.client_id)
    monkeypatch.setenv("TWITCH_COURSE_MODE", mode)
    panel = views.sign_in(url)
    said = texts(panel)
    assert sentence in said
    assert "Authorize is off" in said
    assert LINK not in said
    assert "Waiting" not in said
    assert "uthorize all the same" not in said


@pytest.mark.parametrize("way", ["the page", "a pasted address", APPROVE])
def test_after_a_success_the_link_is_off(url, redirect_uri, way):
    panel = views.sign_in(url)
    if way == APPROVE:
        press(panel, APPROVE)
    elif way == "the page":
        assert post(redirect_uri, scripted_learner.authorize(url)).ok
    else:
        paste(panel, scripted_learner.authorize(url))
    said = texts(panel)
    assert LINK not in said
    assert "Authorize is off now. To sign in anew, run this cell again." in said
    assert "10 scopes. Run the next cell." in said
    wait_until_free(redirect_uri)


@pytest.mark.parametrize("error", ["access_denied", "redirect_mismatch", "server_error"])
def test_after_a_refusal_it_still_waits(url, redirect_uri, error):
    panel = views.sign_in(url)
    paste(panel, f"{redirect_uri}/?error={error}")
    assert LINK in texts(panel)
    assert requests.get(redirect_uri, timeout=5).ok


def test_after_five_minutes_the_link_is_off_and_pasting_still_works(url, redirect_uri):
    panel = views.sign_in(url)
    panel._listener._time_is_up()
    said = texts(panel)
    assert "Five minutes are over" in said
    assert "Run this cell again" in said
    assert LINK not in said
    assert WAITS not in said
    with pytest.raises(requests.ConnectionError):
        requests.get(redirect_uri, timeout=5)
    paste(panel, "http://localhost:3000/?error=access_denied")
    assert "You pressed Cancel" in texts(panel)
    assert "Here Authorize is off: above stands why" in texts(panel)
    paste(panel, scripted_learner.authorize(url))
    assert panel.token().scopes == LESSON
    assert "Five minutes" not in texts(panel)


def test_what_was_offered_besides_stays_when_the_link_goes(url, sandbox):
    tokens.save(user=Token(Secret("u" * 30), "user", scopes=LESSON, client_id=sandbox.client_id))
    panel = views.sign_in(url)
    assert "go on with it, or press Authorize for a new one" in texts(panel)
    panel._listener._time_is_up()
    assert "Run the next cell to go on with it." in texts(panel)
    assert "press Authorize" not in texts(panel)


def test_a_sign_in_that_another_one_replaced_says_so(url, redirect_uri, sandbox):
    first = views.sign_in(url)
    second = views.sign_in(url_to(redirect_uri, sandbox.client_id))
    assert "Another sign-in was begun in this notebook" in texts(first)
    assert (LINK in texts(first), LINK in texts(second)) == (False, True)
    paste(first, scripted_learner.authorize(url))
    assert first.token(), "pasting into it still counts"


def test_one_that_has_its_token_is_not_called_replaced(url):
    first = views.sign_in(url)
    press(first, APPROVE)
    views.sign_in(url)
    assert "Another sign-in was begun" not in texts(first)


def test_the_answer_to_another_notebook(url, redirect_uri, sandbox, monkeypatch):
    """One waited, and its time was over; a second one waits at the same address since then."""
    first = views.sign_in(url)
    first._listener._time_is_up()
    monkeypatch.setattr(sign_in_panel, "_under_way", [])  # as in a kernel of its own
    second = views.sign_in(url_to(redirect_uri, sandbox.client_id))
    address = scripted_learner.authorize(url)
    answer = post(redirect_uri, address)
    assert "belongs to another sign-in" in answer.json()["text"]
    assert answer.json()["keep"]
    said = texts(second)
    assert "belongs to another sign-in" in said
    assert "This sign-in goes on waiting for its own answer." in said
    assert LINK in said
    assert "pasting it below still counts" in texts(first)
    paste(first, address)
    assert first.token().scopes == LESSON


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)//?response_type=token&state=s",
        "data:text/html,x?response_type=token&state=s",
        "https://id.twitch.tv@evil.test/?response_type=token&state=s",
        "http://evil.test\\@localhost/?response_type=token&state=s",
        "http://id.twitch.tv/oauth2/authorize?response_type=token&state=s",
        "https://id.twitch.tv/oauth2/\nauthorize?response_type=token&state=s",
    ],
)
def test_an_address_that_is_none_makes_no_link(home, url):
    with pytest.raises(BadAddress, match="cannot be used"):
        views.sign_in(url)
