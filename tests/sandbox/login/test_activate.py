"""The sandbox's page /activate: signing in, typing the code, saying yes or no."""

import pytest

from helpers.catalogue.scopes import find
from tests.sandbox.box import Browser, form_token
from tests.sandbox.flows import problem

PENDING = (400, "authorization_pending")


def test_from_the_verification_uri_to_the_end(flows):
    started = flows.device("user:read:email")
    browser = Browser(flows.box.base)
    asked = {"device-code": started["user_code"]}
    assert "Who is signing in?" in browser.open(asked, "activate").text
    signed_in = browser.submit("activate/sign-in", user="marta_paints")
    assert signed_in.status_code == 303
    assert signed_in.headers["Location"] == started["verification_uri"]
    page = browser.open(asked, "activate")
    for shown in (started["user_code"], "Marta_Paints", "Sandbox practice app (public)"):
        assert shown in page.text
    assert find("user:read:email").description in page.text
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]
    assert started["device_code"] not in page.text
    done = browser.submit("activate", decision="authorize")
    assert done.status_code == 200
    assert "The device is connected" in done.text
    again = browser.open(asked, "activate")
    assert "No device waits with this code" in again.text


def test_the_code_is_asked_for_when_it_is_not_in_the_address(flows):
    page = flows.activation("").page
    assert page.status_code == 200
    assert 'name="device-code"' in page.text
    assert "No device waits" not in page.text


def test_the_code_may_be_typed_in_small_letters_and_with_hyphens(flows):
    code = flows.device()["user_code"]
    typed = f" {code[:4]}-{code[4:]} ".lower()
    assert f'<p class="code">{code}</p>' in flows.activation(typed).page.text


@pytest.mark.parametrize("typed", ["ABCDEFGH", "x", "\0", "é" * 50, '"><script>', "' OR 1=1 --"])
def test_a_code_that_no_device_waits_with(flows, typed):
    page = flows.activation(typed).page
    assert page.status_code == 403
    assert "No device waits with this code" in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "fields",
    [{"decision": "maybe"}, {}, {"decision": "authorize", "form_token": "x"}],
)
def test_foreign_and_stale_forms_do_nothing(flows, fields):
    started = flows.device()
    browser = flows.activation(started["user_code"])
    answer = browser.submit("activate", **fields)
    assert answer.status_code == 403
    assert "nothing was done" in answer.text
    stranger = flows.activation(started["user_code"], "twitch")
    wrong = form_token(stranger.page)
    answer = browser.submit("activate", decision="authorize", form_token=wrong)
    assert answer.status_code == 403
    browser.session.cookies.clear()
    assert browser.submit("activate", decision="authorize").status_code == 403
    assert problem(flows.poll(started["device_code"])) == PENDING


def test_a_code_that_ran_out_while_the_page_was_open(flows):
    started = flows.device()
    browser = flows.activation(started["user_code"])
    flows.box.clock.now += 1800
    assert browser.submit("activate", decision="authorize").status_code == 403


def test_the_second_answer_to_a_device_does_nothing(flows):
    started = flows.device()
    browsers = [flows.activation(started["user_code"], login) for login in ("twitch", "twitchdev")]
    answers = [browser.submit("activate", decision="authorize") for browser in browsers]
    assert [answer.status_code for answer in answers] == [200, 403]
    token = flows.poll(started["device_code"]).json()["access_token"]
    assert flows.validate(token).json()["login"] == "twitch"


def test_someone_else(flows):
    started = flows.device()
    browser = flows.activation(started["user_code"])
    asked = {"device-code": started["user_code"]}
    assert "Who is signing in?" in browser.open(asked, "activate/sign-in").text
    assert browser.submit("activate/sign-in", user="nobody").status_code == 403
    browser.submit("activate/sign-in", user="quiet_viewer")
    assert "quiet_viewer" in browser.open(asked, "activate").text
