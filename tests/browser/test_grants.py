"""The notebooks after the lesson, in a real browser: code, device, OpenID Connect, the wallet."""

import re
from dataclasses import replace
from time import monotonic

import pytest

from helpers import tokens
from helpers.credentials.secret import Secret
from helpers.grants.device_code import DEFAULT_INTERVAL
from helpers.grants.validate import validate
from tests.browser.notebook import wait_until
from tests.browser.steps import (
    ENTER_CODE,
    TOKEN_FILE,
    holding,
    in_addresses,
    opened_tab,
    saved,
    say_yes,
    secrets_of,
    sign_in,
    sign_in_tab,
)

pytestmark = pytest.mark.browser


def test_the_authorization_code_grant(lab, stand_before, opened, visited):
    stand_before("02_user_access_token")  # so that no consent was given yet
    notebook = opened("05_authorization_code")
    notebook.run_through("request-code")
    tab = sign_in_tab(notebook)
    sign_in(tab)
    tab.get_by_role("button", name="Cancel").click()
    tab.get_by_text("You pressed Cancel").wait_for()
    tab.close()
    notebook.said("request-code", "You pressed Cancel")
    notebook.run("code-code")
    assert "Traceback" not in notebook.said("code-code", "Not yet")
    assert "user" not in saved(lab)

    tab = sign_in_tab(notebook)
    say_yes(tab, "Your code has arrived")
    notebook.said("request-code", "The code has arrived")
    notebook.run("code-code", "exchange-code", "response-code", "token-code", "owner-code")
    notebook.said("code-code", "the same as was sent")
    notebook.said("exchange-code", "200 OK")
    notebook.said("owner-code", "twitchdev, 10 scopes, can be refreshed")
    before = saved(lab)
    assert before["user"]["refresh_token"]

    # The code was for one use. Nothing is lost by a second one.
    notebook.run("exchange-code")
    shown = notebook.said("exchange-code", "400 Bad Request")
    assert "Invalid authorization code" in shown
    assert "The code was used before" in shown
    notebook.run("token-code")
    assert "Traceback" not in notebook.said("token-code", "The code was used before")
    assert saved(lab) == before

    # Who has said yes once need not click again.
    notebook.restart_and_run_all()
    notebook.said_anew("done-code", "Checkpoint: all there")
    assert "Not yet" not in notebook.panel.text_content()
    assert saved(lab)["user"]["access_token"] != before["user"]["access_token"]
    notebook.save()
    codes = in_addresses(lab, visited, "code")
    assert codes, "the browser came back with a code"
    states = in_addresses(lab, visited, "state")
    assert holding(lab, [*secrets_of(lab), *codes, *states]) == {TOKEN_FILE}


def test_the_device_code_grant(lab, stand_before, opened, visited):
    stand_before("06_device_code")
    notebook = opened("06_device_code")
    notebook.run_through("wait-code")
    notebook.said("early-code", "authorization_pending")
    panel = notebook.output("wait-code")
    notebook.said("wait-code", "Nobody has said yes yet")
    notebook.output("wait-code").get_by_role("button", name="Stop waiting").click()
    notebook.said("wait-code", "Stopped. Run this cell again to go on waiting")
    notebook.run("response-code")
    assert "Traceback" not in notebook.said("response-code", "Not yet")

    # The same code is still good. Meanwhile another form takes what is typed, and cells run.
    notebook.run("wait-code")
    notebook.said("wait-code", "Nobody has said yes yet")
    field = notebook.output("form-code").get_by_label("Client ID")
    client_id = field.input_value()
    field.fill("an-application-that-nobody-registered")
    notebook.run("early-code")
    notebook.said("early-code", "an-application-that-nobody-registered")
    field.fill(client_id)
    bar = panel.locator(".progress-bar")
    width = bar.get_attribute("style")
    wait_until(notebook.page, "the bar moves", lambda: bar.get_attribute("style") != width)
    secrets = secrets_of(lab)  # the device code among them, which is gone once it is used

    tab = opened_tab(notebook, "wait-code", ENTER_CODE)
    sign_in(tab)
    tab.get_by_text("Go on only if the device in front of you shows this code").wait_for()
    user_code = tab.locator("p.code").inner_text()
    assert user_code in panel.inner_text()
    assert "user:read:follows" in tab.inner_text("body")
    tab.get_by_role("button", name="Authorize", exact=True).click()
    tab.get_by_role("heading", name="The device is connected").wait_for()
    tab.close()
    pressed = monotonic()
    notebook.said("wait-code", "the token has arrived")
    assert monotonic() - pressed < 2 * DEFAULT_INTERVAL  # one interval, and some for a slow machine

    notebook.run_from("response-code")
    notebook.said("response-code", "200 OK")
    notebook.said("owner-code", "twitchdev, user:read:follows")
    notebook.said("again-code", "invalid device code")
    notebook.said("done-code", "Checkpoint: all there")
    assert saved(lab)["device"]["refresh_token"]
    notebook.save()
    assert holding(lab, secrets + secrets_of(lab)) == {TOKEN_FILE}
    assert not [url for url in visited if any(secret in url for secret in secrets)]


def test_sign_in_with_openid_connect(lab, stand_before, opened, visited):
    stand_before("08_openid_connect")
    notebook = opened("08_openid_connect")
    notebook.run_through("request-code")
    tab = sign_in_tab(notebook)
    sign_in(tab)
    consent = tab.inner_text("body")
    assert "Know who you are, so that you can sign in with Twitch" in consent
    assert "user:read:email" in consent
    say_yes(tab, "Your code has arrived")
    notebook.said("request-code", "The code has arrived")

    notebook.run_from("exchange-code")
    notebook.said("exchange-code", "200 OK")
    assert "(not shown)" in notebook.said("parts-code", "The ID token, taken apart")
    notebook.said("check-code", "Every check passed")
    notebook.said("verify-code", "twitchdev")
    notebook.said("tamper-code", "signature")
    notebook.said("tamper-checks-code", "1 check failed")
    notebook.said("replay-code", "nonce")
    assert "picture" in notebook.said("userinfo-code", "200 OK")
    notebook.said("done-code", "Checkpoint: all there")
    assert saved(lab)["openid"]["scopes"] == ["openid", "user:read:email"]
    notebook.save()
    assert not re.search(r"eyJ[\w-]{16,}\.[\w-]{16,}", notebook.panel.text_content())
    secrets = [*secrets_of(lab), *in_addresses(lab, visited, "code")]
    assert holding(lab, secrets) == {TOKEN_FILE}


def test_the_wallet(lab, stand_before, opened):
    stand_before("07_keep_tokens_healthy")
    was = {name: tokens.peek(name) for name in ("app", "user", "device")}
    secrets = secrets_of(lab)
    notebook = opened("07_keep_tokens_healthy")
    notebook.run("begin-code", "wallet-code")
    wallet = notebook.output("wallet-code")

    def press(button: str, token: str, answer: str) -> None:
        wallet.locator(f'button[title$="({token})"]', has_text=button).click()
        said = notebook.said("wallet-code", answer)
        assert "unexpected" not in said
        assert "Traceback" not in said

    def gone(token: str) -> None:
        wallet.get_by_text(token, exact=True).wait_for(state="detached")

    notebook.said("wallet-code", "User access token")
    assert "Owner: twitchdev" in wallet.inner_text()
    clock = wallet.get_by_text(re.compile(r"Time left: \d h \d+ min \d+ s")).first
    before = clock.inner_text()
    wait_until(notebook.page, "the time runs", lambda: clock.inner_text() != before)
    app_refresh = wallet.locator('button[title$="(App access token)"]', has_text="Refresh")
    assert app_refresh.is_disabled()

    press("Validate", "User access token", "Twitch says: good for about 4 hours, belongs to")

    press("Refresh", "Device's user access token", "Refreshed: the new token is saved")
    now = tokens.peek("device")
    assert now.access_token != was["device"].access_token
    assert now.refresh_token != was["device"].refresh_token
    assert validate(now).ok
    assert validate(was["device"]).status_code == 401

    press("Revoke", "User access token", "Revoked: Twitch no longer accepts it.")
    gone("User access token")
    assert tokens.peek("user") is None
    assert validate(was["user"]).status_code == 401

    press("Forget", "App access token", "At Twitch it stays valid until it expires")
    gone("App access token")
    assert tokens.peek("app") is None
    assert validate(was["app"]).ok

    # What cannot be done is said in a sentence, and the file keeps what it had.
    tokens.save(device=replace(now, refresh_token=Secret("a-refresh-token-long-spent")))
    broken = saved(lab)
    press("Refresh", "Device's user access token", "could not be refreshed")
    assert saved(lab) == broken
    tokens.forget("device")
    press("Validate", "Device's user access token", "06_device_code")
    notebook.said("wallet-code", "No token is saved. Begin with 01_app_access_token.")
    notebook.save()
    assert holding(lab, secrets + secrets_of(lab)) == {TOKEN_FILE}
