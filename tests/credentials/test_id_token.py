"""An ID token is believed when everything is right; whatever else there is, is no ID token."""

import json
from datetime import timedelta

import pytest

from helpers.credentials import id_token, id_token_checks
from helpers.credentials.secret import Secret
from helpers.errors import BadIdToken
from helpers.tokens import Token
from helpers.wire import send
from tests.credentials.id_tokens import (
    ACCESS_TOKEN,
    CLIENT_ID,
    NONCE,
    NOW,
    at_hash,
    claims,
    encoded,
    expected,
    refused,
    signer,
    unsigned,
    verify,
)
from tests.wire.bad_server import answering, http

UTC_NOON = NOW.timestamp()


pytestmark = pytest.mark.usefixtures("noon")


# --- what passes -----------------------------------------------------------------------------


@pytest.mark.parametrize("wrap", [str, Secret])
def test_a_good_token_gives_its_claims(wrap):
    assert verify(wrap(signer().sign())) == claims()


def test_more_claims_come_back_as_they_are():
    extra = {"email": None, "email_verified": False, "preferred_username": "Łukasz 🎮"}
    assert verify(signer().sign(**extra)) == claims(**extra)


@pytest.mark.parametrize(
    "changes",
    [
        {"azp": ...},
        {"aud": [CLIENT_ID]},
        {"aud": [CLIENT_ID], "azp": ...},
        {"aud": ["another-id", CLIENT_ID]},
        {"exp": UTC_NOON + 0.001},
        {"exp": UTC_NOON + 1},
        {"iat": UTC_NOON + 60},
        {"iat": UTC_NOON - 10**9},
    ],
    ids=str,
)
def test_what_the_specification_allows_passes(changes):
    assert verify(signer().sign(**changes))["sub"] == "141981764"


@pytest.mark.parametrize("wrap", [str, Secret, lambda text: Token(Secret(text), "user")])
def test_the_access_token_that_came_with_it_fits(wrap):
    # The example of OpenID Connect Core 1.0, appendix A.4
    token, digest = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "77QmUPtjPfzWtF2AnpK9RQ"
    assert verify(signer().sign(at_hash=digest), access_token=wrap(token))["at_hash"] == digest


def test_at_hash_counts_only_where_both_are_there():
    assert verify(signer().sign(), access_token=ACCESS_TOKEN)
    assert verify(signer().sign(at_hash=at_hash("another")))


def test_the_right_key_is_chosen_by_its_name():
    old, new = signer("old").keys(kid="0"), signer().keys()
    both = {"keys": ["no key", {}, *old["keys"], *new["keys"]]}
    assert verify(signer().sign(), keys=both)
    assert "signature does not fit" in refused(signer().sign(header={"kid": "0"}), keys=both)


def test_the_keys_may_be_twitchs_answer(monkeypatch):
    with answering(http("200 OK", json.dumps(signer().keys()))) as base:
        assert verify(signer().sign(), keys=send("GET", f"{base}/keys"))


def test_a_headless_run_checks_by_its_own_clock(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    assert verify(signer().sign())


# --- what is no ID token ---------------------------------------------------------------------


def half(text: str) -> str:
    return text[: len(text) // 2]


HEADER = encoded(b'{"alg":"RS256","kid":"1"}')
DEEP = encoded(b'{"a":' * 200 + b"1" + b"}" * 200)
PAYLOAD = encoded(json.dumps(claims()).encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "...",
        ACCESS_TOKEN,
        "three.small.words",
        f"{HEADER}.{PAYLOAD}",
        f"{HEADER}.{PAYLOAD}.x.y",
        f".{PAYLOAD}.AAAA",
        f"{HEADER}..AAAA",
        f"{HEADER}.{PAYLOAD}.A",
        f"{HEADER}.{PAYLOAD}.!!!!",
        f"{HEADER}.{half(PAYLOAD)}.AAAA",
        f" {HEADER}.{PAYLOAD}.AAAA\n",
        f"{HEADER}.{PAYLOAD}.ÄÄÄÄ",
        f"{HEADER}.{PAYLOAD}.\udcff",
        f"{encoded(b'[]')}.{PAYLOAD}.AAAA",
        f"{encoded(b'no json')}.{PAYLOAD}.AAAA",
        f"{encoded(b'x' * 9)}.{PAYLOAD}.AAAA",
        *(
            f"{HEADER}.{encoded(body)}.AAAA"
            for body in (
                b"",
                b"null",
                b"[]",
                b'"text"',
                b"{",
                b"\xff\xfe",
                b'{"sub":"\xff"}',
                b'{"sub":"\\ud800"}',
                b'{"n":' + b"[" * 200 + b"]" * 200 + b"}",
                b"[" * 4000,
                b'{"sub":"' + b"x" * 9000 + b'"}',
            )
        ),
        f"{DEEP}.{PAYLOAD}.AAAA",
        unsigned({"alg": "RS256", "kid": 1}, claims()),
        unsigned({"alg": "RS256", "kid": "1", "crit": ["x"]}, claims()),
        unsigned({"alg": "RS256", "kid": "1", "b64": False, "crit": ["b64"]}, claims()),
        "x" * 10_000_000,
        "." * 10_000,
    ],
    ids=lambda text: repr(text)[:40],
)
def test_everything_else_is_not_an_id_token(text):
    assert refused(text).startswith("This is not an ID token")
    with pytest.raises(BadIdToken):
        id_token.tamper(text, sub="1")


def test_a_real_signature_under_no_object_is_not_enough():
    assert refused(signer().sign(b"[]")).startswith("This is not an ID token")


def test_nothing_is_shown_by_accident():
    token = Secret(signer().sign(at_hash=at_hash()))
    found = id_token_checks.checks(
        token,
        **expected(access_token=ACCESS_TOKEN),
    )
    shown = repr(id_token.parts(token)) + repr(found) + repr(id_token.tamper(token, sub="1"))
    assert NONCE not in shown
    assert token.reveal()[-20:] not in shown


@pytest.mark.parametrize(
    "seconds", [None, True, "1", [], float("nan"), float("inf"), 1e300, 10**400]
)
def test_what_names_no_time_is_no_moment(seconds):
    assert id_token.moment(seconds) is None


def test_a_moment_is_in_utc():
    assert id_token.moment(NOW.timestamp()) == NOW
    assert id_token.moment(0.5).utcoffset() == timedelta(0)
