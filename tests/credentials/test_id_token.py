"""An ID token is believed when everything is right, and for nothing less."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from helpers import clock
from helpers.credentials import id_token, id_token_checks
from helpers.credentials.secret import Secret
from helpers.errors import BadAnswer, BadIdToken, CourseError, Refusal
from helpers.grants import openid_connect
from helpers.tokens import Token
from helpers.wire import send
from tests.credentials.id_tokens import (
    ACCESS_TOKEN,
    CLIENT_ID,
    ISSUER,
    NONCE,
    NOW,
    at_hash,
    claims,
    encoded,
    signer,
    unsigned,
)
from tests.wire.bad_server import answering, http

UTC_NOON = NOW.timestamp()


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def verify(token, **changes):
    expected = {"keys": signer().keys(), "issuer": ISSUER, "client_id": CLIENT_ID, "nonce": NONCE}
    return openid_connect.verify(token, **expected | changes)


def refused(token, **changes) -> str:
    """The one sentence with which a token is refused; it never holds the token."""
    with pytest.raises(BadIdToken) as caught:
        verify(token, **changes)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    text = token.reveal() if isinstance(token, Secret) else token
    assert len(text) < 4 or text not in sentence
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return sentence


def failed(token, **changes) -> list[str]:
    """The names of all checks that fail."""
    expected = {"keys": signer().keys(), "issuer": ISSUER, "client_id": CLIENT_ID, "nonce": NONCE}
    return [
        each.name for each in id_token_checks.checks(token, **expected | changes) if each.problem
    ]


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


# --- each check, failing alone ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("iss", {"iss": "https://id.example/oauth2/"}, "another login service"),
        ("iss", {"iss": ISSUER.upper()}, "another login service"),
        ("iss", {"iss": [ISSUER]}, "another login service"),
        ("iss", {"iss": ...}, "has no iss"),
        ("aud", {"aud": "another-id"}, "for another application"),
        ("aud", {"aud": CLIENT_ID + "x"}, "for another application"),
        ("aud", {"aud": CLIENT_ID.upper()}, "for another application"),
        ("aud", {"aud": ["one", "two"]}, "for another application"),
        ("aud", {"aud": []}, "for another application"),
        ("aud", {"aud": [[CLIENT_ID]]}, "for another application"),
        ("aud", {"aud": {CLIENT_ID: 1}}, "for another application"),
        ("aud", {"aud": ...}, "has no aud"),
        ("azp", {"azp": "another-id"}, "given to another application"),
        ("azp", {"azp": [CLIENT_ID]}, "given to another application"),
        ("azp", {"azp": ""}, "given to another application"),
        ("azp", {"aud": [CLIENT_ID, "two"], "azp": ...}, "has no azp"),
        ("sub", {"sub": ""}, "who signed in"),
        ("sub", {"sub": 141981764}, "who signed in"),
        ("sub", {"sub": None}, "has no sub"),
        ("sub", {"sub": ...}, "has no sub"),
        ("exp", {"exp": UTC_NOON}, "is over"),
        ("exp", {"exp": UTC_NOON - 1}, "is over"),
        ("exp", {"exp": "tomorrow"}, "is over"),
        ("exp", {"exp": True}, "is over"),
        ("exp", {"exp": str(UTC_NOON + 900)}, "is over"),
        ("exp", {"exp": float("inf")}, "is over"),
        ("exp", {"exp": float("nan")}, "is over"),
        ("exp", {"exp": 10**30}, "is over"),
        ("exp", {"exp": ...}, "has no exp"),
        ("iat", {"iat": UTC_NOON + 61}, "in the future"),
        ("iat", {"iat": 10**30}, "in the future"),
        ("iat", {"iat": "now"}, "in the future"),
        ("iat", {"iat": ...}, "has no iat"),
        ("nonce", {"nonce": NONCE + "x"}, "another sign-in"),
        ("nonce", {"nonce": NONCE[:-1]}, "another sign-in"),
        ("nonce", {"nonce": ""}, "another sign-in"),
        ("nonce", {"nonce": [NONCE]}, "another sign-in"),
        ("nonce", {"nonce": "näive"}, "another sign-in"),
        ("nonce", {"nonce": ...}, "has no nonce"),
    ],
    ids=str,
)
def test_one_wrong_claim_is_enough(name, changes, words):
    token = signer().sign(**changes)
    assert words in refused(token)
    assert failed(token) == [name]


@pytest.mark.parametrize(
    "wrong", [at_hash("another-token"), at_hash() + "=", "", None, 5, [at_hash()]]
)
def test_another_access_token_is_noticed(wrong):
    token = signer().sign(at_hash=wrong)
    assert "at_hash" in refused(token, access_token=ACCESS_TOKEN)
    assert failed(token, access_token=ACCESS_TOKEN) == ["at_hash"]
    assert ACCESS_TOKEN not in refused(token, access_token=ACCESS_TOKEN)


def test_an_empty_nonce_protects_nobody():
    assert "another sign-in" in refused(signer().sign(nonce=""), nonce="")


def test_the_first_failure_is_told_and_all_are_listed():
    token = signer().sign(iss="x", exp=0, nonce="x")
    assert "another login service" in refused(token)
    assert failed(token) == ["iss", "exp", "nonce"]


# --- the signature ---------------------------------------------------------------------------


def test_a_key_of_somebody_else_is_not_enough():
    token = signer("forger").sign()
    assert "The signature does not fit" in refused(token)
    assert failed(token) == ["signature"]


@pytest.mark.parametrize("part", [0, 1, 2])
def test_every_part_is_signed(part):
    first, second = signer().sign().split("."), signer().sign(sub="1", nonce=NONCE).split(".")
    other = signer().sign(header={"typ": "JOSE"}).split(".")
    first[part] = (other if part == 0 else second)[part]
    assert failed(".".join(first)) == ["signature"]


def test_a_tampered_token_keeps_all_but_its_signature():
    token = id_token.tamper(signer().sign(), sub="1", email="me@example.com")
    assert isinstance(token, Secret)
    assert id_token.parts(token).claims == claims(sub="1", email="me@example.com")
    assert failed(token) == ["signature"]
    assert "The signature does not fit" in refused(token)


def test_an_unknown_key_is_told_apart_from_a_wrong_signature():
    token = signer().sign(header={"kid": "2"})
    assert "names a key (kid) that is not among Twitch's keys" in refused(token)
    assert failed(token) == ["kid", "signature"]


def test_a_token_that_names_no_key_is_refused():
    token = unsigned({"alg": "RS256"}, claims())
    assert "has no kid" in refused(token)
    keys = signer().keys()
    del keys["keys"][0]["kid"]
    assert "has no kid" in refused(token, keys=keys)


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", "", "rs256", "RS512", "ES256", 5])
@pytest.mark.parametrize("signature", [b"", b"x" * 256])
def test_the_token_does_not_choose_the_algorithm(name, signature):
    token = unsigned({"alg": name, "kid": "1"}, claims(), signature)
    assert "names another signature algorithm" in refused(token)
    assert failed(token) == ["alg", "signature"]


def test_a_token_without_algorithm_is_refused():
    assert "has no alg" in refused(unsigned({"kid": "1"}, claims()))


@pytest.mark.parametrize("secret", ["n", "jwk", "pem"])
def test_a_public_key_is_no_secret_to_sign_with(secret):
    """The confusion attack: HMAC with what everybody knows (RFC 8725, section 2.1)."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    [key] = signer().keys()["keys"]
    public = signer().key.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    known = {"n": key["n"].encode(), "jwk": json.dumps(key).encode(), "pem": pem}[secret]
    start = unsigned({"alg": "HS256", "kid": "1"}, claims()).rpartition(".")[0]
    token = f"{start}.{encoded(hmac.digest(known, start.encode(), hashlib.sha256))}"
    assert "names another signature algorithm" in refused(token)
    assert failed(token) == ["alg", "signature"]
    key_of_their_own = {"keys": [{"kty": "oct", "kid": "1", "alg": "HS256", "k": encoded(known)}]}
    assert failed(token, keys=key_of_their_own) == ["alg", "signature"]


@pytest.mark.parametrize(
    "changes",
    [
        {"n": ""},
        {"n": "!"},
        {"n": "ä"},
        {"n": 5},
        {"n": None},
        {"e": "AA"},
        {"e": ["AQAB"]},
        {"e": "_" * 400},
        {"kty": "EC"},
        {"kty": None},
        {"kty": ["RSA"]},
        {"d": "AQAB"},
    ],
    ids=str,
)
def test_a_damaged_key_fits_nothing(changes):
    assert failed(signer().sign(), keys=signer().keys(**changes)) == ["signature"]


@pytest.mark.filterwarnings("ignore:The RSA key is 1024 bits")
def test_a_key_that_is_too_short_fits_nothing():
    short = signer("short", bits=1024)
    assert failed(short.sign(), keys=short.keys()) == ["signature"]


@pytest.mark.parametrize("keys", [{}, {"keys": None}, {"keys": "1"}, {"keys": {"1": {}}}], ids=str)
def test_an_answer_without_keys_is_told(keys):
    with pytest.raises(BadAnswer, match="no list of keys"):
        verify(signer().sign(), keys=keys)


def test_no_keys_at_all_fit_nothing():
    assert "Fetch the keys again" in refused(signer().sign(), keys={"keys": []})


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        ("503 Busy", "<html>", Refusal),
        ("404 Not Found", '{"status":404,"message":"Not Found"}', Refusal),
        ("200 OK", "<html>", BadAnswer),
        ("200 OK", "[]", BadAnswer),
        ("200 OK", "{}", BadAnswer),
    ],
)
def test_keys_that_did_not_come_are_told(status, body, error):
    with answering(http(status, body)) as base:
        answer = send("GET", f"{base}/keys")
    with pytest.raises(CourseError) as caught:
        verify(signer().sign(), keys=answer)
    assert type(caught.value) is error


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
        keys=signer().keys(),
        issuer=ISSUER,
        client_id=CLIENT_ID,
        nonce=NONCE,
        access_token=ACCESS_TOKEN,
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
