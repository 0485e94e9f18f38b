"""What a token opens, endpoint by endpoint, and the explorer that shows it."""

import pytest

from helpers import tokens, views
from helpers.catalogue import reach as reached
from helpers.catalogue.endpoints import catalogue
from helpers.catalogue.scopes import LESSON
from helpers.errors import BadAnswer, Refusal
from helpers.grants import client_credentials, implicit
from helpers.grants.validate import validate
from helpers.helix import get
from helpers.tokens import Token
from tests.sandbox.api.calls import right
from tests.views.forms import everything, find, texts
from tests.wire.bad_server import answering, http


def why(name: str, kind="user", *scopes: str):
    found = next(each for each in reached.reach(kind, scopes) if each.endpoint.name == name)
    return found.ok, found.why


@pytest.mark.parametrize("kind", ["app", "user"])
def test_every_endpoint_is_judged_in_words(kind):
    rows = reached.reach(kind, LESSON)
    assert [each.endpoint for each in rows] == list(catalogue())
    assert all(each.why and not each.why.endswith(".") for each in rows)


@pytest.mark.parametrize(
    ("name", "kind", "scopes", "ok", "sentence"),
    [
        ("Get Users", "app", (), True, "any token will do"),
        ("Get Users", "user", (), True, "any token will do; would show more with user:read:email"),
        ("Get Channel iCalendar", "app", (), True, "no token is needed"),
        ("Create Clip", "user", ("clips:edit",), True, "has clips:edit"),
        ("Create Clip", "user", (), False, "lacks clips:edit"),
        ("Create Clip", "app", ("clips:edit",), False, "needs a user access token"),
        ("Get Conduits", "user", (), False, "needs an app access token"),
        ("Get Conduits", "app", (), True, "an app access token will do"),
        ("Get Extensions", "app", (), False, "needs an extension's JWT"),
        ("Get Stream Tags", "user", (), False, "retired: Twitch no longer answers it"),
        (
            "Get Polls",
            "user",
            ("user:edit",),
            False,
            "lacks one of: channel:read:polls, channel:manage:polls",
        ),
        (
            "Get Polls",
            "user",
            ("channel:manage:polls",),
            True,
            "has channel:manage:polls; for your own channel only",
        ),
        (
            "Ban User",
            "user",
            ("moderator:manage:banned_users",),
            True,
            "has moderator:manage:banned_users; where you are the broadcaster or a moderator",
        ),
        ("Send Chat Message", "user", ("user:bot",), False, "lacks user:write:chat"),
        (
            "Send Chat Message",
            "app",
            (),
            True,
            "if the user has allowed your application user:write:chat and user:bot and channel:bot",
        ),
        (
            "Update User",
            "user",
            ("user:edit", "user:read:email"),
            True,
            "has user:edit; shows more with user:read:email",
        ),
        (
            "Get Channel Followers",
            "user",
            (),
            True,
            "any token will do; would show more with moderator:read:followers",
        ),
        (
            "Get Channel Followers",
            "user",
            ("moderator:read:followers",),
            True,
            "any token will do; shows more with moderator:read:followers",
        ),
        ("Get Channel Followers", "app", (), True, "any token will do"),
        ("Get Custom Power-up", "app", (), False, "needs a user access token"),
        (
            "Pin Chat Message",
            "app",
            (),
            True,
            "if the user has allowed your application moderator:manage:chat_messages",
        ),
        (
            "Get Banned Users",
            "app",
            (),
            True,
            "if the user has allowed your application "
            "one of: moderation:read, moderator:manage:banned_users",
        ),
        (
            "Ban User",
            "app",
            (),
            True,
            "if the user has allowed your application moderator:manage:banned_users and user:bot",
        ),
        (
            "Create EventSub Subscription",
            "app",
            (),
            True,
            "any token will do; some subscription types need a scope",
        ),
    ],
)
def test_the_reason_is_plain(name, kind, scopes, ok, sentence):
    assert why(name, kind, *scopes) == (ok, sentence)


def test_more_scopes_never_open_less():
    few = {each.endpoint.name for each in reached.reach("user", LESSON[:5]) if each.ok}
    many = {each.endpoint.name for each in reached.reach("user", LESSON) if each.ok}
    assert few < many


def test_the_sandbox_agrees_on_scopes(sandbox):
    """What an app access token cannot call, the sandbox refuses to it; what it can, it does not."""
    answer = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    token = answer.json()["access_token"]
    rows = [each for each in reached.reach("app", ()) if each.endpoint.method == "GET"]
    for each in rows:
        sent = right(each.endpoint).query
        answer = get(each.endpoint.path, token=token, client_id=sandbox.client_id, params=sent)
        assert (answer.status_code in (401, 410)) == (not each.ok), each.endpoint.name


# --- the explorer ----------------------------------------------------------------------------


@pytest.fixture
def user_validation(sandbox):
    return validate(user_token(sandbox, LESSON))


def user_token(sandbox, scopes):
    from helpers.course import scripted_learner

    state = implicit.new_state()
    url = implicit.authorization_url(sandbox.client_id, sandbox.redirect_uris[0], scopes, state)
    return implicit.parse_redirect(scripted_learner.authorize(url), state)


def test_the_explorer_begins_with_the_token(user_validation):
    form = views.scope_explorer(user_validation)
    assert form.scopes == tuple(sorted(LESSON, key=LESSON.index))
    count = sum(each.ok for each in form.reached)
    assert f"opens {count} of {len(catalogue())} endpoints" in texts(form)


def test_a_scope_beyond_the_lessons_is_ticked_too(sandbox):
    form = views.scope_explorer(validate(user_token(sandbox, ["channel:manage:polls"])))
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
