"""What a token opens, endpoint by endpoint, and why."""

import pytest

from helpers.catalogue import reach as reached
from helpers.catalogue.endpoints import catalogue
from helpers.catalogue.scopes import LESSON
from helpers.grants import client_credentials
from helpers.helix import get
from tests.sandbox.api.right_and_wrong import right


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
