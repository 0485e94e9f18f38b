"""Calls to the API: what is sent, and what is refused before it is sent."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from helpers import helix
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, NoConnection
from helpers.tokens import Token
from tests.helix.calls import OK, SECRET, VERBS, call
from tests.wire.bad_server import closed_port


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_sends_itself_with_both_headers(play, verb):
    api = play(OK)
    assert call(verb).json() == {"data": []}
    [asked] = api.asked
    assert (asked.method, asked.path, asked.body) == (verb.upper(), "/helix/users", b"")
    assert asked.headers["Authorization"] == f"Bearer {SECRET}"
    assert asked.headers["Client-Id"] == "my-app"


@pytest.mark.parametrize("verb", VERBS[1:])
def test_a_body_is_sent_as_json(play, verb):
    api = play(OK)
    call(verb, params={"id": "1"}, json={"title": "naïve ☃", "tags": []})
    [asked] = api.asked
    assert json.loads(asked.body) == {"title": "naïve ☃", "tags": []}
    assert asked.headers["Content-Type"] == "application/json"
    assert asked.query == [("id", "1")]


@pytest.mark.parametrize("empty", [{}, [], "", 0, False])
def test_an_empty_body_is_a_body(play, empty):
    api = play(OK)
    call("post", json=empty)
    assert json.loads(api.asked[0].body) == empty


@pytest.mark.parametrize("body", [{1, 2}, float("nan"), Secret(SECRET), {"t": Secret(SECRET)}])
def test_a_body_that_is_no_json_is_not_sent(play, body):
    api = play(OK)
    with pytest.raises(CourseError, match="cannot be written as JSON") as caught:
        call("patch", json=body)
    assert api.asked == []
    assert SECRET not in str(caught.value)


def test_parameters_are_written_as_twitch_reads_them(play):
    api = play(OK)
    berlin = timezone(timedelta(hours=1))
    params = {
        "id": ["1", 2, None],
        "login": "a,b",
        "game": ("x",),
        "live_only": True,
        "mature": False,
        "started_at": datetime(2026, 11, 23, 13, 0, tzinfo=berlin),
        "after": None,
        "user": [],
        "title": "",
    }
    call(params=params)
    assert api.asked[0].query == [
        ("id", "1"),
        ("id", "2"),
        ("login", "a,b"),
        ("game", "x"),
        ("live_only", "true"),
        ("mature", "false"),
        ("started_at", "2026-11-23T12:00:00Z"),
        ("title", ""),
    ]


def test_a_generator_of_values_is_repeated_too(play):
    api = play(OK)
    call(params={"id": (str(number) for number in range(3))})
    assert api.asked[0].query == [("id", "0"), ("id", "1"), ("id", "2")]


@pytest.mark.parametrize(
    "value",
    [
        Secret(SECRET),
        [Secret(SECRET)],
        b"bytes",
        {"a": 1},
        float("inf"),
        pytest.param(10**5000, id="huge"),
        object(),
        "\ud800",
        [["a"]],
    ],
)
def test_a_value_that_no_address_can_carry_is_not_sent(play, value):
    api = play(OK)
    with pytest.raises(CourseError, match="value of id cannot be sent") as caught:
        call(params={"id": value})
    assert api.asked == []
    assert SECRET not in str(caught.value)


def test_a_time_without_its_time_zone_is_not_sent(play):
    api = play(OK)
    with pytest.raises(CourseError, match=r"started_at has no time zone.*Add one"):
        call(params={"started_at": datetime(2026, 11, 23)})
    assert api.asked == []


def test_the_client_id_of_the_token_is_sent(play):
    api = play(OK)
    token = Token(Secret("t"), "user", client_id="its-own")
    helix.get("users", token=token)
    helix.get("users", token=token, client_id="another")
    helix.get("users", token=token, client_id="")
    assert [each.headers["Client-Id"] for each in api.asked] == ["its-own", "another", ""]


@pytest.mark.parametrize("token", ["t", Secret("t"), Token(Secret("t"), "user")])
def test_an_unknown_client_id_is_asked_for(play, token):
    api = play(OK)
    with pytest.raises(CourseError, match="Add client_id="):
        helix.get("users", token=token)
    assert api.asked == []


@pytest.mark.parametrize(
    "path", ["users/../oauth2", "https://x.example/users", "users#a", "..", "/"]
)
def test_a_path_that_leads_elsewhere_is_not_sent(play, path):
    api = play(OK)
    with pytest.raises(CourseError, match="is not a path of the Twitch API"):
        helix.post(path, token="t", client_id="c")
    assert api.asked == []


@pytest.mark.parametrize("mark", "?#")
def test_a_secret_in_the_path_is_not_repeated(sandbox, mark):
    with pytest.raises(CourseError) as caught:
        helix.get(f"https://x.example/{mark}access_token={SECRET}", token="t", client_id="c")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_answers(monkeypatch, verb):
    monkeypatch.setenv("TWITCH_COURSE_API_URL", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(NoConnection, match="could not be reached") as caught:
        call(verb)
    assert caught.value.__suppress_context__


def test_a_proxy_of_the_environment_is_not_used_on_this_computer(play, monkeypatch):
    play(OK)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert call().ok


def test_the_sandbox_answers(sandbox):
    from helpers.grants import client_credentials

    issued = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    token = Token.from_response(issued)
    answer = helix.get("users", token=token, params={"login": ["twitchdev"]})
    assert [each["login"] for each in answer.json()["data"]] == ["twitchdev"]
    told = helix.rate_limit(answer)
    assert (told.limit, told.remaining) == (800, 799)
    assert abs(told.resets_at - datetime.now(timezone.utc)) < timedelta(seconds=70)
