"""What a request and its answer show of their secrets: never more than a start."""

import json

import pytest
import requests

from helpers import views
from helpers.catalogue.explain import explain_redirect
from helpers.credentials.secret import hint
from helpers.grants import authorization_code, device_code, openid_connect, refresh_token
from helpers.grants import revoke as revoke_grant
from helpers.views.exchange.masking import shown_address, shown_json, shown_value
from helpers.wire import embedded, send
from tests.views.forms import MARKER, everything
from tests.wire.bad_server import answering, http

NOT_HIDDEN = ("client_id", "scope", "token_type", "user_code", "message", "id", "tokens", "codes")


def both(shown) -> list[str]:
    """The HTML and the text: each must say it, each must hide it."""
    return list(shown._repr_mimebundle_().values())


def asked(answer: object, **sent: str) -> requests.Response:
    """A POST with these parameters, answered by this JSON."""
    with answering(http("200 OK", json.dumps(answer))) as base:
        return send("POST", f"{base}/oauth2/token", data=sent)


def at_authorize(sandbox, **changes: str) -> requests.Response:
    """The sandbox's answer to a browser that opens the authorize URL with these changes."""
    sent = {"client_id": sandbox.client_id, "redirect_uri": "http://localhost:3000"}
    known = {"response_type": "code", "scope": "", "state": MARKER}
    return send("GET", f"{sandbox.id_url}/authorize", params=sent | known | changes)


# --- what is sent ----------------------------------------------------------------------------


def test_the_token_of_a_revocation_is_hidden(service):
    token = service.app_token().access_token
    shown = views.show(revoke_grant.revoke(service.flows.confidential, token))
    assert f"token = {hint(token)}" in shown.text
    assert "token=YOUR_TOKEN" in shown.html
    assert not any(token.reveal() in each for each in both(shown))


@pytest.mark.parametrize(
    "name",
    ["access_token", "refresh_token", "id_token", "token", "client_secret", "code", "device_code"],
)
def test_every_secret_is_hidden_wherever_it_is_sent_or_comes_back(name):
    answer = {name: MARKER, "inside": [{name: MARKER}], "said": f"this: {MARKER}"}
    response = asked(answer, **{name: MARKER})
    for shown in (*both(views.show(response)), *both(views.explain_fields(response))):
        assert MARKER not in shown
    assert f"YOUR_{name.upper()}" in views.show(response).html
    assert views.show(response).html.count(f"YOUR_{name.upper()}") == 5, "one for each tool"


@pytest.mark.parametrize("name", NOT_HIDDEN)
def test_what_is_no_secret_is_shown(name):
    assert shown_value(name, "a plain value of it") == "a plain value of it"
    assert shown_json({name: "a plain value of it"}) == {name: "a plain value of it"}


def test_an_empty_secret_is_called_empty():
    response = asked({"message": "missing oauth token"}, token="", client_secret="")
    assert "token = (empty)" in views.show(response).text
    assert '"message": "missing oauth token"' in views.show(response).text


def test_a_short_token_shows_nothing_of_itself():
    shown = views.show(asked({}, token="short-token")).text
    assert "token = … (hidden)" in shown


def test_a_refresh_token_that_comes_back_unchanged_is_seen_to_be_the_same(service):
    device = service.device_token()
    again = {"access_token": "n" * 30, "refresh_token": device.refresh_token.reveal()}
    sent = {"grant_type": "refresh_token", "refresh_token": device.refresh_token.reveal()}
    shown = views.show(asked(again, **sent))
    start = hint(device.refresh_token)
    assert f"refresh_token = {start}" in shown.text
    assert f'"refresh_token": "{start}"' in shown.text
    assert not any(device.refresh_token.reveal() in each for each in both(shown))


def test_a_refresh_is_shown_without_either_pair_of_tokens(service):
    user, application = service.user_token(), service.application
    response = refresh_token.refresh(
        application.client_id, application.client_secret, user.refresh_token
    )
    new = response.json()
    assert new["access_token"] != user.access_token
    for shown in (*both(views.show(response)), *both(views.explain_fields(response))):
        for secret in (user.refresh_token.reveal(), new["access_token"], new["refresh_token"]):
            assert secret not in shown
        assert application.client_secret.reveal() not in shown


def test_an_exchanged_code_is_hidden(service):
    code, application = service.flows.code("clips:edit"), service.application
    response = authorization_code.exchange_code(
        application.client_id, application.client_secret, code, "http://localhost:3000"
    )
    assert response.ok
    shown = views.show(response)
    assert "code = (hidden)" in shown.text
    assert "code=YOUR_CODE" in shown.html
    assert not any(code in each for each in both(shown))


# --- addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["state", "nonce"])
@pytest.mark.parametrize("sign", ["?", "#", "?a=b&"])
def test_the_random_texts_of_a_sign_in_are_counted_only(name, sign):
    shown = shown_address(f"https://id.twitch.tv/oauth2/authorize{sign}{name}={MARKER}&scope=a")
    assert shown == (
        f"https://id.twitch.tv/oauth2/authorize{sign}{name}=(30+random+characters)&scope=a"
    )


def test_a_state_in_json_is_left_alone():
    assert shown_json({"state": "approved"}) == {"state": "approved"}
    assert MARKER not in str(shown_json({"nonce": MARKER}))


def test_the_location_of_a_redirect_shows_no_secret():
    address = f"http://localhost:3000/?code={MARKER}&scope=&state={MARKER}"
    with answering(
        f"HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode()
    ) as base:
        response = send("GET", f"{base}/oauth2/authorize", params={"state": MARKER})
    shown = views.show(response)
    location = "Location: http://localhost:3000/?code=(hidden)&scope=&state=(30+random+characters)"
    assert location in shown.text
    assert not any(MARKER in each for each in both(shown))
    assert shown.text.endswith("(an empty body)"), "a redirect that works needs no remark"


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"redirect_uri": "http://localhost:1"}, "redirect_mismatch", "is not registered"),
        ({"response_type": "id_token"}, "", "also needs the scope openid"),
    ],
    ids=str,
)
def test_an_error_in_an_address_is_explained(sandbox, changes, error, sentence):
    shown = views.show(at_authorize(sandbox, **changes))
    assert "302 Found" in shown.text
    assert f"error={error}" in shown.text
    assert sentence in shown.text
    assert sentence in shown.html
    assert not any(MARKER in each for each in both(shown))


def test_the_way_to_the_login_page_shows_no_secret(sandbox):
    shown = views.show(at_authorize(sandbox))
    assert "302 Found" in shown.text
    assert "/login?client_id=" in shown.text
    assert not any(MARKER in each for each in both(shown))


def test_any_error_in_an_address_gets_a_sentence():
    assert explain_redirect("") == ""
    assert "You pressed Cancel" in explain_redirect("access_denied")
    for error in ("<b>", "something_new"):
        assert explain_redirect(error).startswith("Your request: Twitch refused")


# --- the sandbox's port ----------------------------------------------------------------------


@pytest.mark.parametrize("headless", [False, True])
def test_the_port_is_hidden_in_a_run_without_a_person_alone(monkeypatch, home, headless):
    if headless:
        monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    running = embedded.sandbox()
    _, _, part = running.address.rpartition("/")
    base = running.address.replace(part, "(hidden)")
    codes = device_code.request_codes(running.public_client_id, ["clips:edit"])
    documents = [codes, openid_connect.discover()]
    for response in documents:
        for shown in (*both(views.show(response)), *both(views.explain_fields(response))):
            assert (base in shown) != headless
            assert ("127.0.0.1:PORT/" in shown) == headless
            assert "PORT/(hidden)" not in shown
    address = codes.json()["verification_uri"].replace(part, "(hidden)")
    hidden = address.replace(base, "http://127.0.0.1:PORT")
    assert f'"verification_uri": "{hidden if headless else address}"' in views.show(codes).text


def test_the_first_part_of_the_sandbox_stands_only_where_it_is_needed(sandbox):
    """Whoever knows it can use the sandbox; a request that is repeated cannot do without it."""
    shown = views.show(device_code.request_codes(sandbox.public_client_id, ["clips:edit"]))
    drawn = shown._repr_mimebundle_()["text/html"]
    _, _, part = sandbox.address.rpartition("/")
    assert part not in shown.text
    assert drawn.count(f"{sandbox.address}/oauth2/device") == drawn.count(part) == 5, (
        "curl in three shells, Python, JavaScript"
    )
    assert "<strong>POST /oauth2/device</strong>" in drawn


def test_the_port_of_a_redirect_uri_that_the_learner_chose_stays(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    sent = asked({}, redirect_uri="http://localhost:3000", x="see http://127.0.0.1:17")
    assert "redirect_uri = http://localhost:3000" in views.show(sent).text
    assert "x = see http://127.0.0.1:17" in views.show(sent).text


def test_the_nonce_is_never_shown_in_full(monkeypatch):
    for headless in ("0", "1"):
        monkeypatch.setenv("TWITCH_COURSE_HEADLESS", headless)
        assert MARKER not in everything(views.explain_fields(asked({"nonce": MARKER})))


def test_a_device_code_is_hidden_in_its_answer_and_in_the_question(sandbox):
    public = sandbox.public_client_id
    codes = device_code.request_codes(public, ["clips:edit"])
    code = codes.json()["device_code"]
    asking = device_code.poll(public, ["clips:edit"], code)
    for shown in (*both(views.show(codes)), *both(views.show(asking))):
        assert code not in shown
    assert "device_code = (hidden)" in views.show(asking).text
    assert codes.json()["user_code"] in views.show(codes).text
    assert "has not said yes yet" in views.show(asking).text


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (f"Bearer {MARKER}", f"Bearer {hint(MARKER)}"),
        (f"OAuth {MARKER}", f"OAuth {hint(MARKER)}"),
        (MARKER, hint(MARKER)),  # a common mistake: the scheme is missing
        (f"{MARKER} Bearer", "mark… (37 characters)"),
        (f"Bearer: {MARKER}", "Bear… (38 characters)"),
        ("Bearer", "Bearer … (hidden)"),
    ],
)
def test_an_authorization_header_shows_its_scheme_and_a_start(sent, shown):
    with answering(http("401 Unauthorized", json.dumps({"message": sent}))) as base:
        response = send("GET", base, headers={"Authorization": sent, "Client-Id": "my-id"})
    panel = views.show(response)
    assert f"Authorization: {shown}" in panel.text
    assert "Client-Id: my-id" in panel.text
    assert "YOUR_ACCESS_TOKEN" in panel.html
    assert MARKER not in everything(panel), "not even where the answer repeats it"
