"""Nothing real is changed without a yes; in the sandbox there is nothing to ask."""

import pytest

from helpers import settings, tokens, views
from helpers.credentials.secret import Secret
from helpers.errors import NotYet
from helpers.tokens import Token
from helpers.views.forms.confirmation import YES
from tests.views.forms import everything, find, press, texts


def test_the_sandbox_asks_nothing(monkeypatch):
    form = views.confirmation("The title of your channel will change.")
    form.check()
    form.check()
    assert "SANDBOX" in texts(form)
    assert "nothing real is changed." in texts(form)
    assert find(form, YES) is None
    assert len(form.children) == 1
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    shown = views.confirmation("x")._repr_mimebundle_()
    assert shown == {"text/plain": "SANDBOX: nothing real is changed."}


def test_live_one_yes_is_one_change(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    tokens.save(user=Token(Secret("u" * 30), "user", login="learner", user_id="1"))
    form = views.confirmation("The <b>title</b> will change.")
    assert "LIVE" in texts(form)
    assert "The &lt;b&gt;title&lt;/b&gt; will change." in texts(form)
    assert "the channel of learner, on the real Twitch" in texts(form)
    assert "u" * 30 not in texts(form) + everything(form)
    with pytest.raises(NotYet, match=YES):
        form.check()
    press(form, YES)
    assert "One change is allowed" in texts(form)
    form.check()
    with pytest.raises(NotYet, match=YES):
        form.check()
    press(form, YES)
    press(form, YES)
    form.check()
    with pytest.raises(NotYet):
        form.check()


def test_live_without_a_noted_owner(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    assert "the account whose token is used" in texts(views.confirmation("x"))


def test_the_mode_counts_that_is_set_when_the_change_is_made():
    form = views.confirmation("x")
    settings.choose_mode("live")
    with pytest.raises(NotYet, match="LIVE Twitch now"):
        form.check()
    asked = views.confirmation("x")
    settings.choose_mode("sandbox")
    asked.check()


def test_another_api_than_the_sandbox_is_asked_about(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_API_URL", "https://api.twitch.tv/helix")
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", "https://id.twitch.tv/oauth2")
    with pytest.raises(NotYet, match=YES):
        views.confirmation("x").check()
    monkeypatch.setenv("TWITCH_COURSE_API_URL", "http://127.0.0.1:8080/mock")
    views.confirmation("x").check()
