"""OpenID Connect on the wire and in the address bar; the checks are in tests/credentials."""

import json
import string
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from helpers.credentials.secret import Secret
from helpers.errors import (
    AuthorizationFailed,
    BadAnswer,
    ConsentRefused,
    CourseError,
    NotAnAddress,
    NoTokenInAddress,
    RedirectMismatch,
    Refusal,
    WrongState,
)
from helpers.grants import openid_connect
from helpers.tokens import Token
from helpers.wire import send
from tests.wire.bad_server import answering, http

PAGE = "http://localhost:3000/"
STATE = "the-state-that-was-sent"
TOKEN = "0123456789abcdefghijklmnopqrst"
ID_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
BOTH = (
    f"#access_token={TOKEN}&id_token={ID_TOKEN}&scope=openid+user%3Aread%3Aemail"
    f"&state={STATE}&token_type=bearer"
)


def url(*scopes: str, **changes) -> dict[str, str]:
    """The parameters of an authorize URL."""
    address = openid_connect.authorization_url(
        "my-id", PAGE, scopes or ["openid"], STATE, "a-nonce", **changes
    )
    assert urlsplit(address).path == "/oauth2/authorize"
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


@pytest.fixture(autouse=True)
def somewhere(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", "http://127.0.0.1:1/oauth2")
    monkeypatch.setenv("TWITCH_COURSE_API_URL", "http://127.0.0.1:1/helix")


@pytest.fixture
def server(monkeypatch):
    """A login service that answers everything with an empty JSON object."""
    with answering(http("200 OK", "{}")) as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"{base}/oauth2")
        yield f"{base}/oauth2"


# --- the requests ----------------------------------------------------------------------------


def test_discovery_and_keys_need_no_token(server):
    for call, path in (
        (openid_connect.discover, "/.well-known/openid-configuration"),
        (openid_connect.keys, "/keys"),
    ):
        request = call().request
        assert (request.method, request.url) == ("GET", server + path)
        assert "Authorization" not in request.headers


@pytest.mark.parametrize("wrap", [str, Secret, lambda text: Token(Secret(text), "user")])
def test_userinfo_gets_the_access_token_in_a_header(server, wrap):
    request = openid_connect.user_info(wrap(TOKEN)).request
    assert (request.method, request.url) == ("GET", f"{server}/userinfo")
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


def test_errors_are_returned_not_raised(monkeypatch):
    with answering(http("401 Unauthorized", "{}")) as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
        assert openid_connect.user_info("x").status_code == 401
        assert openid_connect.keys().status_code == 401
        assert openid_connect.discover().status_code == 401


# --- the authorize URL -----------------------------------------------------------------------


def test_the_url_asks_for_a_code_with_a_nonce():
    assert url("openid", "user:read:email") == {
        "client_id": "my-id",
        "redirect_uri": PAGE,
        "response_type": "code",
        "scope": "openid user:read:email",
        "force_verify": "false",
        "state": STATE,
        "nonce": "a-nonce",
    }


def test_claims_travel_as_compact_json():
    claims = {"id_token": {"email": None, "picture": None}, "userinfo": {"updated_at": None}}
    sent = url("openid", claims=claims)["claims"]
    assert json.loads(sent) == claims
    assert " " not in sent
    assert "claims" not in url("openid", claims={})


@pytest.mark.parametrize("response_type", ["code", "id_token", "token id_token"])
def test_the_response_type_is_a_choice(response_type):
    sent = url(response_type=response_type, force_verify=True)
    assert (sent["response_type"], sent["force_verify"]) == (response_type, "true")
    address = openid_connect.authorization_url("i", PAGE, "openid", "s", "n", None, response_type)
    assert f"response_type={quote(response_type)}&" in address


def test_scopes_may_be_words_or_any_iterable():
    make = openid_connect.authorization_url
    addresses = {
        make("i", PAGE, scopes, "s", "n")
        for scopes in ("openid a:b", ["openid", "a:b"], iter(("openid", "a:b")))
    }
    assert len(addresses) == 1


@pytest.mark.parametrize("scopes", ["", [], "user:read:email", ["OpenID"], "openid,a", "openidx"])
def test_without_the_scope_openid_there_is_no_url(scopes):
    with pytest.raises(CourseError, match="Add openid to the scopes"):
        openid_connect.authorization_url("i", PAGE, scopes, "s", "n")


def test_the_nonce_is_long_random_and_new_each_time():
    nonces = {openid_connect.new_nonce() for _ in range(1000)}
    assert len(nonces) == 1000
    assert all(len(nonce) * 6 >= 128 for nonce in nonces)
    assert all(set(nonce) <= set(string.ascii_letters + string.digits + "-_") for nonce in nonces)


# --- the way back ----------------------------------------------------------------------------


def test_both_tokens_are_read_and_kept_out_of_sight():
    answer = openid_connect.parse_redirect(PAGE + BOTH, STATE)
    assert answer.id_token.reveal() == ID_TOKEN
    assert answer.token.access_token.reveal() == TOKEN
    assert answer.token.scopes == ("openid", "user:read:email")
    assert ID_TOKEN not in repr(answer)
    assert TOKEN not in repr(answer)


def test_an_id_token_may_come_alone():
    answer = openid_connect.parse_redirect(f"{PAGE}#id_token={ID_TOKEN}&state={STATE}", STATE)
    assert (answer.id_token, answer.token) == (ID_TOKEN, None)


def test_scopes_encoded_twice_are_read():
    answer = openid_connect.parse_redirect(PAGE + BOTH.replace("%3A", "%253A"), STATE)
    assert answer.token.scopes == ("openid", "user:read:email")


@pytest.mark.parametrize(
    ("address", "error"),
    [
        (f"{PAGE}?error=access_denied&state={STATE}", ConsentRefused),
        (f"{PAGE}#error=access_denied&state={STATE}", ConsentRefused),
        (f"{PAGE}?error=access_denied&state=other", WrongState),
        (f"{PAGE}?error=redirect_mismatch&state={STATE}", RedirectMismatch),
        (f"{PAGE}?error=unsupported_response_type&state={STATE}", AuthorizationFailed),
        (PAGE, NoTokenInAddress),
        (f"{PAGE}#access_token={TOKEN}&state={STATE}", NoTokenInAddress),
        (f"{PAGE}?id_token={ID_TOKEN}&state={STATE}", NoTokenInAddress),
        (f"{PAGE}?code=abc&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#id_token=&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#id_token=a%20b&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#id_token=na%C3%AFve&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#id_token={ID_TOKEN}&id_token=b&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#id_token={ID_TOKEN}&access_token=&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#id_token={ID_TOKEN}", WrongState),
        (f"{PAGE}#id_token={ID_TOKEN}&state=other", WrongState),
        (f"{PAGE}#id_token={ID_TOKEN}&state={STATE}&state=other", WrongState),
        (f"{PAGE}?state={STATE}#id_token={ID_TOKEN}", WrongState),
        (BOTH, NotAnAddress),
        (ID_TOKEN, NotAnAddress),
        (f"{PAGE}#id_token={'x' * 9000}&state={STATE}", NotAnAddress),
    ],
)
def test_everything_else_is_a_typed_error(address, error):
    with pytest.raises(CourseError) as caught:
        openid_connect.parse_redirect(address, STATE)
    assert type(caught.value) is error
    assert ID_TOKEN not in f"{caught.value} {caught.value.args!r}"
    assert TOKEN not in str(caught.value)
    assert str(caught.value).endswith(".")


# --- the answer to POST /token ---------------------------------------------------------------


def answer(status: str, body: str):
    with answering(http(status, body)) as base:
        return send("POST", base, data={})


def test_the_id_token_is_read_from_the_answer():
    found = openid_connect.id_token_of(answer("200 OK", json.dumps({"id_token": ID_TOKEN})))
    assert isinstance(found, Secret)
    assert found.reveal() == ID_TOKEN


@pytest.mark.parametrize(
    "value", [None, "", 5, [ID_TOKEN], f" {ID_TOKEN}", f"{ID_TOKEN}\n", "na\u00efve"], ids=repr
)
def test_an_answer_without_an_id_token_says_what_to_do(value):
    with pytest.raises(BadAnswer, match="Ask for the scope openid") as caught:
        openid_connect.id_token_of(answer("200 OK", json.dumps({"id_token": value})))
    assert ID_TOKEN not in str(caught.value)


def test_a_refusal_is_told_in_twitchs_words():
    body = '{"status":400,"message":"Invalid authorization code"}'
    with pytest.raises(Refusal) as caught:
        openid_connect.id_token_of(answer("400 Bad Request", body))
    assert (caught.value.status, caught.value.message) == (400, "Invalid authorization code")
    for body in ("", "<html>", "[]"):
        with pytest.raises(BadAnswer):
            openid_connect.id_token_of(answer("200 OK", body))
