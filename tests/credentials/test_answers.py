"""Twitch's answer to POST /token: what becomes a token, and what becomes a plain error."""

import html
import json
from datetime import timedelta
from urllib.parse import quote, quote_plus

import pytest
import requests

from helpers.catalogue.explain import explain
from helpers.credentials import answers
from helpers.credentials.refusals import refusal
from helpers.credentials.secret import Secret
from helpers.errors import BadAnswer, CourseError, Refusal
from helpers.tokens import Token
from tests.credentials.id_tokens import NOW

APP_FORM = {"client_id": "abc", "client_secret": "cba", "grant_type": "client_credentials"}
APP_BODY = {"access_token": "t0ken", "expires_in": 5011271, "token_type": "bearer"}


pytestmark = pytest.mark.usefixtures("noon")


def answer(body, status=200, form=None, params=None):
    """A response as requests makes it, from a body (what JSON can say, or text) and a form."""
    response = requests.Response()
    response.status_code = status
    response._content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    url = "https://id.twitch.tv/oauth2/token"
    response.request = requests.Request("POST", url, params=params, data=form or {}).prepare()
    return response


def test_the_answer_to_client_credentials_is_an_app_token():
    token = Token.from_response(answer(APP_BODY, form=APP_FORM))
    assert token == Token(
        access_token=Secret("t0ken"),
        kind="app",
        expires_at=NOW + timedelta(seconds=5011271),
        client_id="abc",
        obtained_at=NOW,
    )
    assert "t0ken" not in repr(token)


def test_the_request_may_carry_its_parameters_in_the_address():
    token = Token.from_response(answer(APP_BODY, params=APP_FORM))
    assert (token.kind, token.client_id) == ("app", "abc")


def test_twitchs_own_mock_server_sends_empty_extras_with_an_app_token():
    body = {**APP_BODY, "refresh_token": "", "scope": []}
    token = Token.from_response(answer(body, form=APP_FORM))
    assert (token.kind, token.refresh_token, token.scopes) == ("app", None, ())


def test_the_answer_to_any_other_grant_is_a_user_token():
    body = {
        "access_token": "t0ken",
        "expires_in": 14124,
        "refresh_token": "r3fresh",
        "scope": ["chat:edit", "chat:read"],
        "token_type": "bearer",
    }
    form = {"client_id": "abc", "code": "xyz", "grant_type": "authorization_code"}
    token = Token.from_response(answer(body, form=form))
    assert (token.kind, token.client_id) == ("user", "abc")
    assert token.scopes == ("chat:edit", "chat:read")
    assert token.refresh_token == "r3fresh"
    assert "r3fresh" not in repr(token)


@pytest.mark.parametrize("scope", ["chat:edit chat:read", ["chat:edit", "chat:read"]])
def test_scopes_come_as_a_list_or_as_words(scope):
    token = Token.from_response(answer({**APP_BODY, "scope": scope}))
    assert token.scopes == ("chat:edit", "chat:read")


@pytest.mark.parametrize("scope", [None, [], ""])
def test_there_may_be_no_scope(scope):
    assert Token.from_response(answer({**APP_BODY, "scope": scope})).scopes == ()


@pytest.mark.parametrize("body", [{}, {"expires_in": None}, {"expires_in": 0}])
def test_a_lifetime_that_is_not_told_is_not_known(body):
    token = Token.from_response(answer({"access_token": "t", "token_type": "Bearer", **body}))
    assert token.expires_at is None


def test_a_response_made_by_hand_has_no_request():
    response = answer(APP_BODY)
    response.request = None
    assert Token.from_response(response).client_id is None


def test_a_request_body_that_is_a_stream_is_not_read():
    response = answer(APP_BODY)
    response.request.body = iter([b"client_id=abc"])
    assert Token.from_response(response).client_id is None


def test_a_request_body_may_be_bytes():
    response = answer(APP_BODY)
    response.request.body = b"client_id=abc&grant_type=client_credentials&x=\xff"
    assert Token.from_response(response).kind == "app"


SECRET = "s3cret-in-the-body"


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"<html>{SECRET}</html>",
        json.dumps({**APP_BODY, "access_token": SECRET})[:-20],
        "[" * 100_000,
        f'"{SECRET}"',
        [SECRET],
        None,
        5,
        {},
        {**APP_BODY, "access_token": None},
        {**APP_BODY, "access_token": ""},
        {**APP_BODY, "access_token": 5},
        {**APP_BODY, "access_token": [SECRET]},
        {**APP_BODY, "access_token": f"{SECRET} "},
        {**APP_BODY, "access_token": f"{SECRET}\r\nHost: elsewhere"},
        {**APP_BODY, "access_token": f"{SECRET}\ud800"},
        {**APP_BODY, "access_token": SECRET, "refresh_token": 5},
        {**APP_BODY, "access_token": SECRET, "token_type": "mac"},
        {**APP_BODY, "access_token": SECRET, "token_type": None},
        {**APP_BODY, "access_token": SECRET, "scope": {"a": 1}},
        {**APP_BODY, "access_token": SECRET, "scope": ["chat:read", 5]},
        {**APP_BODY, "access_token": SECRET, "scope": 5},
        *(
            {**APP_BODY, "access_token": SECRET, "expires_in": strange}
            for strange in (-1, True, "5011271", [], 1e300, 10**400, float("nan"), float("inf"))
        ),
        '{"access_token": "' + SECRET + '", "expires_in": ' + "9" * 5000 + "}",
    ],
)
def test_an_answer_without_a_usable_token_is_a_plain_error(body):
    with pytest.raises(BadAnswer) as error:
        Token.from_response(answer(body, form=APP_FORM))
    assert SECRET not in str(error.value)
    # An IDE or a logger may print what stands behind the error as well.
    assert SECRET not in repr(error.value.__context__)
    assert not hasattr(error.value.__context__, "doc")


def test_an_error_status_is_a_refusal_in_plain_words():
    body = {"status": 403, "message": "invalid client secret"}
    with pytest.raises(Refusal) as error:
        Token.from_response(answer(body, 403, APP_FORM))
    assert str(error.value).startswith("Your credentials: The client ID is right, but the secret")
    assert (error.value.kind, error.value.may_pass) == ("your credentials", False)
    assert (error.value.status, error.value.message) == (403, "invalid client secret")
    assert error.value.body == body


def test_a_refusal_may_come_without_a_message():
    with pytest.raises(Refusal) as error:
        Token.from_response(answer({"message": ["?"]}, 400))
    assert str(error.value) == explain(400, "")


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_an_error_page_that_is_not_json_says_so(status):
    with pytest.raises(Refusal, match="not JSON") as error:
        Token.from_response(answer("<html>Oops</html>", status))
    assert (error.value.status, error.value.body) == (status, None)


def test_what_is_no_response_is_told():
    with pytest.raises(CourseError, match=r"without \.json\(\)"):
        Token.from_response(APP_BODY)


def test_an_answer_without_content_is_no_mistake():
    with pytest.raises(BadAnswer, match="204 No Content: it is done"):
        answers.checked_body(answer("", 204))


# --- a message that this course does not know is passed on ------------------------------------

TOKEN = 'a/very+secret"token=é'
FORM = {
    "client_id": "the-client-id-of-this",
    "client_secret": TOKEN,
    "scope": "channel:read:editors clips:edit",
    "redirect_uri": "http://localhost:3000/",
}


def refused(message: str, **sent) -> Refusal:
    with pytest.raises(Refusal) as error:
        answers.checked_body(answer({"status": 404, "message": message}, 404, **sent))
    return error.value


@pytest.mark.parametrize("shown", [FORM["scope"], FORM["client_id"], FORM["redirect_uri"]])
def test_what_is_no_secret_is_repeated(shown):
    assert f"Twitch's message: About {shown}, sorry" in str(
        refused(f"About {shown}, sorry", form=FORM)
    )


@pytest.mark.parametrize(
    "written",
    [
        TOKEN,
        quote(TOKEN),
        quote(TOKEN, safe=""),
        quote(TOKEN, safe="").lower(),
        quote_plus(TOKEN),
        json.dumps(TOKEN),
        json.dumps(TOKEN)[1:-1],
        html.escape(TOKEN),
        repr(TOKEN),
        f"'{TOKEN}'",
    ],
)
@pytest.mark.parametrize("how", ["form", "params"])
def test_a_secret_is_hidden_in_every_form(written, how):
    problem = refused(f"About {written}, sorry", **{how: FORM})
    assert "(hidden)" in str(problem)
    for part in ("very", "secret", "token="):
        assert part not in str(problem)
        assert part not in problem.message


@pytest.mark.parametrize("header", ["Bearer {}", "bearer  {}", "OAuth oauth:{}", '"{}"', "{}"])
def test_the_token_of_the_header_is_hidden(header):
    response = answer({"message": "abcdefghij0123456789 is none."}, 404)
    response.request.headers["Authorization"] = header.format("abcdefghij0123456789")
    assert refusal(response).message == "(hidden) is none."


def test_a_long_message_is_cut_and_stays_on_one_line():
    said = str(refused("x" * 5000 + "\r\n" + "y" * 5000, form=FORM))
    assert len(said) < 450
    assert "\n" not in said
