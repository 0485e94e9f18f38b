"""Each check of an ID token, failing alone: one wrong claim is enough."""

import pytest

from tests.credentials.id_tokens import (
    ACCESS_TOKEN,
    CLIENT_ID,
    ISSUER,
    NONCE,
    NOW,
    at_hash,
    failed,
    refused,
    signer,
)

pytestmark = pytest.mark.usefixtures("noon")


UTC_NOON = NOW.timestamp()


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
