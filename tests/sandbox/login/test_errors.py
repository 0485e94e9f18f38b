"""Every error of the login service that is known, with how well it is known, byte for byte.

Without a row are the API's errors.
"""

import pytest
import requests

from tests.sandbox.box import REDIRECT_URI, login_error
from tests.sandbox.flows import DEVICE_CODE
from tests.sandbox.login.error_cases import CASES, Case, authorize, decide


def title(case: Case) -> str:
    return f"{case.endpoint} {case.condition} ({case.confidence})"


@pytest.mark.parametrize("case", CASES, ids=title)
def test_an_error(flows, case):
    answer = case.send(flows)
    if case.message is None:
        assert (answer.status_code, answer.content) == (case.status, b"")
    else:
        assert (answer.status_code, answer.content) == login_error(case.status, case.message)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cache-Control" not in answer.headers


REDIRECTS = [
    ("redirect_uri not registered", "live", "redirect_mismatch",
     "Parameter+redirect_uri+does+not+match+registered+URI",
     authorize(redirect_uri="https://evil.example", response_type="code", state="s")),
    ("user refuses, token", "doc", "access_denied", "The+user+denied+you+access",
     decide("cancel", state="s")),
    ("user refuses, code", "doc", "access_denied", "The+user+denied+you+access",
     decide("cancel", response_type="code", state="s")),
    ("id_token asked without openid", "live", "unsupported_response_type",
     "Response+type+is+not+supported", authorize(response_type="id_token", state="s")),
    ("claims malformed", "unconfirmed", "invalid_request", "Parameter+claims+is+malformed",
     authorize(claims="{", scope="openid", state="s")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "description", "send"),
    [row[2:] for row in REDIRECTS],
    ids=[f"{condition} ({confidence})" for condition, confidence, *_ in REDIRECTS],
)
def test_an_error_that_goes_back_to_the_application(flows, error, description, send):
    answer = send(flows)
    assert answer.status_code in (302, 303)
    assert answer.headers["Location"] == (
        f"{REDIRECT_URI}/?error={error}&error_description={description}&state=s"
    )


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
@pytest.mark.parametrize("place", ["params", "data", "files"])
def test_grants_in_every_place_and_under_both_prefixes(flows, prefix, place):
    box = flows.box

    def post(path: str, **sent: str) -> requests.Response:
        parts = {name: (None, value) for name, value in sent.items()}
        kept = {place: parts if place == "files" else sent}
        return requests.post(f"{box.base}/{prefix}/{path}", **kept)

    own = {"client_id": flows.confidential, "client_secret": box.running.client_secret}
    tokens = post(
        "token", **own, grant_type="authorization_code", code=flows.code(),
        redirect_uri=REDIRECT_URI,
    ).json()  # fmt: skip
    again = post(
        "token", **own, grant_type="refresh_token", refresh_token=tokens["refresh_token"]
    ).json()
    revoked = post("revoke", client_id=flows.confidential, token=again["access_token"])
    assert revoked.status_code == 200
    device = post("device", client_id=flows.public, scopes="").json()
    sent = {"grant_type": DEVICE_CODE, "device_code": device["device_code"]}
    answer = post("token", client_id=flows.public, **sent)
    assert answer.json()["message"] == "authorization_pending"
