"""curl as the Command Prompt and PowerShell read it: every value arrives as it was sent."""

import json
import shlex
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.views.exchange.snippets import WINDOWS, snippets
from tests.views.test_snippets import HOSTILE
from tests.views.windows_shells import cmd_words, powershell_words

calm = settings(max_examples=200, derandomize=True, database=None, deadline=None)
CMD, POWERSHELL = WINDOWS
VARIABLES = {"PATH": "C:\\", "A": '" & calc & "', "20": "twenty"}
# Many of what shells find special, and names that are variables.
TEXTS = st.text() | st.text(alphabet="%^\"'`$!&|<>()\\ \n:=PATH20a‘’") | st.sampled_from(HOSTILE)

Call = tuple[list[str], str | None]
SH = "curl"


def calls(**request: object) -> dict[str, Call]:
    """The arguments of curl and what is piped into it, for each shell.

    sh's are what the others must say: a test of its own holds them against the request.
    """
    sent = requests.Request("POST", "https://x.example/", **request).prepare()
    found = snippets(sent)
    piped, words = powershell_words(found[POWERSHELL])
    return {
        SH: (shlex.split(found[SH].replace(" \\\n  ", " ")), None),
        CMD: (cmd_words(found[CMD], VARIABLES), None),
        POWERSHELL: (words, piped),
    }


def form(words: list[str]) -> list[tuple[str, str]]:
    """The form that curl would send."""
    pairs = []
    for option, text in zip(words[4::2], words[5::2], strict=True):
        name, _, value = text.partition("=")
        if option in ("-d", "--data-urlencode"):
            pairs.append((unquote(name), unquote(value) if option == "-d" else value))
    return pairs


@calm
@given(TEXTS, TEXTS)
def test_every_form_arrives_as_it_was(name, value):
    found = calls(data=[(f"a{name}", value), ("b", value)])
    wanted = form(found.pop(SH)[0])
    assert len(wanted) == 2
    for words, piped in found.values():
        assert form(words) == wanted
        assert words[1:4] == ["-X", "POST", "https://x.example/"]
        assert piped is None


@calm
@given(TEXTS)
def test_every_json_arrives_as_it_was(value):
    found = calls(json={"title": value, "tags": [value]})
    wanted = json.loads(found[SH][0][-1])
    assert found[CMD][0][-2] == "-d"
    assert json.loads(found[CMD][0][-1]) == wanted
    words, piped = found[POWERSHELL]
    assert words[-2:] == ["-d", "@-"]
    assert json.loads(piped or "") == wanted


@calm
@given(TEXTS)
def test_every_address_arrives_as_it_was(value):
    found = calls(params={"q": value})
    wanted = parse_qsl(urlsplit(found.pop(SH)[0][3]).query, keep_blank_values=True)
    assert [name for name, _ in wanted] == ["q"]
    for words, _ in found.values():
        assert len(words) == 4
        assert parse_qsl(urlsplit(words[3]).query, keep_blank_values=True) == wanted


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_address_method_or_header_cannot_break_out(value):
    request = requests.Request("GET", "https://x.example/", headers={"Client-Id": "x"}).prepare()
    request.method = value
    request.url = f"https://x.example/?{value}"
    request.headers["Client-Id"] = value
    found = snippets(request)
    for words in (cmd_words(found[CMD], VARIABLES), powershell_words(found[POWERSHELL])[1]):
        assert [words[1], words[4]] == ["-X", "-H"]
        assert words[3].startswith("https://x.example/?")
        assert len(words) == 6


def test_what_twitch_is_sent_reads_well():
    """What a learner copies has no more signs than it needs."""
    sent = {
        "client_id": "abc",
        "client_secret": "s3cret0s3cret0",
        "grant_type": "client_credentials",
    }
    request = requests.Request("POST", "https://id.twitch.tv/oauth2/token", data=sent).prepare()
    found = snippets(request)
    assert found[CMD].splitlines() == [
        'curl -X POST "https://id.twitch.tv/oauth2/token" ^',
        '  --data-urlencode "client_id=abc" ^',
        '  --data-urlencode "client_secret=YOUR_CLIENT_SECRET" ^',
        '  --data-urlencode "grant_type=client_credentials"',
    ]
    assert found[POWERSHELL].splitlines() == [
        "curl.exe -X POST 'https://id.twitch.tv/oauth2/token' `",
        "  --data-urlencode 'client_id=abc' `",
        "  --data-urlencode 'client_secret=YOUR_CLIENT_SECRET' `",
        "  --data-urlencode 'grant_type=client_credentials'",
    ]
