"""The panels of a kernel on another computer: nothing is offered that no browser can reach."""

import socket

import pytest

from helpers import settings, tokens, views
from helpers.catalogue.scopes import LESSON
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret
from helpers.errors import NotYet
from helpers.grants import authorization_code, device_code, implicit
from helpers.tokens import Token
from helpers.views.sign_in.open_here import OPEN_HERE
from helpers.wire import embedded
from tests.ports import free_port
from tests.views.forms import APPROVE, find, press, texts

LINK = "(opens a new tab)"
EXPECTED = "you will see a page that cannot be reached. That is expected"


@pytest.fixture(autouse=True)
def remote(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_REMOTE", "1")


@pytest.fixture
def live_url(monkeypatch, url) -> str:
    """A sign-in in live mode, where another sandbox plays Twitch."""
    running = embedded.sandbox()
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", running.id_url)
    monkeypatch.setenv("TWITCH_COURSE_API_URL", running.api_url)
    return url


def is_free(redirect_uri: str) -> bool:
    port = int(redirect_uri.rpartition(":")[2])
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def labels(panel) -> list[str]:
    own = [panel.description] if getattr(panel, "description", "") else []
    return own + [each for child in getattr(panel, "children", ()) for each in labels(child)]


def test_in_the_sandbox_the_page_is_opened_here(url, redirect_uri):
    panel = views.sign_in(url)
    assert LINK not in texts(panel)
    assert "Waiting" not in texts(panel)
    assert "on another computer" in texts(panel)
    assert labels(panel)[0] == OPEN_HERE
    assert APPROVE in labels(panel)
    assert find(panel, "Address") is None, "no browser shows an address to paste"
    assert is_free(redirect_uri)
    with pytest.raises(NotYet, match=OPEN_HERE):
        panel.token()
    for label in (OPEN_HERE, "Sign in", "Authorize"):
        press(panel, label)
    assert panel.token().scopes == LESSON


def test_live_it_is_said_before_the_click_what_will_be_seen(live_url, redirect_uri):
    panel = views.sign_in(live_url)
    said = texts(panel)
    assert EXPECTED in said
    assert said.index(EXPECTED) < said.index(LINK)
    assert "06_device_code" in said
    assert "Waiting" not in said
    assert find(panel, OPEN_HERE) is None
    assert is_free(redirect_uri), "nobody can come there"
    with pytest.raises(NotYet, match="paste the address of the page that cannot be reached"):
        panel.token()


def test_live_the_address_is_pasted(live_url):
    panel = views.sign_in(live_url)
    find(panel, "Address").value = scripted_learner.authorize(live_url)
    press(panel, "Use this address")
    assert panel.token().scopes == LESSON


def test_live_an_earlier_panel_still_takes_its_own_address(live_url, redirect_uri):
    earlier = views.sign_in(live_url)
    views.sign_in(implicit.authorization_url("c", redirect_uri, LESSON, implicit.new_state()))
    assert LINK in texts(earlier)
    find(earlier, "Address").value = scripted_learner.authorize(live_url)
    press(earlier, "Use this address")
    assert earlier.token().scopes == LESSON


@pytest.mark.parametrize(
    ("told", "begins"), [("1", f"Press “{OPEN_HERE}” to"), ("0", "Press Authorize to")]
)
def test_who_signed_in_before_is_told_what_to_press(monkeypatch, redirect_uri, told, begins):
    monkeypatch.setenv("TWITCH_COURSE_REMOTE", told)
    client_id = embedded.sandbox().client_id
    state = implicit.new_state()
    url = authorization_code.authorization_url(client_id, redirect_uri, ["clips:edit"], state)
    kept = Token(
        *(Secret("t"), "user"),
        scopes=("clips:edit",),
        client_id=client_id,
        refresh_token=Secret("r"),
    )
    tokens.save(user=kept)
    assert f"You signed in here before. {begins} do it again" in texts(views.sign_in(url))


def test_a_port_in_use_is_no_matter(live_url, redirect_uri):
    port = int(redirect_uri.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        said = texts(views.sign_in(live_url))
    assert LINK in said
    assert "Authorize is off" not in said


def test_another_answer_is_not_taken(live_url, redirect_uri):
    panel = views.sign_in(live_url)
    other = implicit.authorization_url("c", redirect_uri, LESSON, implicit.new_state())
    find(panel, "Address").value = f"{redirect_uri}/#access_token=a&state={other[-43:]}"
    press(panel, "Use this address")
    with pytest.raises(NotYet):
        panel.token()


def test_a_device_opens_its_page_here():
    client_id = embedded.sandbox().public_client_id
    codes = device_code.request_codes(client_id, ["clips:edit"])
    panel = views.device_panel(codes, client_id, ["clips:edit"])
    assert LINK not in texts(panel)
    assert "another tab" not in texts(panel)
    assert labels(panel)[0] == OPEN_HERE


def test_the_connections_open_here():
    panel = views.connections()
    assert LINK not in texts(panel)
    assert labels(panel)[0] == OPEN_HERE


def test_live_connections_are_a_page_of_twitch(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    panel = views.connections()
    assert "https://www.twitch.tv/settings/connections" in texts(panel)
    assert find(panel, OPEN_HERE) is None


@pytest.fixture
def proxy(monkeypatch) -> str:
    """What stands before the port of everything that a hub's proxy hands on."""
    before = "https://hub.example/user/alice/proxy/"
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", f"{before}{free_port()}/")
    return before


def test_behind_a_hubs_proxy_the_tab_opens_and_comes_back(proxy):
    redirect_uri = settings.redirect_uri()
    client_id = embedded.sandbox().client_id
    url = implicit.authorization_url(client_id, redirect_uri, LESSON, implicit.new_state())
    panel = views.sign_in(url)
    said = texts(panel)
    assert f'href="{proxy}' in said
    assert f"Waiting for you, up to five minutes, at {redirect_uri}" in said
    assert "on another computer" not in said
    for label in (OPEN_HERE, "Sign in", "Authorize"):
        press(panel, label)
    assert panel.token().scopes == LESSON


def test_behind_a_hubs_proxy_every_page_opens_in_a_tab(proxy):
    client_id = embedded.sandbox().public_client_id
    codes = device_code.request_codes(client_id, ["clips:edit"])
    for panel in (views.device_panel(codes, client_id, ["clips:edit"]), views.connections()):
        assert f'href="{proxy}' in texts(panel)


def test_at_a_hub_without_https_the_page_is_opened_here(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", "http://hub.example/user/alice/proxy/3000/")
    client_id = embedded.sandbox().client_id
    state = implicit.new_state()
    url = implicit.authorization_url(client_id, settings.redirect_uri(), LESSON, state)
    codes = device_code.request_codes(embedded.sandbox().public_client_id, ["clips:edit"])
    device = views.device_panel(codes, embedded.sandbox().public_client_id, ["clips:edit"])
    for each in (device, views.connections()):
        assert labels(each)[0] == OPEN_HERE
    panel = views.sign_in(url)
    for label in (OPEN_HERE, "Sign in", "Authorize"):
        press(panel, label)
    assert panel.token().scopes == LESSON


def test_live_at_a_hub_without_https_authorize_is_withheld(monkeypatch, live_url):
    redirect_uri = "http://hub.example/user/alice/proxy/3000/"
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", redirect_uri)
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", "https://id.twitch.tv/oauth2")
    url = implicit.authorization_url("c", redirect_uri, LESSON, implicit.new_state())
    said = texts(views.sign_in(url))
    assert LINK not in said
    assert "Register the one with https://" in said
