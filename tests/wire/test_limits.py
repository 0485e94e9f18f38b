"""Nobody waits for ever, and nobody's answer fills the memory."""

import gzip
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from datetime import timedelta

import pytest
import requests

from helpers import patience, tokens, wire
from helpers.clock import now
from helpers.credentials.secret import Secret
from helpers.errors import BadAnswer, CourseError, TimedOut, TooLong, TwitchError
from helpers.tokens import file
from helpers.wire import connection as connection_module
from helpers.wire import sender
from tests.helix.api_server import Answer, serving
from tests.wire.bad_server import answering, dripping, http

HEAD = b"HTTP/1.1 200 OK\r\n"
BODY = b"Content-Length: 10\r\n\r\n"
# Answers that come byte by byte, and would take a minute and more.
DRIPS = {
    "status line": HEAD + b"X: y\r\n\r\n",
    "headers": HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(90)) + b"\r\n",
    "body": HEAD + b"Content-Length: 2000\r\n\r\n" + b"x" * 2000,
    "body without a length": HEAD + b"\r\n" + b"x" * 2000,
    "chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 500,
    "a chunk's name": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 2000,
    "interim answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 100,
}


@pytest.mark.parametrize("answer", DRIPS.values(), ids=DRIPS)
def test_a_server_that_drips_is_left(answer, monkeypatch):
    monkeypatch.setattr(sender, "READ_SECONDS", 0.3)
    started = time.monotonic()
    with dripping(answer) as base, pytest.raises(TimedOut, match=r"within 0\.3 seconds"):
        wire.send("GET", base)
    assert time.monotonic() - started < 3


def test_a_late_piece_gives_no_new_time(monkeypatch):
    monkeypatch.setattr(sender, "READ_SECONDS", 2.0)
    started = time.monotonic()
    with answering(b"H", b"T", pause=1.5, hold_open=True) as base, pytest.raises(TimedOut):
        wire.send("GET", base)
    assert time.monotonic() - started < 3


def test_everything_together_has_a_limit(monkeypatch):
    monkeypatch.setattr(sender, "EXCHANGE_SECONDS", 0.3)
    with dripping(DRIPS["body"]) as base, pytest.raises(TimedOut):
        wire.send("GET", base)


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("", r"could not be connected to within 0\.2 seconds"),
        ("http://proxy.example:8080", "HTTPS_PROXY"),
    ],
)
def test_a_name_service_that_keeps_silent_is_left(monkeypatch, proxy, said):
    asked = threading.Event()

    def silent(*args: object, **named: object) -> None:
        asked.set()
        finished.wait(10)

    finished = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(sender, "CONNECT_SECONDS", 0.2)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    try:
        with pytest.raises(TwitchError, match=said):
            wire.send("GET", "https://id.example/oauth2")
    finally:
        finished.set()
    assert asked.is_set()


def test_a_connection_that_comes_too_late_is_closed(monkeypatch):
    find, too_late = socket.getaddrinfo, threading.Event()

    def late(*args: object, **named: object) -> object:
        too_late.wait(10)
        return find(*args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", late)
    monkeypatch.setattr(sender, "CONNECT_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(TimedOut):
            wire.send("GET", f"http://127.0.0.1:{server.getsockname()[1]}")
        too_late.set()
        connection, _ = server.accept()
        connection.settimeout(5)
        assert connection.recv(1) == b""  # nothing was sent


def test_an_answer_whose_time_is_over_is_not_read_on():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(HEAD + b"\r\n")  # all of it is there, but too late
        ours.settimeout(0.01)
        answer = connection_module._Answer(ours)
        threading.Event().wait(0.02)
        with pytest.raises(TimeoutError):
            answer.begin()


def test_after_a_slow_answer_the_connection_has_its_full_time_again():
    with serving(lambda asked: Answer({})) as api:
        for _ in range(2):
            assert wire.send("POST", api.base, data=b"x" * 1_000_000).ok


# --- size ------------------------------------------------------------------------------------

FULL = b'"' + b"x" * (sender.LARGEST + 10) + b'"'


def packed(body: bytes, encoding: str) -> Answer:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes}[encoding]
    headers = {} if encoding == "identity" else {"Content-Encoding": encoding}
    return Answer(pack(body), headers=headers)


@pytest.mark.parametrize("encoding", ["identity", "gzip", "deflate"])
def test_an_answer_that_is_too_large_is_not_read_to_its_end(encoding):
    answers = iter([packed(FULL, encoding), packed(b"{}", encoding)])
    with serving(lambda asked: next(answers)) as api:
        with pytest.raises(TooLong, match="larger than 10 MB"):
            wire.send("GET", api.base)
        assert wire.send("GET", api.base).json() == {}  # the rest is in nobody's way


def test_an_answer_without_an_end_is_left():
    endless = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    with answering(endless, *[chunk] * 30) as base, pytest.raises(TooLong):
        wire.send("GET", base)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_what_cannot_be_unpacked_is_told(encoding):
    rubbish = Answer(b"no", headers={"Content-Encoding": encoding})
    with serving(lambda _: rubbish) as api, pytest.raises(BadAnswer, match="unpacked"):
        wire.send("GET", api.base)


def test_the_largest_size_may_be_smaller():
    long = http("200 OK", "x" * 2000)
    with answering(long) as base, pytest.raises(TooLong, match=r"larger than 0\.001 MB"):
        wire.exchange(requests.Request("GET", base), largest=1000)


# --- the token file's lock, and the stop button ----------------------------------------------


def test_others_wait_for_the_token_file_longer_than_any_exchange_takes():
    assert sender.EXCHANGE_SECONDS == patience.EXCHANGE_SECONDS
    assert file.LOCK_SECONDS == patience.LOCK_SECONDS > sender.EXCHANGE_SECONDS


@pytest.fixture
def expired_user():
    """An expired token, saved, that can be refreshed."""
    before = now() - timedelta(days=1)
    token = tokens.Token(
        Secret("access"),
        "user",
        refresh_token=Secret("refresh"),
        client_id="id",
        obtained_at=before,
        expires_at=before,
    )
    tokens.save(user=token)
    return token


def test_a_server_that_drips_does_not_keep_the_token_file(monkeypatch, expired_user):
    monkeypatch.setattr(sender, "READ_SECONDS", 0.3)
    with dripping(DRIPS["body"]) as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
        with pytest.raises(TimedOut):
            tokens.load("user")
    tokens.save(user=expired_user)  # the lock is free


STOPPED = """
import socket, sys, threading, time
from helpers import wire
if {silent_dns}:
    def silent(*args, **named):
        print("waits", flush=True)
        threading.Event().wait(20)
    find, socket.getaddrinfo = socket.getaddrinfo, silent
try:
    wire.send("POST", "{url}")
except KeyboardInterrupt:
    if {silent_dns}:
        socket.getaddrinfo = find
    print(wire.send("GET", "{other}").json(), flush=True)
"""


@pytest.mark.parametrize("where", ["name service", "headers", "body"])
def test_the_stop_button_ends_a_request_at_once(where):
    silent = socket.create_server(("127.0.0.1", 0))
    with serving(lambda asked: Answer({"all": "well"})) as api, silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        code = STOPPED.format(silent_dns=where == "name service", url=url, other=api.base)
        with subprocess.Popen([sys.executable, "-c", code], stdout=-1, text=True) as child:
            if where == "name service":
                assert child.stdout.readline() == "waits\n"
            else:
                connection, _ = silent.accept()
                connection.recv(65536)
                connection.sendall(HEAD if where == "headers" else HEAD + BODY)
            started = time.monotonic()
            child.send_signal(signal.SIGINT)
            assert child.stdout.readline() == "{'all': 'well'}\n"
            assert time.monotonic() - started < 1
            child.kill()


def test_what_cannot_be_sent_is_told():
    for sent in ({"params": {"a": "\ud800"}}, {"data": {"a": "\ud800"}}):
        with pytest.raises(CourseError, match=r"cannot be sent|half a character"):
            wire.send("POST", "http://127.0.0.1:9", **sent)
