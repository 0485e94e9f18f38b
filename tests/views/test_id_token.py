"""What a learner sees of an ID token and of its checks, and what the panels never show."""

import pytest

from helpers import views
from helpers.credentials import id_token
from helpers.credentials.secret import Secret
from helpers.errors import BadIdToken
from helpers.tokens import Token
from tests.credentials.id_tokens import (
    ACCESS_TOKEN,
    CLIENT_ID,
    ISSUER,
    NONCE,
    NOW,
    at_hash,
    expected,
    signer,
    unsigned,
)
from tests.views.openid import both, pieces

pytestmark = pytest.mark.usefixtures("noon_in_the_views")


def checks(token, **changes):
    return views.id_token_checks(token, **expected(**changes))


# --- the token, taken apart ------------------------------------------------------------------


def test_the_parts_are_decoded_and_explained():
    token = Secret(signer().sign(email="me@example.com", at_hash=at_hash()))
    for shown in both(views.id_token_parts(token)):
        for word in ("Header", "Claims", "Signature", "SANDBOX", "nothing is checked yet"):
            assert word in shown
        for value in ("RS256", ISSUER, CLIENT_ID, "141981764", "me@example.com", at_hash()):
            assert value in shown
        assert "256 bytes, made with RS256" in shown
        assert "when it ends, in seconds since 1970: 23 November 2026, 12:15:00 UTC" in shown
        assert "when it was made, in seconds since 1970: 23 November 2026, 12:00:00 UTC" in shown
        assert "not explained in this course" not in shown


def test_what_is_shown_is_no_token():
    token = Secret(signer().sign())
    for shown in both(views.id_token_parts(token)) + both(checks(token)):
        assert not any(piece in shown for piece in pieces(token))
        assert NONCE not in shown


def test_a_nonce_can_be_told_apart_or_compared(monkeypatch):
    token = signer().sign()
    assert "the-… (41 characters)" in views.id_token_parts(token).text
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    for shown in both(views.id_token_parts(token)) + both(checks(token)):
        assert "(41 random characters)" in shown
        assert "the-" not in shown


def test_a_forged_token_is_shown_too():
    shown = views.id_token_parts(unsigned({"alg": "none"}, {"exp": "soon", "iat": None}))
    assert "0 bytes, made with none" in shown.text
    assert "since 1970:" not in shown.text  # neither names a time
    assert "made with None" in views.id_token_parts(unsigned({}, {})).text


def test_a_claim_is_text_and_not_html():
    token = signer().sign(preferred_username="<script>alert(1)</script>", aud="<b>")
    name = {"<img src=x>": 1}
    for shown in (
        views.id_token_parts(token),
        checks(token),
        views.id_token_parts(unsigned(name, name)),
    ):
        assert "<script>" not in shown.html
        assert "<b>" not in shown.html
        assert "<img" not in shown.html


def test_the_colours_are_the_themes_own():
    for shown in (views.id_token_parts(signer().sign()), checks(signer().sign())):
        colours = [each for each in shown.html.split(";") if "color:" in each]
        assert colours
        assert all("var(--jp-" in each or "currentColor" in each for each in colours)


def test_no_token_is_one_sentence():
    with pytest.raises(BadIdToken):
        views.id_token_parts(ACCESS_TOKEN)
    with pytest.raises(BadIdToken):
        checks(ACCESS_TOKEN)


# --- the checks ------------------------------------------------------------------------------


def results(shown) -> dict[str, str]:
    """The result of each check, from the table in words."""
    rows = [line.split() for line in shown.text.splitlines() if line.startswith("  ")]
    return {row[0]: row[-1] for row in rows[1:]}


def test_all_checks_of_a_good_token_pass():
    token = signer().sign(at_hash=at_hash())
    shown = checks(token, access_token=Token(Secret(ACCESS_TOKEN), "user"))
    assert all("Every check passed" in each for each in both(shown))
    assert list(results(shown)) == [
        *("alg", "kid", "signature", "iss", "aud", "sub", "azp", "exp", "iat", "nonce", "at_hash")
    ]
    assert set(results(shown).values()) == {"passed"}
    assert not any(ACCESS_TOKEN in each for each in both(shown))


def test_the_table_goes_on_after_a_failure_and_says_each_reason():
    token = signer().sign(iss="https://evil.example", exp=NOW.timestamp() - 1, nonce=...)
    shown = checks(token)
    failed = [name for name, result in results(shown).items() if result == "failed"]
    assert failed == ["iss", "exp", "nonce"]
    for each in both(shown):
        assert "3 checks failed" in each
        assert "https://evil.example" in each
        assert "another login service" in each
        assert "(nothing)" in each
        assert "later than 23 November 2026, 12:00:00 UTC" in each
        assert "23 November 2026, 11:59:59 UTC" in each


def test_a_tampered_token_fails_by_its_signature_alone():
    shown = checks(id_token.tamper(signer().sign(), sub="1"))
    assert "1 check failed" in shown.text
    assert [name for name, each in results(shown).items() if each == "failed"] == ["signature"]


def test_a_long_value_is_cut():
    shown = checks(signer().sign(aud=["x" * 3000]))
    assert all("x" * 70 in each and "x" * 81 not in each for each in both(shown))
