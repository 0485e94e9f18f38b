"""Tokens that somebody damaged in the file: nothing crashes, nothing is lost."""

import json

import pytest

from helpers import tokens
from helpers.errors import MissingToken, TokenFileError
from helpers.tokens import Application, file
from tests.tokens.saved import app_token, saved, user_token

pytestmark = pytest.mark.usefixtures("noon")


@pytest.mark.parametrize(
    "damage",
    [
        None,
        "s3cret",
        ["s3cret"],
        5,
        {},
        {"access_token": ""},
        {"access_token": 5},
        {"expires_at": "tomorrow"},
        {"expires_at": 5},
        {"expires_at": "2026-11-23T12:00:00"},
        {"expires_at": "0001-01-01T00:00:00+23:59"},
        {"obtained_at": None},
        {"scopes": 5},
        {"login": 5},
        {"token_type": "mac"},
        {"refresh_token": ""},
    ],
)
def test_a_damaged_entry_is_kept_aside_and_the_others_stay(damage, home):
    tokens.save(app=app_token(), user=user_token())
    content = saved()
    content["app"] = {**content["app"], **damage} if damage and type(damage) is dict else damage
    tokens.path().write_text(json.dumps(content))

    assert tokens.load("user") == user_token()
    assert tokens.peek("app") is None
    [notice] = file.take_notices()
    assert "tokens.sandbox.damaged-1.json" in notice
    aside = home / "tokens.sandbox.damaged-1.json"
    assert json.loads(aside.read_text()) == content
    assert len(list(home.glob("*damaged*"))) == 1


@pytest.mark.parametrize("name", ["user", "device", "openid"])
def test_each_user_token_may_be_damaged_alone(name, home):
    every = {each: user_token(each) for each in ("user", "device", "openid")}
    tokens.save(**every)
    tokens.path().write_text(json.dumps({**saved(), name: {"access_token": ""}}))
    assert tokens.peek(name) is None
    others = {each: token for each, token in every.items() if each != name}
    assert {each: tokens.peek(each) for each in others} == others
    assert (home / "tokens.sandbox.damaged-1.json").exists()


def test_a_damaged_application_is_kept_aside(home):
    tokens.save(application=Application("abc"))
    tokens.path().write_text(tokens.path().read_text().replace('"abc"', "[]"))
    assert tokens.peek_application() is None
    assert (home / "tokens.sandbox.damaged-1.json").exists()


def test_a_damaged_entry_is_not_overwritten_by_a_save(home):
    tokens.save(app=app_token("pr3cious"))
    tokens.path().write_text(tokens.path().read_text().replace("bearer", "bear"))
    tokens.save(app=app_token("newer"))
    assert "pr3cious" in (home / "tokens.sandbox.damaged-1.json").read_text()
    assert tokens.load("app").access_token == "newer"


def test_load_says_once_what_happened_to_a_damaged_file():
    tokens.save(app=app_token())
    tokens.path().write_text("{")
    with pytest.raises(MissingToken, match=r"damaged-1\.json; .* 01_app_access_token"):
        tokens.load("app")
    with pytest.raises(MissingToken, match=r"^No app access token is saved"):
        tokens.load("app")


def test_a_file_of_a_newer_course_is_left_alone(home):
    tokens.save(app=app_token())
    newer = tokens.path().read_text().replace('"schema": 1', '"schema": 2')
    tokens.path().write_text(newer)
    for use in (tokens.load, tokens.peek, tokens.forget):
        with pytest.raises(TokenFileError, match="newer version"):
            use("app")
    with pytest.raises(TokenFileError, match="newer version"):
        tokens.save(app=app_token())
    assert tokens.path().read_text() == newer
    assert not list(home.glob("*damaged*"))
