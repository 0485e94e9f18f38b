"""Answers that no program should send: they are shown all the same, and soon."""

import gzip
import html
import json
import time

import pytest
import requests

from helpers import views
from helpers.errors import CourseError
from helpers.views.exchange import fold
from tests.views.anything import Read
from tests.views.test_spellings import SECRET, made
from tests.wire.bad_server import answering

MANY = 300_000  # small items: as large as an answer may be
DEEP = 100_000
SECONDS = 4.0  # of work; a body that is drawn whole takes minutes

ODD = {
    "nested lists": ("[" * DEEP + "]" * DEEP, "nested too deep to be read"),
    "nested objects": ('{"a":' * DEEP + "1" + "}" * DEEP, "nested too deep to be read"),
    "nested a little": ("[" * 300 + "]" * 300, "what is nested deeper is not shown"),
    "many items": (json.dumps([{"id": each} for each in range(MANY)]), "299,900 more items"),
    "many in data": (json.dumps({"data": list(range(MANY))}), "299,900 more items"),
    "many fields": (json.dumps({str(each): each for each in range(MANY)}), "299,900 more fields"),
    "wide and deep": (json.dumps([[[list(range(99))] * 99] * 9] * 9), "more items"),
    "a long text": (json.dumps({"a": "b" * 5_000_000}), "(cut here)"),
    "a long number": ('{"n": ' + "9" * 9000 + "}", "(cut here)"),
    "half a character": ('{"a": "\\ud800", "\\udfff": 1}', "\ufffd"),
    "a text": ("=&%25" * 500_000, "This is not JSON"),
    "quotes": ('\'"token":\\' * 200_000, "This is not JSON"),
    "nothing": ("", "(an empty body)"),
    "null": ("null", "null"),
    "a number beyond all": ("[1e999, NaN]", "Infinity"),
    "with a byte order mark": ('\ufeff{"a": "found"}', '"found"'),
    "binary": ("\0\1\2\3" * 1000, "(4,000 bytes that are not text: application/json)"),
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_answer_is_shown_and_folded(what):
    body, said = ODD[what]
    response = made(body, status=200, data={"client_secret": SECRET})
    began = time.process_time()
    shown, fields = views.show(response), views.explain_fields(response)
    drawn = shown.html
    assert time.process_time() - began < SECONDS
    assert said in shown.text
    assert said in html.unescape(drawn)
    assert len(drawn) < 1_500_000
    assert len(shown.text) < 500_000
    for each in (shown, fields):
        Read(each.html)
        each.text.encode()


def test_what_is_folded_is_counted_in_the_tree():
    drawn = views.show(made(json.dumps(list(range(1_000))), status=200)).html
    assert "list, 1000 items" in drawn
    assert "… and 900 more items" in drawn


def test_a_list_of_a_full_page_is_drawn_whole():
    page = json.dumps({"data": [{"id": str(each), "tags": ["a"] * 10} for each in range(100)]})
    assert "more" not in views.show(made(page, status=200)).text


def test_a_secret_at_the_cut_is_hidden_as_a_whole():
    for before in range(fold.LONGEST - 40, fold.LONGEST + 1, 7):
        body = json.dumps({"message": "x" * before + SECRET + "y" * 9})
        shown = views.show(made(body, data={"client_secret": SECRET}))
        text = views.show(made("x" * (before - 1400) + SECRET, "text/plain", data={"code": SECRET}))
        for each in (shown, text):
            assert SECRET[:8] not in each.text
            assert SECRET[:8] not in each.html


@pytest.mark.parametrize(
    ("kind", "encoding", "body"),
    [
        ("application/json", "gzip", gzip.compress(b'{"a": 1}', mtime=0)[:-9]),
        ("application/json", "gzip", b"no gzip"),
        ("image/png", "", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("text/plain; charset=nonsense", "", b"caf\xc3\xa9"),
        ("text/plain; charset=utf-16", "", b"odd"),
        ("", "", b"\xff\xfe\xfd"),
    ],
)
def test_a_body_that_cannot_be_read_is_shown(kind, encoding, body):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    head += f"Content-Encoding: {encoding}\r\n" if encoding else ""
    with answering(f"{head}Connection: close\r\n\r\n".encode() + body) as base:
        response = requests.get(base, stream=True, timeout=5)
        Read(views.show(response).html)
        Read(views.explain_fields(response).html)


def test_a_calendar_or_a_picture_need_not_be_json():
    assert "not JSON" not in views.show(made("BEGIN:VCALENDAR", "text/calendar", status=200)).text
    assert "not JSON" in views.show(made("<html>", "text/html", status=200)).text


def test_an_answer_made_by_hand_is_shown():
    shown = views.show(requests.Response())
    assert "made by hand" in shown.text
    assert "(no status)" in shown.text
    with_request = requests.Response()
    with_request.request = requests.PreparedRequest()
    assert "What was sent" in views.show(with_request).text


@pytest.mark.parametrize("given", [None, "a text", {"data": []}, 7, requests.Request("GET", "x")])
@pytest.mark.parametrize(
    "view", [views.show, views.explain_fields, views.account, views.rate_limit]
)
def test_what_is_no_answer_gets_a_sentence(view, given):
    with pytest.raises(CourseError, match=rf"{view.__name__}\(…\) takes a response.*Run the cell"):
        view(given)


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ('{"data": []}', 200, "Twitch has no account of that name or ID"),
        ('{"data": null}', 200, "Twitch has no account of that name or ID"),
        ('{"data": [{"title": "x"}]}', 200, "display_name, login and id are not in it"),
        ('{"message": "Invalid OAuth token"}', 401, "The answer holds no account. About the token"),
        ("<html>", 200, "is not a whole JSON object"),
        ("{}", 200, "holds no data"),
    ],
)
def test_why_there_is_no_account_is_said_on_the_card(body, status, sentence):
    shown = views.account(made(body, status=status))
    assert sentence in shown.text
    assert sentence in html.unescape(shown.html)
    assert "above" not in shown.text, "nothing may stand above"
