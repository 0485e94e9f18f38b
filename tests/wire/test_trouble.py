"""What goes wrong on the way: each cause has its own sentence, and its cure is the right one."""

import errno
import os
import re
import socket
import struct
import threading

import pytest

from helpers import wire
from helpers.errors import CourseError, NoConnection, TimedOut, TwitchError
from helpers.grants import client_credentials
from helpers.wire import sender
from tests.wire.bad_server import answering, closed_port
from tests.wire.tls import DAY, Certificates, tls_server

SECRET = "marker-secret-marker-secret-12"
PASSWORD = "marker0password"


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def said_of(url: str, error: type[CourseError] = NoConnection) -> str:
    with pytest.raises(error) as caught:
        wire.send("POST", url, data={"client_secret": SECRET})
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert SECRET not in sentence
    assert PASSWORD not in sentence
    assert caught.value.__suppress_context__
    assert isinstance(caught.value, TwitchError)  # whoever waits goes on waiting
    return sentence


# --- the server's certificate ----------------------------------------------------------------

# (what the certificate says, words of the sentence)
CERTIFICATES = [
    ({"start": DAY, "end": 2 * DAY}, "not valid yet on the clock of this computer, which says"),
    ({"start": -2 * DAY, "end": -DAY}, "has run out on the clock of this computer, which says"),
    ({"host": "localhost"}, "it is for another name"),
    ({"host": "127.0.0.2"}, "it is for another name"),
]


@pytest.mark.parametrize(("made", "words"), CERTIFICATES)
def test_a_certificate_that_does_not_hold(monkeypatch, tmp_path, made, words):
    certificates = Certificates(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates.authority))
    with tls_server(certificates.server(**made)) as (base, ports):
        assert words in said_of(base)
    assert ports == []  # nothing was sent


def test_a_certificate_of_a_company(monkeypatch, tmp_path):
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir(), theirs.mkdir()
    with tls_server(Certificates(theirs).server()) as (base, _):
        assert "file into REQUESTS_CA_BUNDLE" in said_of(base)
        monkeypatch.setenv("CURL_CA_BUNDLE", str(Certificates(ours).authority))
        assert "unset CURL_CA_BUNDLE" in said_of(base)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(ours))  # a folder
        assert "unset REQUESTS_CA_BUNDLE" in said_of(base)


NO_TLS = {
    "plain text": b"I do not speak TLS\r\n",
    "plain HTTP": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
    "an alert": b"\x15\x03\x03\x00\x02\x02\x28",
    "nothing": b"",
}


@pytest.mark.parametrize("answer", NO_TLS.values(), ids=NO_TLS)
def test_a_server_without_tls(answer):
    with answering(answer) as base:
        said = said_of(base.replace("http:", "https:"))
    assert re.search("did not answer with TLS|broke the connection off", said)


def test_a_server_that_never_ends_its_handshake(monkeypatch):
    monkeypatch.setattr(sender, "CONNECT_SECONDS", 0.2)
    with answering(hold_open=True) as base:
        assert "within 0.2 seconds" in said_of(base.replace("http:", "https:"), TimedOut)


# --- the way to the server -------------------------------------------------------------------


def test_a_name_that_nobody_has():
    assert "no computer of this name was found (DNS)" in said_of("https://no-such-host.invalid")


def test_a_port_on_which_nobody_listens():
    assert "nothing listens there" in said_of(f"http://127.0.0.1:{closed_port()}")


# What the operating system may say when a connection is opened to another computer.
REFUSALS = [
    (errno.ECONNREFUSED, "did not take the connection"),
    (errno.ENETUNREACH, "there is no way to it"),
    (errno.EHOSTUNREACH, "there is no way to it"),
    (errno.EACCES, "firewall"),
    (errno.EPERM, "firewall"),
    (errno.EMFILE, "Check your network connection"),
]


@pytest.mark.parametrize(("number", "words"), REFUSALS)
def test_what_the_operating_system_says(monkeypatch, number, words):
    def refuse(*args: object, **named: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert words in said_of("https://192.0.2.1")  # an address for documentation


def test_a_connection_that_is_reset():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def reset() -> None:
            connection, _ = server.accept()
            connection.recv(65536)
            linger = struct.pack("ii", 1, 0)  # close with a reset
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            connection.close()

        threading.Thread(target=reset, daemon=True).start()
        said = said_of(f"http://127.0.0.1:{server.getsockname()[1]}")
    assert "broke the connection off without an answer" in said
    assert "look first whether it has happened" in said


# --- what is no answer -----------------------------------------------------------------------

ANSWERS = {
    "nothing": (b"", "broke the connection off"),
    "no HTTP": (b"hello\r\n\r\n", "is no HTTP"),
    "half a status line": (b"HTTP/1.1 2", "is no HTTP|broke"),
    "no status": (b"HTTP/1.1 abc OK\r\n\r\n", "is no HTTP"),
    "a status of 9999": (b"HTTP/1.1 9999 OK\r\n\r\n", "is no HTTP"),
    "a thousand headers": (b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 1000 + b"\r\n", "is no HTTP"),
    "a long line": (b"HTTP/1.1 200 " + b"x" * 70_000, "is no HTTP"),
    "two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "is no HTTP|cannot|broke",
    ),
    "half a body": (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", "broke off"),
    "a broken chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "broke off"),
    "half a chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx", "broke off"),
}


@pytest.mark.parametrize(("answer", "words"), ANSWERS.values(), ids=ANSWERS)
def test_what_is_no_answer(answer, words):
    with answering(answer) as base:
        assert re.search(words, said_of(base, TwitchError))


# --- the proxy -------------------------------------------------------------------------------

PROXIES = [
    ("407 Proxy Authentication Required", "asks for a user name and a password"),
    ("403 Forbidden", r"refused the way to id\.example \(status 403\)"),
    ("502 Bad Gateway", r"\(status 502\)"),
    (f"500 {PASSWORD}", r"\(status 500\)"),
    ("200 OK", "did not answer with TLS|broke"),
    ("", "did not answer"),
]


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(("status", "words"), PROXIES)
def test_a_proxy_that_does_not_let_us_through(monkeypatch, name, status, words):
    answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode() if status else b""
    with answering(answer) as base:
        monkeypatch.setenv(name, base.replace("http://", f"http://me:{PASSWORD}@"))
        said = said_of("https://id.example/oauth2")
    assert re.search(words, said)
    assert status.startswith("200") or name in said


def test_a_proxy_that_is_not_there(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{closed_port()}")
    assert "Correct or unset HTTPS_PROXY" in said_of("https://id.example/oauth2")
    monkeypatch.setenv("HTTPS_PROXY", "http://no-such-proxy.invalid:8080")
    assert "no-such-proxy.invalid:8080" in said_of("https://id.example/oauth2")
    monkeypatch.setenv("NO_PROXY", "id.example")
    assert "(DNS)" in said_of("https://id.example/oauth2")


def test_a_proxy_that_keeps_silent(monkeypatch):
    monkeypatch.setattr(sender, "CONNECT_SECONDS", 0.2)
    with answering(hold_open=True) as base:
        monkeypatch.setenv("HTTPS_PROXY", base)
        with pytest.raises(TwitchError, match="HTTPS_PROXY"):
            wire.send("GET", "https://id.example/oauth2")


def test_a_proxy_is_asked_for_the_way_and_hears_no_secret(monkeypatch):
    """All that it is told is where to: the request itself is for the server."""

    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                heard.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

        threading.Thread(target=listen, daemon=True).start()
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:pw@127.0.0.1:{server.getsockname()[1]}")
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", "https://id.example/oauth2")
        monkeypatch.setenv("TWITCH_COURSE_API_URL", "https://id.example/helix")
        with pytest.raises(NoConnection):
            client_credentials.request_token("id", SECRET)
    assert heard[0].startswith(b"CONNECT id.example:443 HTTP/1")
    assert b"Proxy-Authorization: Basic" in heard[0]
    assert SECRET.encode() not in heard[0]
