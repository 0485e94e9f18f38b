"""The exchange and its fields: what a learner sees of a request and its answer, and never sees."""

import json

import pytest
import requests

from helpers import helix, tokens, views
from helpers.catalogue.explain import explain
from helpers.errors import CourseError, Refusal
from helpers.grants import client_credentials
from helpers.tokens import Token
from helpers.views.exchange import panel as exchange
from helpers.views.exchange.snippets import snippets
from helpers.wire import embedded
from tests.views.forms import MARKER, everything, press
from tests.wire.bad_server import answering, http


def test_the_exchange_is_shown_without_secrets(sandbox):
    response = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    shown = everything(views.show(response)) + everything(views.explain_fields(response))
    assert sandbox.client_secret not in shown
    assert response.json()["access_token"] not in shown
    for part in ("POST", "/oauth2/token", "client_credentials", "200 OK", "bearer", "SANDBOX"):
        assert part in shown
    assert "YOUR_CLIENT_SECRET" in shown


def test_a_token_that_is_sent_is_hidden_too(sandbox):

    response = helix.get("users", token=MARKER, client_id="my-id")
    shown = everything(views.show(response))
    assert MARKER not in shown
    assert "401 Unauthorized" in shown
    assert "expired, was revoked, or was never valid" in shown
    assert "Bearer YOUR_ACCESS_TOKEN" in shown


def test_a_secret_in_the_address_is_hidden_too(sandbox):
    # As the lesson's words suggest: the three inputs as query parameters.
    params = {"client_id": sandbox.client_id, "client_secret": MARKER, "access_token": MARKER}
    response = requests.post(f"{sandbox.id_url}/token", params=params, timeout=5)
    shown = everything(views.show(response))
    assert MARKER not in shown
    assert "client_secret=(hidden)" in shown
    assert sandbox.client_id in shown


@pytest.fixture
def answered(monkeypatch):
    def ask(answer: bytes) -> requests.Response:
        with answering(answer) as base:
            monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
            monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
            return client_credentials.request_token("my-id", MARKER)

    return ask


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (http("500 Oh", "<html><b>" + MARKER, "text/html"), Refusal, "on Twitch's side"),
        (http("200 OK", '{"access_token": "' + MARKER), CourseError, "not JSON"),
        (http("200 OK", '{"expires_in": 1, "token_type": "bearer"}'), CourseError, ""),
        (http("200 OK", '{"access_token": "", "token_type": "bearer"}'), CourseError, ""),
        (http("200 OK", '["' + MARKER + '"]'), CourseError, ""),
        (http("200 OK", ""), CourseError, ""),
        (http("503 Busy", "", "text/plain"), Refusal, "on Twitch's side"),
        (http("403 Forbidden", '{"status": 403, "message": 7}'), Refusal, "does not allow"),
        (http("418 Teapot", "[]"), Refusal, "does not know"),
    ],
    ids=lambda each: each[:40].decode() if isinstance(each, bytes) else "",
)
def test_an_answer_without_a_token_is_never_success(answered, answer, error, sentence):
    response = answered(answer)
    shown = everything(views.show(response))
    assert MARKER not in shown
    assert sentence in shown
    views.explain_fields(response)
    with pytest.raises(error) as caught:
        Token.from_response(response)
    assert MARKER not in f"{caught.value!r} {caught.value}"
    assert tokens.peek("app") is None


def test_markup_in_an_answer_is_shown_as_text(answered):
    evil = "<script>alert(1)</script>"
    for answer in (
        http("400 Bad", json.dumps({"message": evil, evil: [evil, {evil: evil}]})),
        http("500 Bad", evil, "text/html"),
    ):
        response = answered(answer)
        for shown in (views.show(response), views.explain_fields(response)):
            assert evil not in shown.html


@pytest.mark.parametrize("value", [{}, [], None, 0, "x", {"a": {"b": [1, {"c": None}]}}])
def test_any_json_makes_a_tree(value):
    assert exchange.tree(value)


@pytest.mark.parametrize("depth", [1, 100, 200, 340, 400, 480, 600, 5000])
def test_a_deep_answer_is_shown(answered, depth):
    for before, after in (("[", "]"), ('{"a":', "}")):
        shown = views.show(answered(http("200 OK", before * depth + "1" + after * depth)))
        assert "200 OK" in everything(shown)


def test_an_unknown_client_is_explained(sandbox):
    shown = views.show(client_credentials.request_token("nobody", MARKER)).text
    assert "400 Bad Request" in shown
    assert "invalid client" in shown
    assert "Twitch knows no application with this client ID" in shown


def test_an_expired_token_at_the_api_is_explained(url):
    panel = views.sign_in(url)
    press(panel, "Approve for me (sandbox only)")
    token = panel.token()
    embedded.sandbox().expire(token.access_token.reveal())
    response = helix.get("users", token=token, client_id=token.client_id)
    shown = views.show(response).text
    assert "401 Unauthorized" in shown
    assert "Invalid OAuth token" in shown
    assert "Go back to 01_app_access_token (app token) or 05" in shown
    assert "The answer holds no account" in views.account(response).text


def test_a_missing_scope_is_explained():
    assert "Tick it in 05" in explain(401, "Missing scope: clips:edit")
    for status in (400, 401, 403, 404, 410, 418, 429, 500, 503):
        assert explain(status, "a message nobody knows").endswith(".")


def test_a_json_body_is_shown_and_can_be_sent_again(sandbox):
    body = {"title": "it's <b>new</b>", "tags": ["OAuth"], "access_token": MARKER}
    response = helix.patch("channels", token=MARKER, client_id="my-id", json=body)
    shown = views.show(response)
    assert '"tags": [' in shown.text
    assert "<b>" not in shown.html
    assert MARKER not in everything(shown)
    ways = snippets(response.request)
    assert "-H 'Content-Type: application/json'" in ways["curl"]
    assert "it'\\''s" in ways["curl"], "a quote does not end the shell's text"
    assert "json={'title': \"it's <b>new</b>\", 'tags': ['OAuth']" in ways["Python requests"]
    assert 'body: JSON.stringify({"title": "it\'s' in ways["JavaScript fetch"]
    assert '"Content-Type": "application/json"' in ways["JavaScript fetch"]
    assert not [way for way in ways.values() if MARKER in way]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("redirect_mismatch", "to the last character"),
        ("access_denied", "pressed Cancel"),
        ("invalid_scope", "never by commas"),
        ("something_new", "sends the reason in the address"),
    ],
)
def test_an_error_in_the_address_of_a_redirect_is_explained(answered, error, sentence):
    answer = f"Location: http://localhost:3000/?error={error}&state=secret-state\r\n"
    response = answered(f"HTTP/1.1 302 Found\r\n{answer}Content-Length: 0\r\n\r\n".encode())
    shown = views.show(response)
    assert sentence in shown.text
    assert "secret-state" not in everything(shown)
