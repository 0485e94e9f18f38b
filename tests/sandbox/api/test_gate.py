"""What the sandbox's API looks at before an endpoint, and how it reads what was sent."""

from collections.abc import Iterator

import pytest
import requests

from tests.sandbox.api.calls import OWNER, STRANGER, Answer, Api
from tests.sandbox.box import Box

MISSING = 'Missing required parameter "broadcaster_id"'
REQUIRED = "The broadcaster_id query parameter is required."
NOT_A_USER = "Missing User OAUTH Token"
ANOTHER = "The ID in broadcaster_id must match the user ID found in the request's OAuth token."
USER_ID = "The user_id query parameter is required if you specify an app access token."
TEXTS = "The sandbox does not play this endpoint."
SCOPES = "channel:read:editors moderation:read channel:manage:broadcast"


@pytest.fixture(name="api", scope="module")
def api_fixture(box: Box) -> Iterator[Api]:
    api = Api(box.running.api_url, box.running.client_id)
    yield api
    api.close()


@pytest.fixture(name="tokens", scope="module")
def tokens_fixture(box: Box) -> dict[str, str]:
    return {"app": box.app_token(), "user": box.user_token(SCOPES), "bare": box.user_token()}


def said(answer: Answer) -> tuple[int, str, bool]:
    """Status, message, and whether the rate limit's headers are there."""
    return answer.status, answer.message, "ratelimit-limit" in answer.headers


@pytest.mark.parametrize(
    ("path", "kind", "status", "message", "limited"),
    [
        ("/channels/editors", "app", 400, MISSING, False),
        ("/channels/editors", "user", 400, MISSING, False),
        ("/channels/editors", "bare", 400, MISSING, False),
        ("/channels/editors?broadcaster_id=", "app", 400, MISSING, False),
        (f"/channels/editors?broadcaster_id={OWNER}", "app", 401, ANOTHER, True),
        (f"/channels/editors?broadcaster_id={STRANGER}", "user", 401, ANOTHER, True),
        (f"/channels/editors?broadcaster_id={OWNER}", "bare", 401,
         "Missing scope: channel:read:editors", True),
        ("/moderation/moderators", "app", 400, REQUIRED, True),
        ("/moderation/moderators", "user", 400, REQUIRED, True),
        (f"/moderation/moderators?broadcaster_id={OWNER}", "app", 401, ANOTHER, True),
        (f"/moderation/moderators?broadcaster_id={STRANGER}", "user", 401, ANOTHER, True),
        (f"/moderation/moderators?broadcaster_id={OWNER}", "user", 501, TEXTS, True),
        ("/streams/key", "app", 400, MISSING, False),
        ("/streams/key", "user", 400, MISSING, False),
        (f"/streams/key?broadcaster_id={OWNER}", "app", 401, NOT_A_USER, False),
        ("/bits/leaderboard", "app", 401, NOT_A_USER, False),
        ("/users/extensions", "app", 400, USER_ID, True),
        ("/users/extensions", "user", 501, TEXTS, True),
        (f"/users/extensions?user_id={OWNER}", "app", 501, TEXTS, True),
        ("/search/categories", "app", 400, 'Missing required parameter "query"', False),
        ("/chat/pins", "app", 400, MISSING, False),
        (f"/chat/pins?broadcaster_id={OWNER}&moderator_id={OWNER}", "app", 501, TEXTS, True),
        (f"/chat/pins?broadcaster_id={OWNER}&moderator_id={OWNER}", "bare", 401,
         "Missing scope: moderator:read:chat_messages or moderator:manage:chat_messages", True),
        (f"/bits/custom_power_ups?broadcaster_id={OWNER}", "app", 401, NOT_A_USER, False),
        ("/nothing", "app", 404, "", False),
        ("/streams/tags", "app", 410, "The API is deprecated.", False),
    ],
)  # fmt: skip
def test_which_check_speaks_first(api, tokens, path, kind, status, message, limited):
    assert said(api.raw("GET", path, tokens[kind])) == (status, message, limited)


@pytest.mark.parametrize(
    ("token", "client_id", "message"),
    [("nonsense", "mine", "Invalid OAuth token"), (None, "mine", "OAuth token is missing"),
     ("app", "   ", "Client ID is missing"), ("app", "", "Client ID is missing")],
)  # fmt: skip
def test_the_caller_comes_before_the_parameters(api, tokens, token, client_id, message):
    answer = api.raw("GET", "/channels", tokens.get(token, token), client_id)
    assert said(answer) == (401, message, False)


def test_blanks_around_the_client_id_do_not_count(box, api, tokens):
    for client_id in (f" {box.running.client_id}", f"\t{box.running.client_id}  "):
        assert api.raw("GET", "/users?id=1", tokens["app"], client_id).status == 200


@pytest.mark.parametrize("path", ["/users/?id=1", "/channels/followers/?broadcaster_id=12826"])
def test_a_slash_at_the_end_of_a_path_does_not_count(api, tokens, path):
    assert api.raw("GET", path, tokens["app"]).status == 200


@pytest.mark.parametrize(
    "query",
    ["id[]=12826&id[]=141981764", "id%5B%5D=12826&id=141981764", "login[]=twitch&id=141981764"],
)
def test_brackets_at_the_end_of_a_name_do_not_count(api, tokens, query):
    users = api.raw("GET", f"/users?{query}", tokens["app"]).body["data"]
    assert {user["login"] for user in users} == {"twitch", "twitchdev"}


@pytest.mark.parametrize(
    ("query", "body", "status"),
    [
        ("", '{"broadcaster_id": "141981764", "title": "Tea"}', 204),
        ("?broadcaster_id=", '{"broadcaster_id": "141981764", "title": "Tea"}', 204),
        ("?broadcaster_id=141981764", '{"broadcaster_id": "12826", "title": "Tea"}', 401),
        ("", '{"broadcaster_id": "12826", "title": "Tea"}', 401),
        ("?broadcaster_id=12826", '{"broadcaster_id": "141981764", "title": "Tea"}', 401),
        ("", '{"broadcaster_id": 141981764, "title": "Tea"}', 400),
        ("", '{"title": "Tea"}', 400),
        ("", "{", 400),
    ],
)
def test_the_broadcaster_of_a_changed_channel_may_stand_in_the_body(
    api, tokens, query, body, status
):
    assert api.raw("PATCH", f"/channels{query}", tokens["user"], body=body).status == status


def test_what_html_could_read_as_a_tag_is_escaped(box, tokens):
    url, headers = f"{box.running.api_url}/channels", box.headers(tokens["user"])
    title = "Tea & biscuits <b>"
    sent = {"broadcaster_id": OWNER, "title": title}
    assert requests.patch(url, json=sent, headers=headers).status_code == 204
    answer = requests.get(url, params={"broadcaster_id": OWNER}, headers=headers)
    assert r'"title":"Tea \u0026 biscuits \u003cb\u003e"' in answer.text
    assert answer.json()["data"][0]["title"] == title
