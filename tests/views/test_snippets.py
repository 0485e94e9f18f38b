"""What is to be copied says the same as the request, whatever stands in it, and has no secret."""

import ast
import json
import re
import shlex
import subprocess
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from helpers.views.exchange.snippets import placeholder, snippets

SECRET = "s3cret0s3cret0s3cret0s3cret012"
HOSTILE = [
    "'; rm -rf / #",
    '"; process.exit() //',
    "$(rm -rf /) `rm`",
    "a\nb\r\nc",
    "\\",
    "\\'",
    "</script><img src=x>",
    "\u2028é\U0001f600",
    "%0A%27",
    "@/etc/hosts",
    "[1-3]{a,b}",
    "${x} #{x} {x}",
]


def ways(method: str = "POST", url: str = "https://api.twitch.tv/helix/x", **sent: object):
    return snippets(requests.Request(method, url, **sent).prepare())


def python_call(way: str) -> tuple[str, dict[str, object]]:
    """The name of the function that is called, and its arguments."""
    tree = ast.parse(way)
    assert [type(each) for each in tree.body] == [ast.Import, ast.Assign, ast.Expr]
    call = tree.body[1].value
    arguments = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    positional = [ast.literal_eval(each) for each in call.args]
    return call.func.attr, arguments | {"positional": positional}


def curl_options(way: str) -> list[tuple[str, str]]:
    words = shlex.split(way.replace(" \\\n  ", " "))  # shlex knows no line that goes on
    assert words[0] == "curl"
    words = words[1:]
    url = words.pop(2)
    return [("url", url), *zip(words[::2], words[1::2], strict=True)]


def javascript_calls(way: str) -> dict[str, object]:
    """Each text of the script, read as JSON: JavaScript reads it alike."""
    url = re.match(r"const response = await fetch\((\".*\"), \{\n", way)
    method = re.search(r"^  method: (\".*\"),$", way, re.MULTILINE)
    return {"url": json.loads(url[1]), "method": json.loads(method[1])}


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_cannot_break_out(value):
    found = ways(data={value: value, "a": value}, headers={"Client-Id": "my-id"})
    _, arguments = python_call(found["Python requests"])
    assert arguments["data"] == {value: value, "a": value}
    options = curl_options(found["curl"])
    form = [text for name, text in options if name == "--data-urlencode"]
    assert form[1] == f"a={value}"
    assert [name for name, _ in options] == ["url", "-X", "-H", *["--data-urlencode"] * 2]
    assert re.fullmatch(r"[\w%.~/-]*", form[0].partition("=")[0]), "its name is encoded"
    sent = re.search(r'new URLSearchParams\("(.*)"\)', found["JavaScript fetch"])[1]
    assert parse_qsl(sent) == [(value, value), ("a", value)]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_json_cannot_break_out(value):
    found = ways(json={value: [value, {"a": value}]})
    _, arguments = python_call(found["Python requests"])
    assert arguments["json"] == {value: [value, {"a": value}]}
    options = dict(curl_options(found["curl"]))
    assert json.loads(options["-d"]) == arguments["json"]
    stringified = re.search(r"JSON\.stringify\((.*)\),\n", found["JavaScript fetch"])[1]
    assert json.loads(stringified) == arguments["json"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_address_or_method_cannot_break_out(value):
    request = requests.Request("GET", "https://x.example/", params={"q": value}).prepare()
    for method in ("GET", value):
        request.method = method
        found = snippets(request)
        options = dict(curl_options(found["curl"]))
        assert options["-X"] == method
        function, arguments = python_call(found["Python requests"])
        assert function == ("get" if method == "GET" else "request")
        called = javascript_calls(found["JavaScript fetch"])
        assert called["method"] == method
        for url in (options["url"], arguments["positional"][-1], called["url"]):
            assert parse_qsl(urlsplit(url).query) == [("q", value)]


def test_what_is_sent_more_than_once_is_sent_as_often():
    found = ways(data=[("id", "1"), ("id", "2"), ("client_secret", SECRET)])
    _, arguments = python_call(found["Python requests"])
    assert arguments["data"] == [("id", "1"), ("id", "2"), ("client_secret", "YOUR_CLIENT_SECRET")]
    assert found["curl"].count("id=") == 2
    assert "id=1&id=2" in found["JavaScript fetch"]


PLACES = {
    "query": ({"params": {"stream-key": SECRET}}, "YOUR_STREAM_KEY"),
    "state": ({"params": {"state": SECRET}}, "YOUR_STATE"),
    "fragment": ({"url": f"https://x.example/#access_token={SECRET}"}, "YOUR_ACCESS_TOKEN"),
    "form": ({"data": {"codeVerifier": SECRET}}, "YOUR_CODE_VERIFIER"),
    "multipart": ({"files": {"client_secret": (None, SECRET)}}, "YOUR_CLIENT_SECRET"),
    "JSON": ({"json": {"transport": {"secret": SECRET}}}, "YOUR_SECRET"),
    "JSON list": ({"json": [{"access_token": [SECRET]}]}, "YOUR_ACCESS_TOKEN"),
    "userinfo": ({"url": f"https://me:{SECRET}@x.example/"}, "YOUR_PASSWORD@x.example"),
    "path": ({"url": f"https://x.example/{SECRET}/y"}, "x.example/YOUR_PATH_TOKEN/y"),
    "Bearer": ({"headers": {"Authorization": f"Bearer {SECRET}"}}, "Bearer YOUR_ACCESS_TOKEN"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_placeholder_stands_where_the_secret_stood(place):
    sent, stands = PLACES[place]
    for way in ways(**sent).values():
        assert SECRET not in way
        assert stands in way


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("client_secret", "YOUR_CLIENT_SECRET"),
        ("clientSecret", "YOUR_CLIENT_SECRET"),
        ("Client-Secret", "YOUR_CLIENT_SECRET"),
        ("STREAM_KEY", "YOUR_STREAM_KEY"),
        ("X-Amz-Signature", "YOUR_X_AMZ_SIGNATURE"),
    ],
)
def test_a_placeholder_has_the_name_of_the_field(name, stands):
    assert placeholder(name) == stands


@pytest.mark.parametrize("value", HOSTILE)
def test_a_shell_reads_the_same(value):
    """The one shell that is everywhere: what it makes of the words is what was meant."""
    way = ways(data={"a": value})["curl"].replace("curl", "printf '%s\\0'", 1)
    words = subprocess.run(["sh", "-c", way], capture_output=True, check=True).stdout.split(b"\0")
    assert f"a={value}".encode() in words
