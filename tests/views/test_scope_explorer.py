"""The explorer of scopes: ticks, a table of what they open, and a search."""

import pytest

from helpers import tokens, views
from helpers.catalogue.endpoints import catalogue
from helpers.catalogue.scopes import LESSON
from helpers.errors import BadAnswer, Refusal
from helpers.grants import client_credentials
from helpers.grants.validate import validate
from helpers.tokens import Token
from tests.grants.signed_in import implicit_token
from tests.views.forms import everything, find, texts
from tests.wire.bad_server import answering, http


@pytest.fixture
def user_validation(sandbox):
    return validate(implicit_token(sandbox, LESSON))


def test_the_explorer_begins_with_the_token(user_validation):
    form = views.scope_explorer(user_validation)
    assert form.scopes == tuple(sorted(LESSON, key=LESSON.index))
    count = sum(each.ok for each in form.reached)
    assert f"opens {count} of {len(catalogue())} endpoints" in texts(form)


def test_a_scope_beyond_the_lessons_is_ticked_too(sandbox):
    form = views.scope_explorer(validate(implicit_token(sandbox, ["channel:manage:polls"])))
    assert form.scopes == ("channel:manage:polls",)
    assert "has channel:manage:polls" in texts(form)


def test_a_tick_changes_the_table(user_validation):
    form = views.scope_explorer(user_validation)
    before = sum(each.ok for each in form.reached)
    find(form, "Search").value = "clips:edit"
    box = form._boxes["clips:edit"]
    find(form, "Endpoint").value = "create clip"
    assert "has clips:edit" in texts(form)
    box.value = False
    assert "lacks clips:edit" in texts(form)
    assert f"opens {before - 1} of {len(catalogue())}" in texts(form)


def test_an_app_access_token_has_no_use_for_scopes(sandbox):
    answer = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    form = views.scope_explorer(validate(Token.from_response(answer)))
    assert form.scopes == ()
    assert "An app access token opens" in texts(form)
    find(form, "If it were").value = "user"
    assert "A user access token with these scopes opens" in texts(form)


def test_the_list_can_be_searched(user_validation):
    form = views.scope_explorer(user_validation)
    find(form, "Endpoint").value = "POLLS"
    assert "Create Poll" in form._table.value
    assert "Get Users" not in form._table.value
    find(form, "Show").value = "can"
    assert "No endpoint fits" in form._table.value
    find(form, "Show").value = "cannot"
    assert "lacks channel:manage:polls" in form._table.value
    find(form, "Endpoint").value = "<script>"
    assert "<script>" not in form._table.value


def test_without_a_person_it_says_the_same_in_text(user_validation, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    form = views.scope_explorer(user_validation)
    shown = form._repr_mimebundle_()
    count = sum(each.ok for each in form.reached)
    assert f"opens {count} of {len(catalogue())} endpoints. 10 scopes." in shown["text/plain"]
    rows = [line.split() for line in shown["text/plain"].splitlines()[2:]]
    assert sum(int(row[-1]) for row in rows) == len(catalogue())
    assert sum(int(row[-2]) for row in rows) == count
    assert shown["text/html"].count("<li>") == len(catalogue())
    assert len(everything(form)) < 40_000


def test_an_answer_that_tells_of_no_token_is_told(sandbox):
    with pytest.raises(Refusal):
        views.scope_explorer(validate("no-such-token"))
    import requests

    with answering(http("200 OK", "[]")) as url, pytest.raises(BadAnswer):
        views.scope_explorer(requests.get(url))
    assert tokens.peek("user") is None
