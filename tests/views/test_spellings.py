"""What was sent is hidden in every spelling in which it may come back; what is no secret is not."""

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
import requests

from helpers import views
from helpers.credentials.by_look import shown_by_look
from helpers.views.exchange.masking import shown_address
from tests.views.forms import everything

SECRET = "s3cret0s3cret0s3cret0s3cret012"
ODD = "p/ss \"w'rd+é<&>%=3crèt"  # what a webhook's secret may be
TOKEN = "abcdefghij0123456789abcdefghij"


def made(
    answer: str,
    kind: str = "application/json",
    *,
    status: int = 400,
    method: str = "POST",
    url: str = "https://id.twitch.tv/oauth2/token",
    reason: str = "Bad Request",
    came: dict[str, str] | None = None,
    **sent: object,
) -> requests.Response:
    """A request and the answer to it, without a server between them."""
    response = requests.Response()
    response.request = requests.Request(method, url, **sent).prepare()
    response.status_code, response.reason = status, reason
    response._content = answer.encode("utf-8", "surrogatepass")
    response.headers.update({"Content-Type": kind, **(came or {})})
    return response


def lower_hex(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "percent": lambda text: quote(text, safe=""),
    "percent, small letters, each letter": lower_hex,
    "percent, capitals": lambda text: lower_hex(text).upper(),
    "percent twice": lambda text: quote(lower_hex(text), safe=""),
    "form": quote_plus,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON twice": lambda text: json.dumps(json.dumps(text))[1:-1],
    "JSON, each letter": lambda text: "".join(f"\\u{ord(each):04X}" for each in text),
    "JSON, slashes": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "HTML": html.escape,
    "HTML, numbers": lambda text: "".join(f"&#{ord(each)};" for each in text),
    "HTML, hex": lambda text: "".join(f"&#x{ord(each):x};" for each in text),
    "HTML twice": lambda text: html.escape(html.escape(text)),
    "percent, HTML, JSON": lambda text: "".join(
        f"\\u0026#{ord(each)};" for each in lower_hex(text)
    ),
    "Python": lambda text: repr(text)[1:-1],
    "in an address in JSON": lambda text: json.dumps(f"https://x/?u={quote_plus(text)}")[1:-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "Basic": lambda text: "Basic " + base64.b64encode(f"my-id:{text}".encode()).decode(),
    "in quotes": lambda text: f"'{text}'",
    "two blanks": lambda text: f"Bearer  {text}",
}
WAYS_BACK: dict[str, Callable[[str, dict[str, str]], requests.Response]] = {
    "text": lambda spelt, data: made(f"bad: {spelt} was sent", "text/plain", data=data),
    "JSON": lambda spelt, data: made(json.dumps({"message": f"{spelt}!"}), data=data),
    "name of a field": lambda spelt, data: made(json.dumps({"data": [{spelt: 1}]}), data=data),
    "broken JSON": lambda spelt, data: made('{"message": "' + spelt, data=data),
    "reason": lambda spelt, data: made("{}", reason=f"No {spelt}", data=data),
    "location": lambda spelt, data: made(
        "", status=302, came={"Location": f"https://x.example/?a={spelt}#b={spelt}"}, data=data
    ),
}
SPELT = [
    (secret, spelling)
    for secret in (SECRET, ODD)
    for spelling in SPELLINGS
    if (secret, spelling) != (ODD, "in capitals")  # only letters have capitals
]


@pytest.mark.parametrize(("secret", "spelling"), SPELT)
def test_what_was_sent_is_hidden_however_it_comes_back(secret, spelling):
    spelt = SPELLINGS[spelling](secret)
    for way, answered in WAYS_BACK.items():
        response = answered(spelt, {"client_id": "my-id", "client_secret": secret})
        for shown in (views.show(response), views.explain_fields(response)):
            for seen in (shown.text, html.unescape(shown.html), everything(shown)):
                assert spelt not in seen, way
                assert secret.lower() not in seen.lower(), way
                assert secret[2:-2] not in seen, way
        assert "(hidden)" in views.show(response).text, way


WAYS_THERE: dict[str, dict[str, object]] = {
    "query": {"params": {"access_token": SECRET}},
    "fragment": {"url": f"https://id.twitch.tv/x#access_token={SECRET}"},
    "form": {"data": {"Refresh_Token": SECRET}},
    "form without a type": {"data": f"client_secret={SECRET}"},
    "multipart": {"files": {"client_secret": (None, SECRET), "a": ("b.txt", "c")}},
    "JSON": {"json": {"transport": [{"secret": SECRET}]}},
    "JSON with a charset": {
        "data": json.dumps({"streamKey": SECRET}),
        "headers": {"Content-Type": "application/json; charset=utf-8"},
    },
    "JSON cut off": {
        "data": json.dumps({"stream_key": SECRET})[:-2],
        "headers": {"Content-Type": "application/json"},
    },
    "a text": {"data": f"my token is {SECRET}", "headers": {"Content-Type": "text/plain"}},
    "Bearer": {"headers": {"Authorization": f"Bearer {SECRET}"}},
    "two blanks": {"headers": {"authorization": f"Bearer  {SECRET} "}},
    "quotes": {"headers": {"Authorization": f'Bearer "{SECRET}"'}},
    "a scheme of its own": {"headers": {"Authorization": f"Token {SECRET}"}},
    "oauth:": {"data": {"token": f"oauth:{SECRET}"}},
    "Basic, but no base64": {"headers": {"Authorization": f"Basic {SECRET}!"}},
    "Basic": {"auth": ("my-id", SECRET)},
    "password": {"url": f"https://me:{SECRET}@id.twitch.tv/oauth2/token"},
    "name before @": {"url": f"https://{SECRET}@id.twitch.tv/oauth2/token"},
    "path": {"url": f"https://id.twitch.tv/hooks/{TOKEN}/x"},
    "another header": {"headers": {"X-Auth-Token": SECRET, "Cookie": f"sid={SECRET}"}},
    "an address in a parameter": {"data": {"redirect_uri": f"https://x/?token={SECRET}"}},
}


@pytest.mark.parametrize("way", WAYS_THERE)
def test_what_was_sent_is_hidden_wherever_it_stood(way):
    secret = TOKEN if way == "path" else SECRET
    back = "" if way in ("path", "a text", "JSON cut off") else f"<b>{secret}</b>"
    if way == "an address in a parameter":
        back = f"https://x/?token={secret}"
    shown = views.show(made(back, "text/html", **WAYS_THERE[way]))
    assert secret not in everything(shown)
    assert secret.upper() not in everything(shown).upper()
    assert base64.b64encode(f"my-id:{secret}".encode()).decode() not in everything(shown)


def test_a_damaged_address_shows_no_secret():
    for url in (f"http://[::1?access_token={SECRET}", f"http://[::1#access_token={SECRET}"):
        response = made(f"<b>{SECRET}</b>", "text/html")
        response.request.url = url
        assert SECRET not in everything(views.show(response))


def test_a_text_that_is_spelt_many_times_over_is_read_three_times_and_left():
    text = "%41"
    for letter, spelt in (("%", "\\u0025"), ("\\", "%5C"), ("%", "&#37;"), ("&", "\\u0026")):
        text = text.replace(letter, spelt)
    assert shown_by_look(text) == text


NOT_SECRET = {
    "a scope": {"data": {"scope": "user:read:email", "client_secret": SECRET}},
    "a client ID": {"data": {"client_id": TOKEN}},
    "a client ID in the head": {"headers": {"Client-Id": TOKEN, "Authorization": "Bearer x"}},
    "a login": {"params": {"login": "twitchdev"}},
    "a redirect URI": {"data": {"redirect_uri": "http://localhost:3000/", "code": SECRET}},
    "a title": {"json": {"title": "Token of love", "secret": SECRET}},
}


@pytest.mark.parametrize("what", NOT_SECRET)
def test_what_is_no_secret_comes_back_as_it_is(what):
    parts = next(iter(NOT_SECRET[what].values()))
    value = str(next(iter(parts.values())))
    shown = views.show(made(json.dumps({"message": f"Not {value} here"}), **NOT_SECRET[what]))
    assert f'"message": "Not {value} here"' in shown.text
    assert SECRET not in everything(shown)


@pytest.mark.parametrize(
    "text",
    [
        *("missing oauth token", "OAuth authentication required", "invalid client secret"),
        *(
            "code: 400",
            "code=invalid",
            "token type: bearer",
            "password is required",
            "secret: none",
        ),
        *("Missing scope: channel:read:stream_key", "Content-Type: text/html; charset=utf-8"),
        *(f"client id {TOKEN}", "urn:ietf:params:oauth:grant-type:device_code", "a = b", "50% off"),
        *("https://www.twitch.tv/activate?public=true&device-code=GRPSKHNM", "AT&amp;T", "\\n\\u"),
    ],
)
def test_prose_is_left_as_it_is(text):
    assert shown_by_look(text) == text


@pytest.mark.parametrize(
    "text",
    [
        f"The token {TOKEN} is over",
        f"access token is {TOKEN}",
        f"code: {TOKEN}",
        f"key={TOKEN}, secret={TOKEN}",
        f"Authorization: Bearer {TOKEN}",
        f"Cookie: a={TOKEN}; b={TOKEN}",
        f"oauth:{TOKEN}",
        f"'refresh_token': '{TOKEN}'",
        f'{{\\"id_token\\":\\"{TOKEN}\\"}}',
        f"https://me:{TOKEN}@x.example/",
        f"next=%2F%3Faccess_token%3D{TOKEN}",
        f"eyJhbGciOiJSUzI1NiJ9.{TOKEN}.{TOKEN}",
        f"see &quot;client_secret&quot;: &quot;{TOKEN}&quot;",
        f"stream_key={TOKEN}",
    ],
)
def test_what_looks_like_a_secret_is_hidden_whoever_wrote_it(text):
    assert TOKEN not in shown_by_look(text)
    assert TOKEN not in everything(views.show(made(text, "text/plain", status=200)))
    assert TOKEN not in everything(views.table([{"note": text}]))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pw@x.example/a", "https://(hidden)@x.example/a"),
        ("http://evil.test\\@localhost:9/", "http://(hidden)@localhost:9/"),
        (f"https://x.example/t/{TOKEN}/y", "https://x.example/t/(hidden)/y"),
        (
            "https://x.example/?Client_Secret=abc&a=b",
            "https://x.example/?Client_Secret=(hidden)&a=b",
        ),
        ("https://x.example/?sig=abc", "https://x.example/?sig=(hidden)"),
        ("https://x.example/?a=1;code=a2b4c6d8", "https://x.example/?a=1%3Bcode%3D(hidden)"),
        ("http://[::1", "http://[::1"),
        ("https://x.example/?" + "a=" * 3000, "https://x.example/?" + "a=" * 3000),
    ],
)
def test_an_address_shows_no_secret_in_any_part(url, shown):
    assert shown_address(url) == shown
