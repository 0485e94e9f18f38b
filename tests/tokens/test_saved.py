"""A token, and how it is saved and loaded by its kind."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from helpers import tokens
from helpers.credentials.secret import Secret
from helpers.errors import (
    CourseError,
    ExpiredToken,
    MissingApplication,
    MissingScopes,
    MissingToken,
)
from helpers.tokens import Application, Token
from tests.tokens.saved import NOON, app_token, saved, user_token

pytestmark = pytest.mark.usefixtures("noon")


# --- a token -------------------------------------------------------------------------------


def test_a_token_knows_its_time():
    token = app_token(expires_at=NOON + timedelta(seconds=1))
    assert token.expires_in() == timedelta(seconds=1)
    assert not token.expired
    assert app_token(expires_at=NOON).expired
    assert not app_token().expired
    assert app_token().expires_in() is None


def test_a_plain_string_given_by_mistake_is_hidden():
    assert "s3cret" not in repr(Token("s3cret", "app", refresh_token="s3cret"))
    assert "s3cret" not in repr(Application("abc", "s3cret"))


# --- save and load -------------------------------------------------------------------------


def test_what_is_saved_is_loaded():
    app = app_token(expires_at=NOON + timedelta(days=60), client_id="abc")
    user = user_token(
        scopes=("chat:read",), user_id="1", login="dev", refresh_token=Secret("r3fresh")
    )
    application = Application("abc", Secret("cba"))
    assert tokens.save(app=app, user=user, application=application) is None
    assert tokens.load("app") == app
    assert tokens.load("user", ["chat:read"]) == user
    assert tokens.load_application() == application


def test_without_an_application_the_first_notebook_is_named():
    with pytest.raises(MissingApplication, match=r"00_get_ready"):
        tokens.load_application()


def test_a_public_application_has_no_secret():
    tokens.save(application=Application("abc"))
    assert tokens.peek_application() == Application("abc", None)


def test_the_file_is_plain_json_with_absolute_times():
    tokens.save(app=app_token(expires_at=NOON + timedelta(hours=1)))
    assert saved() == {
        "schema": 1,
        "note": "Tokens are passwords: do not share this file.",
        "app": {
            "access_token": "app-token",
            "token_type": "bearer",
            "expires_at": "2026-11-23T13:00:00+00:00",
            "scopes": [],
            "client_id": None,
            "user_id": None,
            "login": None,
            "obtained_at": "2026-11-23T12:00:00+00:00",
            "refresh_token": None,
        },
    }


def test_a_time_in_another_zone_is_the_same_moment():
    east = timezone(timedelta(hours=5))
    tokens.save(app=app_token(expires_at=(NOON + timedelta(hours=1)).astimezone(east)))
    loaded = tokens.load("app")
    assert loaded.expires_at == NOON + timedelta(hours=1)
    assert loaded.expires_at.tzinfo == timezone.utc


def test_only_what_is_given_changes():
    tokens.save(user=user_token(), application=Application("abc"))
    later = {**saved(), "bot": {"something": "of a later version"}}
    tokens.path().write_text(json.dumps(later))
    tokens.save(app=app_token())
    assert saved() == {**later, "app": saved()["app"]}
    tokens.save(app=app_token("newer"))
    assert tokens.load("app").access_token == "newer"
    assert tokens.load("user") == user_token()


def test_sandbox_and_live_never_share_a_file(monkeypatch):
    tokens.save(app=app_token("practice"))
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    assert tokens.peek("app") is None
    with pytest.raises(MissingToken, match="live mode"):
        tokens.load("app")
    tokens.save(app=app_token("real"))
    assert tokens.path().name == "tokens.live.json"
    monkeypatch.setenv("TWITCH_COURSE_MODE", "sandbox")
    assert tokens.load("app").access_token == "practice"


@pytest.mark.parametrize(
    "wrong",
    [
        {"app": user_token()},
        {"user": app_token()},
        {"device": app_token()},
        {"openid": app_token()},
        {"openid": Application("abc")},
        {"app": "s3cret"},
        {"application": user_token()},
        {"app": Application("abc")},
        {"application": {"client_id": "s3cret"}},
        {"app": Token(Secret(""), "app")},
        {"app": Token(Secret("s3cret with spaces"), "app")},
        {"app": Token(5, "app")},
        {"app": app_token(expires_at=datetime(2027, 1, 1))},
        {"app": app_token(expires_at="tomorrow")},
        {"app": app_token(scopes=5)},
        {"app": app_token(user_id=5)},
        {"application": Application("")},
        {"application": Application("abc", Secret(""))},
    ],
)
def test_what_cannot_be_loaded_again_is_not_saved(wrong, home):
    with pytest.raises(CourseError) as error:
        tokens.save(**wrong)
    assert "s3cret" not in str(error.value)
    assert not home.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"app": user_token()}, "(app=…) needs an app access token, but this is a user token."),
        (
            {"device": app_token()},
            "(device=…) needs a user access token, but this is an app token.",
        ),
        ({"openid": "s"}, "(openid=…) needs a user access token, but this is of type str."),
    ],
)
def test_the_wrong_kind_is_named(wrong, sentence):
    with pytest.raises(CourseError) as error:
        tokens.save(**wrong)
    assert str(error.value) == f"tokens.save{sentence}"


@pytest.mark.parametrize(
    ("name", "what", "notebook"),
    [
        ("app", "app access token", "01_app_access_token"),
        ("user", "user access token", "02_user_access_token"),
        ("device", "device token", "06_device_code"),
        ("openid", "OpenID Connect token", "08_openid_connect"),
    ],
)
def test_each_missing_token_names_its_notebook(name, what, notebook, home):
    with pytest.raises(MissingToken) as error:
        tokens.load(name)
    cure = f"Make a new one in notebook {notebook}."
    assert str(error.value) == f"No {what} is saved in sandbox mode. {cure}"
    assert tokens.peek(name) is None
    assert tokens.peek_application() is None
    assert not home.exists()  # looking leaves nothing behind

    over = Token(Secret("over"), "app" if name == "app" else "user", expires_at=NOON)
    tokens.save(**{name: over})
    with pytest.raises(ExpiredToken) as error:
        tokens.load(name)
    assert str(error.value) == f"Your {what} has expired. {cure}"
    assert tokens.peek(name).expired


def test_missing_scopes_are_named():
    tokens.save(user=user_token(scopes=("chat:read", "chat:edit")))
    assert tokens.load("user", ["chat:edit"])
    assert tokens.load("user", "chat:edit chat:read")
    with pytest.raises(MissingScopes) as error:
        tokens.load("user", ["clips:edit", "chat:read", "user:edit"])
    assert str(error.value) == (
        "Your user access token lacks clips:edit, user:edit. "
        "Tick it in notebook 05_authorization_code, and authorize again."
    )


@pytest.mark.parametrize("use", [tokens.load, tokens.peek])
@pytest.mark.parametrize("name", ["bot", "application", "App", ""])
def test_an_unknown_name_is_a_plain_error(use, name):
    with pytest.raises(CourseError) as error:
        use(name)
    expected = 'is not the name of a token. Write "app", "user", "device" or "openid".'
    assert str(error.value) == f"{name!r} {expected}"


def test_four_tokens_stand_side_by_side():
    given = {
        "app": app_token(),
        "user": user_token("one"),
        "device": user_token("two", client_id="public", refresh_token=Secret("r")),
        "openid": user_token("three", scopes=("openid",)),
    }
    tokens.save(**given)
    assert {name: tokens.load(name) for name in given} == given
    assert tokens.load("openid", ["openid"]).kind == "user"
    with pytest.raises(MissingScopes, match=r"^Your device token lacks openid\. .* 06_device_code"):
        tokens.load("device", ["openid"])
    tokens.forget("device")
    assert tokens.peek("device") is None
    assert tokens.load("user") == given["user"]


def test_a_file_from_before_the_new_names_is_read_and_added_to():
    tokens.save(user=user_token())
    before = saved()
    assert set(before) == {"schema", "note", "user"}
    tokens.save(device=user_token("device-token"))
    assert {**saved(), "device": None} == {**before, "device": None}


def test_forget_removes_what_is_named_and_nothing_else(home):
    tokens.forget("app", "user", "application")
    assert not home.exists()
    tokens.save(app=app_token(), user=user_token())
    tokens.forget("app", "application")
    assert tokens.peek("app") is None
    assert tokens.load("user") == user_token()
