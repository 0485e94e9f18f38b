"""Calls to the API: what is sent, what is sent again, and what a learner reads."""

import json
from datetime import datetime, timedelta, timezone

import pytest
import requests

from helpers import clock, helix
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, NoConnection
from helpers.helix import waiting
from helpers.tokens import Token
from tests.helix.api_server import Answer, serving
from tests.wire.bad_server import closed_port

SECRET = "marker0secret0marker0secret012"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
VERBS = ["get", "post", "put", "patch", "delete"]
OK = Answer({"data": []})
BUSY = Answer({"error": "Service Unavailable", "status": 503, "message": ""}, 503)


def too_many(reset: object) -> Answer:
    headers = {"Ratelimit-Limit": "800", "Ratelimit-Remaining": "0"}
    if reset is not None:
        headers["Ratelimit-Reset"] = str(reset)
    body = {"error": "Too Many Requests", "status": 429, "message": "Request limit exceeded"}
    return Answer(body, 429, headers)


@pytest.fixture
def play(monkeypatch):
    """Serve these answers one after the other; the last one stays."""
    servers = []

    def start(*answers: Answer):
        left = list(answers)
        server = serving(lambda _: left.pop(0) if len(left) > 1 else left[0])
        servers.append(server)
        api = server.__enter__()
        monkeypatch.setenv("TWITCH_COURSE_API_URL", f"{api.base}/helix")
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"{api.base}/oauth2")
        return api

    yield start
    for server in servers:
        server.__exit__(None, None, None)


@pytest.fixture
def slept(monkeypatch):
    """The seconds that were waited, without waiting them; the clock stands still."""
    seconds: list[float] = []
    monkeypatch.setattr(waiting, "sleep", seconds.append)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return seconds


def call(verb: str = "get", **changes):
    arguments = {"token": SECRET, "client_id": "my-app", **changes}
    return getattr(helix, verb)("users", **arguments)


# --- what is sent -----------------------------------------------------------------------------


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


# --- 503 and 429 --------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["get", "put", "delete"])
def test_busy_is_asked_once_more(play, verb):
    api = play(BUSY, OK)
    assert call(verb).status_code == 200
    assert len(api.asked) == 2
    assert len({each.connection for each in api.asked}) == 1


def test_busy_for_longer_is_returned(play):
    api = play(BUSY)
    assert call().status_code == 503
    assert len(api.asked) == 2


@pytest.mark.parametrize("verb", ["post", "patch"])
def test_what_may_have_happened_is_not_sent_again(play, verb):
    api = play(BUSY, OK)
    assert call(verb, json={}).status_code == 503
    assert len(api.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 502])
def test_every_other_answer_is_returned_at_once(play, slept, status):
    api = play(Answer({"message": "x"}, status))
    assert call().status_code == status
    assert len(api.asked) == 1
    assert slept == []


NOON = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        (NOON + 37, 37),
        (NOON + 60, 60),
        (NOON, 1),
        (NOON - 3600, 1),
        (NOON + 3600, 65),
        (99_999_999_999, 65),
        (999_999_999_999_999_999, 1),
        (None, 1),
        ("soon", 1),
        ("", 1),
        ("-5", 1),
        ("1e9", 1),
        ("²", 1),
    ],
)
def test_the_wait_for_the_rate_limit_is_bounded(play, slept, reset, seconds):
    reset = reset.encode().decode("latin-1") if isinstance(reset, str) else reset
    api = play(too_many(reset), OK)
    assert call().status_code == 200
    assert len(api.asked) == 2
    assert sum(slept) == pytest.approx(seconds)
    assert max(slept) <= 0.5


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_waits_and_sends_the_same_again(play, slept, verb):
    api = play(too_many(NOON + 5), OK)
    body = {} if verb == "get" else {"json": {"a": 1}}
    assert call(verb, params={"id": ["1", "2"]}, **body).status_code == 200
    first, second = api.asked
    assert (first.method, first.query, first.body) == (second.method, second.query, second.body)


def test_a_limit_that_stays_is_returned_after_one_wait(play, slept):
    api = play(too_many(NOON + 5))
    assert call().status_code == 429
    assert len(api.asked) == 2
    assert sum(slept) == pytest.approx(5)


def test_the_wait_is_told_while_it_lasts(play, slept, monkeypatch):
    told: list[float] = []
    monkeypatch.setattr(waiting, "on_wait", told.append)
    play(too_many(NOON + 2), OK)
    call()
    assert told == [2.0, 1.5, 1.0, 0.5, 0.0]


def test_the_stop_button_ends_the_wait(play, slept, monkeypatch):
    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    told: list[float] = []
    monkeypatch.setattr(waiting, "sleep", stop)
    monkeypatch.setattr(waiting, "on_wait", told.append)
    api = play(too_many(NOON + 30), OK)
    with pytest.raises(KeyboardInterrupt):
        call()
    assert told == [30.0, 0.0]
    assert len(api.asked) == 1


def test_a_run_without_a_person_does_not_wait(play, slept, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    play(too_many(NOON + 30), OK)
    assert call().status_code == 200
    assert slept == []


@pytest.mark.parametrize("missing", ["Ratelimit-Limit", "Ratelimit-Remaining", "Ratelimit-Reset"])
@pytest.mark.parametrize("value", [None, "", "x", "-1", "9" * 40])
def test_half_a_rate_limit_is_none(missing, value):
    response = requests.Response()
    names = ("Limit", "Remaining", "Reset")
    response.headers.update({f"Ratelimit-{name}": "800" for name in names})
    assert helix.rate_limit(response) == helix.RateLimit(
        800, 800, datetime(1970, 1, 1, 0, 13, 20, tzinfo=timezone.utc)
    )
    del response.headers[missing]
    if value is not None:
        response.headers[missing] = value
    assert helix.rate_limit(response) is None
