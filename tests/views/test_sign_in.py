"""The sign-in panel of the implicit grant: a link, a button, and a pasted address."""

import pytest

from helpers import tokens, views
from helpers.catalogue.scopes import LESSON
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, NotYet
from helpers.tokens import Token
from tests.views.forms import everything, find, press, texts


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
