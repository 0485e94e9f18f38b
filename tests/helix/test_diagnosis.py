"""Why an answer is a 401: each cause is named, at the cost of one question at most."""

from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from helpers import clock, helix, tokens, wire
from helpers.catalogue.explain import explain
from helpers.credentials.secret import Secret
from helpers.grants import client_credentials, revoke
from helpers.tokens import Token
from helpers.views.exchange import limits as view
from helpers.wire import embedded
from tests.grants.signed_in import implicit_token
from tests.helix.api_server import Answer, serving
from tests.wire.bad_server import closed_port


@pytest.fixture
def user(sandbox) -> Token:
    token = implicit_token(sandbox, ["clips:edit"])
    end = clock.now() + timedelta(days=60)
    return replace(token, client_id=sandbox.client_id, expires_at=end)


@pytest.fixture
def app(sandbox) -> Token:
    issued = client_credentials.request_token(sandbox.client_id, sandbox.client_secret)
    return Token.from_response(issued)


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The addresses to which requests went."""
    addresses: list[str] = []
    real = requests.adapters.HTTPAdapter.send

    def send(self, request, **how):
        addresses.append(request.url.rpartition("/")[2])
        return real(self, request, **how)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return addresses


def refused(token: Token, message: str, monkeypatch) -> requests.Response:
    """A 401 of an endpoint that the sandbox does not have."""
    with serving(lambda _: Answer({"status": 401, "message": message}, 401)) as api:
        real = wire.twitch().id_url
        monkeypatch.setenv("TWITCH_COURSE_API_URL", api.base)
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", real)
        return helix.get("polls", token=token)


def test_a_token_whose_time_is_over_has_expired(user, asked):
    embedded.sandbox().expire(user.access_token.reveal())
    answer = helix.get("users", token=user)
    over = replace(user, expires_at=clock.now() - timedelta(days=1))
    said = helix.diagnose(answer, over)
    assert said.startswith("The token has expired: its time was over on ")
    assert "02_user_access_token" in said
    assert asked == ["users"]  # nobody had to be asked


@pytest.mark.parametrize(
    ("slot", "refresh", "cure"),
    [
        ("user", None, "Make a new one in notebook 02_user_access_token."),
        ("user", "r", 'tokens.load("user") refreshes it; else make a new one in notebook 05_'),
        ("device", "r", 'tokens.load("device") refreshes it; else make a new one in notebook 06_'),
        ("openid", "r", 'tokens.load("openid") refreshes it; else make a new one in notebook 08_'),
        ("openid", None, "Make a new one in notebook 08_openid_connect."),
        (None, None, "Make a new one in notebook 02_user_access_token."),
    ],
)
def test_the_cure_fits_where_the_token_is_saved(user, slot, refresh, cure):
    secret = Secret(refresh) if refresh else None
    over = replace(user, expires_at=clock.now() - timedelta(days=1), refresh_token=secret)
    tokens.save(**({slot: over} if slot else {}))
    response = helix.get("users", token=user)
    response.status_code = 401
    assert cure in helix.diagnose(response, over)


def test_a_token_file_that_cannot_be_read_does_not_stop_the_diagnosis(user):
    tokens.save(user=user)
    tokens.path().write_text('{"schema": 99}')
    revoke.revoke(user.client_id, user)
    assert "02_user_access_token" in helix.diagnose(helix.get("users", token=user), user)


@pytest.mark.parametrize("slot", ["user", "device", "openid"])
def test_a_missing_scope_leads_to_where_it_can_be_added(user, monkeypatch, slot):
    tokens.save(**{slot: user})
    said = helix.diagnose(refused(user, "Missing scope: clips:edit", monkeypatch), user)
    where = {"user": "05_auth", "device": "06_device", "openid": "08_openid"}[slot]
    assert f"in notebook {where}" in said


@pytest.mark.parametrize("kind", ["user", "app"])
def test_a_token_that_ended_early_was_revoked(user, app, asked, kind):
    token = {"user": user, "app": app}[kind]
    assert revoke.revoke(token.client_id, token).ok
    asked.clear()
    said = helix.diagnose(helix.get("users", token=token), token)
    assert "was revoked" in said
    assert ("disconnected" in said) == (kind == "user")
    assert {"user": "02_user", "app": "01_app"}[kind] in said
    assert asked == ["users", "validate"]


def test_a_token_of_unknown_end_is_one_or_the_other(user):
    embedded.sandbox().expire(user.access_token.reveal())
    token = replace(user, expires_at=None)
    said = helix.diagnose(helix.get("users", token=token), token)
    assert "has expired, or it was revoked" in said


def test_a_wrong_client_id_is_named(user, asked):
    said = helix.diagnose(helix.get("users", token=user, client_id="another-app"), user)
    assert said.startswith("The Client-Id is wrong")
    assert "another-app" in said
    assert user.client_id in said
    assert asked == ["users", "validate"]


@pytest.mark.parametrize("style", ["Missing scope: {}", "Missing {} scope"])
def test_a_missing_scope_is_named(user, app, asked, monkeypatch, style):
    message = style.format("channel:read:polls")
    said = helix.diagnose(refused(user, message, monkeypatch), user)
    assert "lacks the scope channel:read:polls" in said
    assert "Tick it in notebook 05_authorization_code" in said
    said = helix.diagnose(refused(app, message, monkeypatch), app)
    assert "An app access token has no scopes" in said
    assert asked == ["polls", "polls"]


def test_the_wrong_kind_of_token_is_named(user, app, monkeypatch):
    said = helix.diagnose(refused(app, "Missing User OAUTH Token", monkeypatch), app)
    assert said.startswith("This call needs a user access token, and this is an app access token.")
    assert "02_user_access_token" in said
    said = helix.diagnose(refused(user, "Must provide valid app token.", monkeypatch), user)
    assert said.startswith("This call needs an app access token, and this is a user access token.")
    assert "01_app_access_token" in said


def test_an_app_token_taken_for_a_user_token_is_noticed(app, monkeypatch):
    mistaken = replace(app, kind="user")
    said = helix.diagnose(refused(mistaken, "a message nobody knows", monkeypatch), mistaken)
    assert said.startswith("This call needs a user access token")


def test_a_good_token_gets_the_plain_explanation(user, monkeypatch):
    message = "The ID in user_id must match the user ID found in the request's OAuth token."
    said = helix.diagnose(refused(user, message, monkeypatch), user)
    assert said == explain(401, message)
    assert "The ID in user_id is not the user's" in said


def test_another_token_is_not_blamed(user, app, asked):
    answer = helix.get("users", token="nobody-knows-this-one", client_id="c")
    assert "another token" in helix.diagnose(answer, app)
    assert asked == ["users"]


@pytest.mark.parametrize("left_out", ["Authorization", "Client-Id"])
def test_a_header_that_was_left_out_is_named(user, asked, sandbox, left_out):
    headers = {"Authorization": f"Bearer {user.access_token.reveal()}", "Client-Id": "c"}
    del headers[left_out]
    answer = requests.get(f"{sandbox.api_url}/users", headers=headers, timeout=5)
    assert f"{left_out} header was missing" in helix.diagnose(answer, user)
    assert asked == ["users"]


def test_no_way_to_ask_is_no_failure(user, monkeypatch):
    answer = helix.get("users", token=user, client_id="another-app")
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"http://127.0.0.1:{closed_port()}")
    assert helix.diagnose(answer, user) == explain(401, answer.json()["message"])


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"message": 7}'])
def test_another_status_and_a_broken_body_are_explained_as_ever(user, asked, monkeypatch, body):
    with serving(lambda _: Answer(body, 404)) as api:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", wire.twitch().id_url)
        monkeypatch.setenv("TWITCH_COURSE_API_URL", api.base)
        answer = helix.get("users", token=user)
    assert helix.diagnose(answer, user).startswith(explain(404, ""))
    assert asked == ["users"]


def test_no_diagnosis_shows_the_token(user, monkeypatch):
    plain = user.access_token.reveal()
    for token in (user, replace(user, expires_at=clock.now())):
        answer = refused(token, f"about {plain}", monkeypatch)
        assert plain not in helix.diagnose(answer, token)
    assert plain not in helix.diagnose(answer, Token(Secret("x"), "user"))


# --- the rate limit, shown --------------------------------------------------------------------


def test_the_rate_limit_is_shown(app, monkeypatch):
    answer = helix.get("users", token=app, params={"login": "twitchdev"})
    answer.headers["Ratelimit-Reset"] = "1795435205"
    said = "[SANDBOX] 799 of 800 points are left. All are back at 12:00:05 UTC"
    assert view.rate_limit(answer).text.startswith(said)
    del answer.headers["Ratelimit-Reset"]
    assert "tells nothing of a rate limit" in view.rate_limit(answer).text


def test_a_wait_is_shown_and_each_has_its_own_line(monkeypatch):
    shown: list = []
    monkeypatch.setattr(view, "display", shown.append)
    monkeypatch.setattr(helix.waiting, "on_wait", helix.waiting.on_wait)  # put back afterwards
    monkeypatch.setattr(helix.waiting, "sleep", lambda _: said.append(shown[-1].value))
    said: list[str] = []
    view.show_waits()
    helix.waiting.wait(1.2)
    helix.waiting.wait(0.4)
    assert ["2 seconds" in each for each in said] == [True, False, False, False]
    assert all("the stop button ends it" in each for each in said)
    assert len(shown) == 2
    assert all("is over" in each.value for each in shown)
