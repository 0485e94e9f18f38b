"""How tokens end in the sandbox: revoked, disconnected, one too many; and what survives."""

import pytest
import requests

from helpers.catalogue.scopes import find
from tests.sandbox.box import Browser, form_token, running_box
from tests.sandbox.flows import Flows, problem

LIFETIME = 14124
BAD_REFRESH = (400, "Invalid refresh token")


def test_a_revoked_token_is_dead_and_its_refresh_token_is_not(flows):
    tokens = flows.user_tokens()
    assert problem(flows.revoke(tokens["access_token"], flows.public)) == (400, "Invalid token")
    assert flows.revoke(tokens["access_token"]).status_code == 200
    assert problem(flows.validate(tokens["access_token"])) == (401, "invalid access token")
    assert problem(flows.revoke(tokens["access_token"])) == (400, "Invalid token")
    assert flows.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
def test_a_web_page_may_revoke(flows, prefix):
    url = f"{flows.box.base}/{prefix}/revoke"
    assert requests.options(url).status_code == 204
    for token in (flows.box.app_token(), "nonsense"):
        answer = requests.post(url, params={"client_id": flows.confidential, "token": token})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_expired_token_cannot_be_revoked(flows):
    tokens = flows.user_tokens()
    flows.box.clock.now += LIFETIME
    assert problem(flows.revoke(tokens["access_token"])) == (400, "Invalid token")


def test_the_51st_token_ends_the_oldest(flows):
    login = "quiet_viewer"
    app, other = flows.box.app_token(), flows.user_tokens(login="twitch")
    first = flows.user_tokens(login=login)["access_token"]
    # The rest without a second consent page: the browser is sent straight on.
    browser = Browser(flows.box.running.id_url)
    locations = [browser.sign_in(flows.box.request(), login).headers["Location"]]
    locations += [browser.open(flows.box.request()).headers["Location"] for _ in range(48)]
    rest = [location.split("=")[1].split("&")[0] for location in locations]
    assert all(map(flows.alive, [first, *rest]))
    flows.user_tokens(login=login)
    assert not flows.alive(first)
    assert all(map(flows.alive, [*rest, app, other["access_token"]]))


def test_a_new_secret_ends_the_old_one_and_no_token():
    with running_box() as box:
        running, flows = box.running, Flows(box)
        old, tokens = running.client_secret, flows.user_tokens()
        secret = running.new_secret()
        assert len(secret) == 30
        assert running.client_secret == secret != old
        assert flows.alive(tokens["access_token"])
        refused = flows.refresh(tokens["refresh_token"], client_secret=old)
        assert problem(refused) == (403, "invalid client secret")
        assert flows.refresh(tokens["refresh_token"]).status_code == 200
    assert running.client_secret == secret


def test_without_a_seed_lifetimes_of_user_tokens_vary():
    with running_box(seed=None) as box:
        flows = Flows(box)
        tokens = flows.user_tokens()
        lifetimes = [flows.refresh(tokens["refresh_token"]).json()["expires_in"] for _ in range(20)]
        assert all(13293 <= lifetime <= 15426 for lifetime in lifetimes)
        assert len(set(lifetimes)) > 1


# --- the connections page ------------------------------------------------------------------


def test_disconnect_ends_everything_with_one_application(flows):
    tokens, implicit = flows.user_tokens("clips:edit"), flows.box.user_token()
    code = flows.code()
    approved = flows.device(client_id=flows.confidential)
    flows.answer(approved["user_code"])
    public, other = flows.device_tokens(), flows.user_tokens(login="marta_paints")
    app = flows.box.app_token()
    answer = flows.disconnect(flows.confidential)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"{flows.box.base}/connections",
    )
    assert not any(map(flows.alive, [tokens["access_token"], implicit]))
    assert problem(flows.refresh(tokens["refresh_token"])) == BAD_REFRESH
    assert problem(flows.exchange(code)) == (400, "Invalid authorization code")
    polled = flows.poll(approved["device_code"], flows.confidential)
    assert problem(polled) == (400, "invalid device code")
    assert all(map(flows.alive, [public["access_token"], other["access_token"], app]))
    asked_again = Browser(flows.box.running.id_url).sign_in(flows.box.request())
    assert asked_again.status_code == 200


def test_the_connections_page_shows_who_and_what(flows):
    login = "kofi_speedruns"
    assert "No application has access" in flows.connections(login).page.text
    flows.user_tokens("clips:edit user:read:email", login)
    started = flows.device()
    flows.answer(started["user_code"], login=login)
    page = flows.connections(login).page
    assert page.status_code == 200
    assert page.text.count("Disconnect</button>") == 2
    for shown in (
        "Kofi_Speedruns",
        "Sandbox practice app (public)",
        "clips:edit",
        "user:read:email",
    ):
        assert shown in page.text
    assert find("user:read:email").description in page.text
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("fields", [{"client_id": "nobody"}, {}, {"form_token": "x"}])
def test_disconnect_needs_an_application_and_the_own_form(flows, fields):
    tokens = flows.user_tokens()
    browser = flows.connections()
    assert form_token(browser.page)
    sent = {"client_id": flows.confidential, **fields} if "form_token" in fields else fields
    answer = browser.submit("connections", **sent)
    assert answer.status_code == 403
    assert "nothing was done" in answer.text
    assert flows.alive(tokens["access_token"])


def test_disconnect_needs_a_person(flows):
    browser = flows.connections()
    browser.session.cookies.clear()
    answer = browser.submit("connections", client_id=flows.confidential)
    assert answer.status_code == 403
    assert "Who is signing in?" in answer.text


def test_someone_else_and_a_stale_sign_in(flows):
    browser = flows.connections()
    assert "Who is signing in?" in browser.open({}, "connections/sign-in").text
    assert browser.submit("connections/sign-in", user="nobody").status_code == 403
    browser.submit("connections/sign-in", user="twitchgaming")
    assert "twitchgaming" in browser.open({}, "connections").text
