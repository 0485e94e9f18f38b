"""The signature of an ID token: which key, which algorithm, and what is no key at all."""

import hashlib
import hmac
import json

import pytest

from helpers.credentials import id_token
from helpers.credentials.secret import Secret
from helpers.errors import BadAnswer, CourseError, Refusal
from helpers.wire import send
from tests.credentials.id_tokens import (
    NONCE,
    claims,
    encoded,
    failed,
    refused,
    signer,
    unsigned,
    verify,
)
from tests.wire.bad_server import answering, http

pytestmark = pytest.mark.usefixtures("noon")


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
