"""Who signed in before need not click again: the scripted learner does it, in the sandbox alone."""

from dataclasses import replace

import pytest

from helpers import tokens, views
from helpers.catalogue.scopes import LESSON
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret
from helpers.errors import NotYet
from helpers.grants import authorization_code, openid_connect
from helpers.grants.validate import validate
from helpers.tokens import Token
from helpers.wire import embedded
from tests.views.forms import find, press, texts

OFFER = "the scripted learner then signs in for you"
STATE = "the-state-of-this-sign-in"


@pytest.fixture
def saved(redirect_uri, sandbox) -> Token:
    """The token that a learner has after the authorization code grant."""
    token = Token(Secret("u" * 30), "user", scopes=LESSON, client_id=sandbox.client_id)
    return replace(token, refresh_token=Secret("r" * 50))


def url_for(scopes, redirect_uri, **changes) -> str:
    client_id = embedded.sandbox().client_id
    return authorization_code.authorization_url(client_id, redirect_uri, scopes, STATE, **changes)


def test_the_next_cell_is_enough(saved, redirect_uri):
    tokens.save(user=saved)
    panel = views.sign_in(url_for(LESSON, redirect_uri))
    assert OFFER in texts(panel)
    running, code = embedded.sandbox(), panel.code()
    answer = authorization_code.exchange_code(
        running.client_id, running.client_secret, code, redirect_uri
    )
    assert tuple(answer.json()["scope"]) == LESSON
    assert panel.code() == code, "asking again makes no second sign-in"
    assert "The code has arrived" in texts(panel)


def test_fewer_scopes_than_were_given_do(saved, redirect_uri):
    tokens.save(user=saved)
    assert views.sign_in(url_for(LESSON[:2], redirect_uri)).code()


def test_an_expired_token_still_tells_that_the_consent_was_given(saved, redirect_uri):
    tokens.save(user=replace(saved, expires_at=saved.obtained_at))
    assert views.sign_in(url_for(LESSON, redirect_uri)).code()


@pytest.mark.parametrize(
    "changes",
    [
        {"scopes": LESSON[1:]},
        {"scopes": ()},
        {"client_id": "another-application"},
        {"client_id": None},
        {"refresh_token": None},  # an implicit token came from another sign-in
    ],
    ids=str,
)
def test_another_token_tells_nothing_of_this_consent(saved, redirect_uri, changes):
    tokens.save(user=replace(saved, **changes))
    panel = views.sign_in(url_for(LESSON, redirect_uri))
    assert OFFER not in texts(panel)
    with pytest.raises(NotYet):
        panel.code()


@pytest.mark.parametrize("setting", [("MODE", "live"), ("ID_URL", "http://127.0.0.1:9/oauth2")])
def test_nobody_signs_in_for_you_elsewhere(saved, redirect_uri, setting, monkeypatch):
    url = url_for(LESSON, redirect_uri)
    name, value = setting
    monkeypatch.setenv(f"TWITCH_COURSE_{name}", value)
    if name == "ID_URL":
        monkeypatch.setenv("TWITCH_COURSE_API_URL", value)
    monkeypatch.setattr(scripted_learner, "authorize", lambda url: pytest.fail("signed in"))
    tokens.save(user=saved)
    panel = views.sign_in(url)
    assert OFFER not in texts(panel)
    assert find(panel, "Approve for me (sandbox only)") is None
    with pytest.raises(NotYet):
        panel.code()


@pytest.mark.parametrize("slot", ["user", "device", "app"])
def test_with_openid_another_slot_does_not_count(saved, redirect_uri, slot):
    scopes = ["openid", "user:read:email"]
    kind = "app" if slot == "app" else "user"
    tokens.save(**{slot: replace(saved, scopes=(*LESSON, "openid"), kind=kind)})
    with pytest.raises(NotYet):
        views.sign_in(url_for(scopes, redirect_uri)).code()


def test_with_openid_its_own_slot_decides(saved, redirect_uri):
    scopes = ("openid", "user:read:email")
    tokens.save(openid=replace(saved, scopes=scopes))
    url = openid_connect.authorization_url(
        embedded.sandbox().client_id, redirect_uri, scopes, STATE, "the-nonce"
    )
    assert views.sign_in(url).code()
    with pytest.raises(NotYet):
        views.sign_in(url_for(["user:read:email"], redirect_uri)).code()


def test_what_goes_wrong_then_is_one_sentence(saved, redirect_uri, sandbox):
    """The saved token is older than the sandbox's application, say."""
    stale = replace(saved, client_id="x" + sandbox.client_id)
    tokens.save(user=stale)
    panel = views.sign_in(url_for(LESSON, redirect_uri).replace("client_id=", "client_id=x"))
    with pytest.raises(Exception, match="it said: invalid client"):
        panel.code()


def test_a_click_comes_first(saved, redirect_uri, monkeypatch):
    tokens.save(user=saved)
    panel = views.sign_in(url_for(LESSON, redirect_uri))
    press(panel, "Approve for me (sandbox only)")
    monkeypatch.setattr(scripted_learner, "authorize", lambda url: pytest.fail("signed in twice"))
    assert panel.code()


def test_the_scripted_learner_signs_in_as_the_person_of_before(redirect_uri):
    running = embedded.sandbox()

    def whose(code) -> Token:
        answer = authorization_code.exchange_code(
            running.client_id, running.client_secret, code, redirect_uri
        )
        token = Token.from_response(answer)
        return token.with_validation(validate(token))

    address = scripted_learner.authorize(url_for("clips:edit", redirect_uri), "quiet_viewer")
    first = whose(authorization_code.parse_redirect(address, STATE))
    assert first.login == "quiet_viewer"
    tokens.save(user=first)
    assert whose(views.sign_in(url_for("clips:edit", redirect_uri)).code()).login == "quiet_viewer"
