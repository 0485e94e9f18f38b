"""The sandbox's grants with a user: authorization codes, refresh tokens, device codes."""

import itertools

import pytest

from tests.sandbox.box import REDIRECT_URI, Browser
from tests.sandbox.flows import problem

SCOPES = "clips:edit user:read:email"
LIFETIME = 14124
DAY = 24 * 3600
BAD_CODE = (400, "Invalid authorization code")
BAD_REFRESH = (400, "Invalid refresh token")
BAD_DEVICE = (400, "invalid device code")
PENDING = (400, "authorization_pending")


# --- the authorization code ----------------------------------------------------------------


def test_the_answer_to_a_code(flows):
    answer = flows.exchange(flows.code(SCOPES))
    body = answer.json()
    token, refresh_token = body["access_token"], body["refresh_token"]
    assert answer.text == (
        f'{{"access_token":"{token}","expires_in":{LIFETIME},"refresh_token":"{refresh_token}",'
        '"scope":["clips:edit","user:read:email"],"token_type":"bearer"}\n'
    )
    assert (len(token), len(refresh_token)) == (30, 50)
    assert (token + refresh_token).isalnum()
    assert flows.validate(token).json() == {
        "client_id": flows.confidential,
        "login": "twitchdev",
        "scopes": ["clips:edit", "user:read:email"],
        "user_id": "141981764",
        "expires_in": LIFETIME,
    }


def test_without_scopes_the_answer_names_none(flows):
    names = ["access_token", "expires_in", "refresh_token", "token_type"]
    assert list(flows.exchange(flows.code()).json()) == names


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
def test_the_code_comes_back_in_the_query(box, prefix):
    browser = Browser(f"{box.base}/{prefix}")
    asked = box.request(response_type="code", scope=SCOPES, state="a b", force_verify="true")
    browser.sign_in(asked)
    head, _, rest = browser.decide("authorize").headers["Location"].partition("code=")
    code, _, tail = rest.partition("&")
    assert head == f"{REDIRECT_URI}/?"
    assert len(code) == 30
    assert tail == "scope=clips%3Aedit+user%3Aread%3Aemail&state=a+b"
    again = browser.open({**asked, "force_verify": "false"})  # consent is remembered
    assert again.status_code == 302
    assert code not in again.headers["Location"]


def test_a_code_is_good_once_and_its_tokens_stay(flows):
    code = flows.code()
    token = flows.exchange(code).json()["access_token"]
    assert problem(flows.exchange(code)) == BAD_CODE
    assert flows.alive(token)


def test_a_code_is_for_its_redirect_uri(flows):
    code = flows.code(redirect_uri="http://localhost:17563")
    mismatch = (400, "Parameter redirect_uri does not match registered URI")
    for other in (REDIRECT_URI, "http://localhost:17563/", "https://evil.example"):
        assert problem(flows.exchange(code, redirect_uri=other)) == mismatch
    assert flows.exchange(code, redirect_uri="http://localhost:17563").status_code == 200


def test_a_code_is_for_its_application(flows):
    code = flows.code(client_id=flows.public)
    assert problem(flows.exchange(code)) == BAD_CODE
    answer = flows.exchange(code, client_id=flows.public, client_secret=None)
    assert problem(answer) == (400, "Invalid client credentials")


def test_a_code_lives_for_ten_minutes(flows):
    first, second = flows.code(), flows.code()
    flows.box.clock.now += 599
    assert flows.exchange(first).status_code == 200
    flows.box.clock.now += 1
    assert problem(flows.exchange(second)) == BAD_CODE


# --- refreshing ----------------------------------------------------------------------------


def test_a_confidential_application_keeps_its_refresh_token(flows):
    old = flows.user_tokens(SCOPES)
    flows.box.clock.now += 400 * DAY
    for _ in range(3):
        answer = flows.refresh(old["refresh_token"], scope="clips:edit")  # asks for less
        assert list(answer.json()) == list(old)
        assert answer.json()["refresh_token"] == old["refresh_token"]
        assert answer.json()["scope"] == SCOPES.split()
        assert answer.json()["expires_in"] == LIFETIME
        assert not flows.alive(old["access_token"])
        old = answer.json()
    assert flows.alive(old["access_token"])


@pytest.mark.parametrize(
    ("secret", "expected"),
    [
        (None, (400, "missing client secret")),
        ("", (400, "missing client secret")),
        ("wrong", (403, "invalid client secret")),
    ],
)
def test_a_confidential_application_needs_its_secret(flows, secret, expected):
    for tokens in (flows.user_tokens(), flows.device_tokens(client_id=flows.confidential)):
        assert problem(flows.refresh(tokens["refresh_token"], client_secret=secret)) == expected
        assert flows.alive(tokens["access_token"])
        assert flows.refresh(tokens["refresh_token"]).status_code == 200


def test_a_public_application_gets_another_refresh_token_each_time(flows):
    old = flows.device_tokens(SCOPES)
    new = flows.refresh_public(old["refresh_token"]).json()
    assert list(new) == list(old)
    assert new["refresh_token"] != old["refresh_token"]
    assert new["scope"] == SCOPES.split()
    assert not flows.alive(old["access_token"])
    assert flows.alive(new["access_token"])
    flows.box.clock.now += 30 * DAY - 1
    newest = flows.refresh_public(new["refresh_token"]).json()
    flows.box.clock.now += 30 * DAY
    assert problem(flows.refresh_public(newest["refresh_token"])) == BAD_REFRESH


def test_a_replay_ends_the_connection(flows):
    first, other = flows.device_tokens(SCOPES), flows.device_tokens()
    second = flows.refresh_public(first["refresh_token"]).json()
    mine = flows.user_tokens()  # the same user's, but another application's
    assert problem(flows.refresh(first["refresh_token"])) == BAD_REFRESH  # nor that one's replay
    assert flows.alive(second["access_token"])
    assert problem(flows.refresh_public(first["refresh_token"])) == BAD_REFRESH
    for tokens in (second, other):
        assert not flows.alive(tokens["access_token"])
        assert problem(flows.refresh_public(tokens["refresh_token"])) == BAD_REFRESH
    assert flows.alive(mine["access_token"])


def test_a_refresh_token_is_for_its_application(flows):
    public, confidential = flows.device_tokens(), flows.user_tokens()
    assert problem(flows.refresh(public["refresh_token"])) == BAD_REFRESH
    assert problem(flows.refresh_public(confidential["refresh_token"])) == BAD_REFRESH
    assert flows.refresh_public(public["refresh_token"]).status_code == 200


def test_proofs_do_not_stand_in_for_each_other(flows):
    tokens, device = flows.user_tokens(), flows.device()
    proofs = [
        tokens["access_token"], tokens["refresh_token"], flows.code(),
        device["device_code"], device["user_code"], flows.confidential,
    ]  # fmt: skip
    wanted = {2: "code", 1: "refresh_token", 3: "device_code"}
    for (number, proof), kind in itertools.product(enumerate(proofs), wanted.values()):
        if wanted.get(number) == kind:
            continue
        if kind == "code":
            assert problem(flows.exchange(proof)) == BAD_CODE
        elif kind == "refresh_token":
            assert problem(flows.refresh(proof)) == BAD_REFRESH
        else:
            assert problem(flows.poll(proof)) == BAD_DEVICE


# --- devices -------------------------------------------------------------------------------


def test_the_answer_to_a_device(flows):
    answer = flows.post("device", client_id=flows.public, scopes=SCOPES)
    code, user_code = answer.json()["device_code"], answer.json()["user_code"]
    assert answer.text == (
        f'{{"device_code":"{code}","expires_in":1800,"interval":5,"user_code":"{user_code}",'
        f'"verification_uri":"{flows.box.base}/activate?device-code={user_code}"}}\n'
    )
    assert (len(code), len(user_code)) == (40, 8)
    assert code.isalnum()
    assert user_code.isalpha()
    assert user_code.isupper()


@pytest.mark.parametrize("kind", ["public", "confidential"])
def test_a_device_waits_and_gets_its_token_once(flows, kind):
    client_id = getattr(flows, kind)
    started = flows.device(SCOPES, client_id)
    for _ in range(3):
        assert problem(flows.poll(started["device_code"], client_id)) == PENDING
    assert "is connected" in flows.answer(started["user_code"], login="marta_paints").text
    answer = flows.poll(started["device_code"], client_id)
    names = ["access_token", "expires_in", "refresh_token", "scope", "token_type"]
    assert list(answer.json()) == names
    assert flows.validate(answer.json()["access_token"]).json()["login"] == "marta_paints"
    assert problem(flows.poll(started["device_code"], client_id)) == BAD_DEVICE


def test_a_device_is_refused(flows):
    started = flows.device(SCOPES)
    assert "is not connected" in flows.answer(started["user_code"], "cancel").text
    assert problem(flows.poll(started["device_code"])) == BAD_DEVICE
    assert "No device waits" in flows.activation(started["user_code"]).page.text


def test_a_device_code_is_for_its_application(flows):
    started = flows.device()
    flows.answer(started["user_code"])
    assert problem(flows.poll(started["device_code"], flows.confidential)) == BAD_DEVICE
    assert flows.poll(started["device_code"]).status_code == 200


@pytest.mark.parametrize("answered", [True, False])
def test_a_device_code_lives_for_half_an_hour(flows, answered):
    started = flows.device()
    flows.box.clock.now += 1799
    if answered:
        flows.answer(started["user_code"])
    else:
        assert problem(flows.poll(started["device_code"])) == PENDING
    flows.box.clock.now += 1
    assert problem(flows.poll(started["device_code"])) == BAD_DEVICE
