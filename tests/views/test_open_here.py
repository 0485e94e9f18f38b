"""Open here: the sandbox's pages inside the notebook, from sign-in to the address at the end."""

import pytest
import requests

from helpers import views, wire
from helpers.catalogue.scopes import LESSON
from helpers.course.practice_browser import PracticeBrowser
from helpers.credentials.secret import hint
from helpers.errors import CourseError, NotYet
from helpers.grants import authorization_code, device_code, implicit
from helpers.grants.validate import validate
from helpers.views.sign_in.open_here import BACK, OPEN_HERE, OpenHere
from helpers.wire import embedded
from tests.views.forms import find, press, texts


@pytest.fixture
def client_id() -> str:
    return embedded.sandbox().client_id


@pytest.fixture
def codes() -> requests.Response:
    return device_code.request_codes(embedded.sandbox().public_client_id, ["clips:edit"])


def choose(panel, person: str) -> None:
    group = find(panel, "Practice people")
    group.value = next(value for _, value in group.options if value == person)


def test_three_presses_bring_a_token(url):
    panel = views.sign_in(url)
    for label in (OPEN_HERE, "Sign in", "Authorize"):
        press(panel, label)
    assert panel.token().scopes == LESSON
    assert BACK in texts(panel)


def test_every_page_says_that_it_is_not_twitch_and_where_it_is(url):
    panel = views.sign_in(url)
    press(panel, OPEN_HERE)
    said = texts(panel)
    assert "This is not Twitch" in said
    assert "Who is signing in?" in said
    assert "http://127.0.0.1:" in said


def test_whoever_is_chosen_signs_in(url):
    panel = views.sign_in(url)
    press(panel, OPEN_HERE)
    choose(panel, "marta_paints")
    press(panel, "Sign in")
    assert "Marta_Paints" in texts(panel)
    press(panel, "Sign in as someone else")
    choose(panel, "quiet_viewer")
    press(panel, "Sign in")
    press(panel, "Authorize")
    assert validate(panel.token().access_token).json()["login"] == "quiet_viewer"


def test_cancel_brings_back_a_refusal_and_one_can_try_again(url):
    panel = views.sign_in(url)
    for label in (OPEN_HERE, "Sign in", "Cancel"):
        press(panel, label)
    assert "You pressed Cancel" in texts(panel)
    assert "error=access_denied" in texts(panel)
    with pytest.raises(NotYet):
        panel.token()
    press(panel, OPEN_HERE)
    press(panel, "Authorize")  # who signed in is still signed in, as in any browser
    assert panel.token().scopes == LESSON


def test_the_address_shows_no_code_and_no_token(redirect_uri, client_id, url):
    state = implicit.new_state()
    to_code = authorization_code.authorization_url(client_id, redirect_uri, ["bits:read"], state)
    for address, bring in ((url, "token"), (to_code, "code")):
        panel = views.sign_in(address)
        press(panel, OPEN_HERE)
        if find(panel, "Sign in"):
            press(panel, "Sign in")
        press(panel, "Authorize")
        brought = getattr(panel, bring)()
        secret = brought.access_token if bring == "token" else brought
        assert secret.reveal() not in texts(panel)
        assert {"token": f"access_token={hint(secret)[:5]}", "code": "code=(hidden)"}[
            bring
        ] in texts(panel)


def test_what_the_sandbox_refuses_is_said(redirect_uri):
    state = implicit.new_state()
    panel = views.sign_in(implicit.authorization_url("nobody", redirect_uri, LESSON, state))
    press(panel, OPEN_HERE)
    assert "invalid client" in texts(panel)


def test_a_sandbox_that_is_gone_is_a_sentence(url):
    panel = views.sign_in(url)
    embedded.stop_all()
    press(panel, OPEN_HERE)
    assert "could not be reached: nothing listens there" in texts(panel)


def test_closing_the_page_takes_it_away(url):
    panel = views.sign_in(url)
    press(panel, OPEN_HERE)
    press(panel, "Close this page")
    assert "Who is signing in?" not in texts(panel)


def test_each_panel_opens_its_own_page_alone(redirect_uri, client_id, url):
    first = views.sign_in(url)
    press(first, OPEN_HERE)
    for panel in (views.connections(), views.sign_in(url)):
        assert not is_open(panel)
    assert is_open(first)


def is_open(panel) -> bool:
    """Tell whether a person sees the frame that holds a page."""
    opener = next(each for each in panel.children if isinstance(each, OpenHere))
    return opener._frame.layout.display != "none"


def test_a_device_is_connected(codes):
    panel = views.device_panel(codes, embedded.sandbox().public_client_id, ["clips:edit"])
    press(panel, OPEN_HERE)
    press(panel, "Sign in")
    assert codes.json()["user_code"] in texts(panel)
    press(panel, "Authorize")
    assert "The device is connected" in texts(panel)
    panel._wait.ask()
    assert panel.response().json()["scope"] == ["clips:edit"]


def test_a_code_is_typed(codes):
    page = wire.twitch().id_url.removesuffix("/oauth2") + "/activate"
    panel = OpenHere(page)
    press(panel, OPEN_HERE)
    press(panel, "Sign in")
    find(panel, "The code that the device shows").value = codes.json()["user_code"].lower()
    press(panel, "Continue")
    assert "Go on only if the device in front of you shows this code" in texts(panel)


def test_a_connection_is_ended(url):
    signed_in = views.sign_in(url)
    for label in (OPEN_HERE, "Sign in", "Authorize"):
        press(signed_in, label)
    token = signed_in.token().access_token
    panel = views.connections()
    for label in (OPEN_HERE, "Disconnect"):
        press(panel, label)
    assert "No application has access to this account" in texts(panel)
    assert validate(token).status_code == 401


def test_it_opens_nothing_but_this_computer():
    with pytest.raises(CourseError, match="Authorize yourself"):
        PracticeBrowser().open("https://id.twitch.tv/oauth2/authorize")
