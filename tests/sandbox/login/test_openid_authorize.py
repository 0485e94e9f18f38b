"""What the sandbox's /authorize says to OpenID Connect: what it refuses, and the consent page."""

import pytest

from helpers.catalogue.scopes import find
from tests.sandbox.box import Browser
from tests.sandbox.flows import problem

# --- what is refused -------------------------------------------------------------------------

MALFORMED = [
    "null", "[]", "1", '"openid"', "{", "not JSON", '{"id_token": null}', '{"id_token": ["email"]}',
    '{"userinfo": "email"}', '{"id_token": {"email": null}} x', "[" * 5000, '{"a":' * 1200, "\0",
    "1" * 5000, "\ufeff{}",
]  # fmt: skip


@pytest.mark.parametrize("claims", MALFORMED, ids=range(len(MALFORMED)))
@pytest.mark.parametrize("response_type", ["code", "id_token", "token"])
def test_malformed_claims(box, claims, response_type):
    asked = box.request(response_type=response_type, scope="openid", claims=claims, state="s")
    answer = Browser(box.running.id_url).open(asked)
    assert answer.headers["Location"] == (
        "http://localhost:3000/?error=invalid_request"
        "&error_description=Parameter+claims+is+malformed&state=s"
    )


def test_without_openid_claims_are_not_looked_at(box):
    answer = Browser(box.running.id_url).open(box.request(claims="{", nonce="n"))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("response_type", "scope"),
    [
        *[(kind, "") for kind in ("id_token", "token id_token", "code id_token")],
        ("id_token", "openidx"),
        ("id_token", "OPENID"),
        *[
            (kind, "openid")
            for kind in (
                "code token", "code token id_token", "id_token id_token", "token token",
                "token  id_token", " id_token", "ID_TOKEN", "token,id_token", "none", " ",
            )
        ],
    ],
)  # fmt: skip
def test_response_types_that_are_not_supported(box, response_type, scope):
    asked = box.request(response_type=response_type, scope=scope)
    answer = Browser(box.running.id_url).open(asked)
    assert answer.headers["Location"] == (
        "http://localhost:3000/?error=unsupported_response_type"
        "&error_description=Response+type+is+not+supported"
    )


@pytest.mark.parametrize("response_type", ["id_token", "token id_token", "code id_token"])
def test_a_public_app_gets_no_token_in_a_fragment(flows, response_type):
    asked = flows.box.request(client_id=flows.public, response_type=response_type, scope="openid")
    answer = Browser(flows.box.running.id_url).open(asked)
    assert "?error=unauthorized_client&" in answer.headers["Location"]


def test_a_code_gives_one_id_token(flows):
    code = flows.code("openid")
    assert "id_token" in flows.exchange(code).json()
    assert problem(flows.exchange(code)) == (400, "Invalid authorization code")


# --- consent ---------------------------------------------------------------------------------


def test_consent_is_asked_for_in_plain_words_and_remembered(flows):
    login = "quiet_viewer"
    asked = flows.box.request(response_type="id_token", scope="openid")
    browser = Browser(flows.box.running.id_url)
    page = browser.sign_in(asked, login)
    assert find("openid").description in page.text
    assert "<code>openid</code>" in page.text
    assert "#id_token=" in browser.decide("authorize").headers["Location"]
    assert browser.open(asked).status_code == 302
    assert "<code>openid</code>" in flows.connections(login).page.text
    flows.disconnect(flows.confidential, login)
    assert browser.open(asked).status_code == 200


def test_a_refusal_is_in_the_query(flows):
    browser = Browser(flows.box.running.id_url)
    asked = {"scope": "openid", "force_verify": "true", "state": "s"}
    browser.sign_in(flows.box.request(response_type="token id_token", **asked))
    assert browser.decide("cancel").headers["Location"] == (
        "http://localhost:3000/?error=access_denied"
        "&error_description=The+user+denied+you+access&state=s"
    )
