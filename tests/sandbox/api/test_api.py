"""The sandbox's API: Get Users, who may call, how often."""

import json

import pytest
import requests

from tests.sandbox.box import Box, running_box

FIELDS = [
    "id", "login", "display_name", "type", "broadcaster_type", "description",
    "profile_image_url", "offline_image_url", "view_count", "created_at",
]  # fmt: skip


def error(status: int, phrase: str, message: str) -> tuple[int, bytes]:
    body = {"error": phrase, "status": status, "message": message}
    return status, json.dumps(body, separators=(",", ":")).encode()


@pytest.fixture(scope="module")
def app_token(box: Box) -> str:
    return box.app_token()


def get_users(box: Box, token: str, query: str = "") -> requests.Response:
    return requests.get(f"{box.running.api_url}/users?{query}", headers=box.headers(token))


# --- Get Users -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "logins"),
    [
        ("id=141981764", ["twitchdev"]),
        ("login=twitch", ["twitch"]),
        ("login=TwitchDev", ["twitchdev"]),
        ("login=twitch&id=527115020&id=141981764", ["twitchgaming", "twitchdev", "twitch"]),
        ("id=12826&id=12826&login=twitch", ["twitch"]),
        ("id=1&login=nobody_here", []),
        ("id=1&id=12826", ["twitch"]),
        ("unknown=parameter&id=12826", ["twitch"]),
    ],
)
def test_users_by_id_and_login(box, app_token, query, logins):
    answer = get_users(box, app_token, query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert [user["login"] for user in answer.json()["data"]] == logins


def test_a_user_has_the_documented_fields_in_order(box, app_token):
    (user,) = get_users(box, app_token, "login=twitchdev").json()["data"]
    assert list(user) == FIELDS
    assert (user["id"], user["view_count"]) == ("141981764", 0)


def test_a_user_token_asks_for_its_owner(box):
    token = box.user_token()
    (user,) = get_users(box, token).json()["data"]
    assert user["login"] == "twitchdev"
    assert list(user) == FIELDS


def test_email_is_for_the_owner_alone(box):
    token = box.user_token("user:read:email")
    users = get_users(box, token, "id=141981764&id=12826").json()["data"]
    assert [user["email"] for user in users] == ["twitchdev@example.com", ""]
    assert list(users[0]) == [*FIELDS[:-1], "email", "created_at"]


BAD_IDENTIFIERS = "Invalid username(s), email(s), or ID(s). Bad Identifiers."


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "Must provide an ID, Login or OAuth Token"),
        ("other=1", "Must provide an ID, Login or OAuth Token"),
        ("id=", BAD_IDENTIFIERS),
        ("id=abc", BAD_IDENTIFIERS),
        ("id=12826,141981764", BAD_IDENTIFIERS),
        ("id=1&id=%00", BAD_IDENTIFIERS),
        ("id=%D9%A1", BAD_IDENTIFIERS),
        ("id=-1", BAD_IDENTIFIERS),
        ("id=1%0A", BAD_IDENTIFIERS),
        ("login=", BAD_IDENTIFIERS),
        ("login=a%20b", BAD_IDENTIFIERS),
        ("login=%ff", BAD_IDENTIFIERS),
        (
            "&".join(["id=1"] * 60 + ["login=a"] * 41),
            'The parameter "id" was malformed: the value must be less than or equal to 100',
        ),
        (
            "&".join(["login=a"] * 101),
            'The parameter "login" was malformed: the value must be less than or equal to 100',
        ),
    ],
)
def test_malformed_requests(box, app_token, query, message):
    answer = get_users(box, app_token, query)
    assert (answer.status_code, answer.content) == error(400, "Bad Request", message)


def test_a_hundred_are_allowed(box, app_token):
    query = "&".join(["id=1"] * 60 + ["login=a"] * 40)
    assert get_users(box, app_token, query).json() == {"data": []}


# --- who calls -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "client_id", "message"),
    [
        (None, None, "OAuth token is missing"),
        (None, "mine", "OAuth token is missing"),
        ("", "mine", "OAuth token is missing"),
        ("OAuth {}", "mine", "OAuth token is missing"),
        ("{}", "mine", "OAuth token is missing"),
        ("Bearer ", "mine", "OAuth token is missing"),
        ("bearer {}", "mine", "OAuth token is missing"),
        ("BEARER {}", "mine", "OAuth token is missing"),
        ("Bearer nonsense", "mine", "Invalid OAuth token"),
        ("Bearer nonsense", None, "Invalid OAuth token"),
        ("Bearer \xff", "mine", "Invalid OAuth token"),
        ("Bearer {}", None, "Client ID is missing"),
        ("Bearer {}", "", "Client ID is missing"),
        ("Bearer {}", "another", "Client ID and OAuth token do not match"),
        ("Bearer {}", "\xff", "Client ID and OAuth token do not match"),
    ],
)
@pytest.mark.parametrize("prefix", ["helix", "mock"])
def test_unauthorized(box, app_token, prefix, token, client_id, message):
    headers = {}
    if token is not None:
        headers["Authorization"] = token.format(app_token).encode("latin-1")
    if client_id is not None:
        mine = box.running.client_id if client_id == "mine" else client_id
        headers["Client-Id"] = mine.encode("latin-1")
    answer = requests.get(f"{box.base}/{prefix}/users?id=1", headers=headers)
    assert (answer.status_code, answer.content) == error(401, "Unauthorized", message)
    assert "Ratelimit-Limit" not in answer.headers


def test_an_expired_token_is_refused(box):
    token = box.app_token()
    box.running.expire(token)
    assert get_users(box, token, "id=1").json()["message"] == "Invalid OAuth token"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/helix"),
        ("GET", "/helix/"),
        ("GET", "/helix/users//"),
        ("GET", "/helix/nothing"),
        ("GET", "/mock/nothing"),
        ("POST", "/helix/users"),
        ("DELETE", "/helix/users"),
    ],
)
def test_unknown_paths_and_methods(box, method, path):
    answer = requests.request(method, box.base + path)
    assert (answer.status_code, answer.content) == error(404, "Not Found", "")


def test_cors(box, app_token):
    preflight = requests.options(f"{box.running.api_url}/users")
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert "Client-Id" in preflight.headers["Access-Control-Allow-Headers"]
    assert get_users(box, app_token, "id=1").headers["Access-Control-Allow-Origin"] == "*"


# --- the rate limit ------------------------------------------------------------------------


def test_rate_limit_runs_out_and_fills_again():
    with running_box(rate_limit=3) as box:
        app, user = box.app_token(), box.user_token()

        def call(token: str) -> tuple[int, ...]:
            answer = get_users(box, token, "id=1")
            names = ("Limit", "Remaining", "Reset")
            limit, left, reset = (int(answer.headers[f"Ratelimit-{name}"]) for name in names)
            return answer.status_code, limit, left, reset - int(box.clock.now)

        assert [call(app) for _ in range(4)] == [
            (200, 3, 2, 20),
            (200, 3, 1, 40),
            (200, 3, 0, 60),
            (429, 3, 0, 60),
        ]
        limited = get_users(box, app, "id=1")
        assert limited.content == error(429, "Too Many Requests", "Request limit exceeded")[1]
        assert call(user) == (200, 3, 2, 20)  # a bucket of its own
        box.clock.now += 20
        assert call(app) == (200, 3, 0, 60)
        box.clock.now += 3600
        assert call(app) == (200, 3, 2, 20)
