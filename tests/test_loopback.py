"""A web application on this computer alone: serving, stopping."""

import asyncio
import logging
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from helpers import loopback
from tests.ports import BOTH, is_free, needs_ipv6


async def hello(scope, receive, send):
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-length", b"5")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
def server():
    running = loopback.serve(hello, loopback.bind(0))
    yield running
    running.stop()


def url(server: loopback.Server) -> str:
    return f"http://127.0.0.1:{server.port}/"


def connect(server: loopback.Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=5)


# --- serve ---------------------------------------------------------------------------------


@needs_ipv6
def test_serves_on_every_host():
    server = loopback.serve(hello, loopback.bind(0, BOTH))
    assert requests.get(url(server)).text == "hello"
    assert requests.get(f"http://[::1]:{server.port}/").text == "hello"
    server.stop()


def test_answers_carry_no_server_name_and_addresses_are_not_logged(server, capfd):
    records: list[logging.LogRecord] = []
    listener = logging.Handler()
    listener.emit = records.append  # type: ignore[method-assign]
    logging.getLogger().addHandler(listener)
    try:
        answer = requests.get(f"{url(server)}?secret=abc")
        with connect(server) as client:
            client.sendall(b"nonsense\r\n\r\n")
            assert b"400" in client.recv(4096)
    finally:
        logging.getLogger().removeHandler(listener)
    assert "server" not in answer.headers
    assert [each.getMessage() for each in records if "secret" in each.getMessage()] == []
    assert capfd.readouterr() == ("", "")


def test_serving_leaves_the_logging_configuration_alone():
    before = logging.getLogger().handlers[:], logging.getLogger().level
    server = loopback.serve(hello, loopback.bind(0))
    server.stop()
    assert (logging.getLogger().handlers[:], logging.getLogger().level) == before


def test_works_while_another_event_loop_runs():
    async def notebook() -> str:
        server = loopback.serve(hello, loopback.bind(0))
        try:
            return await asyncio.to_thread(lambda: requests.get(url(server)).text)
        finally:
            server.stop()

    assert asyncio.run(notebook()) == "hello"


def test_a_server_that_cannot_start(monkeypatch):
    import uvicorn

    monkeypatch.setattr(uvicorn.Server, "run", lambda *_: None)
    sockets = loopback.bind(0)
    port = sockets[0].getsockname()[1]
    with pytest.raises(RuntimeError, match=f"port {port}"):
        loopback.serve(hello, sockets)
    assert is_free(port)


# --- stop ----------------------------------------------------------------------------------


def test_stop_frees_the_port_and_may_be_called_twice(server):
    requests.get(url(server))
    server.stop()
    assert is_free(server.port)
    server.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(url(server))


def test_stop_from_many_threads(server):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: server.stop(), range(8)))
    assert is_free(server.port)


HALF_SENT = [
    b"",
    b"GET",
    b"GET / HTTP/1.1\r\nHost: a\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
]


def test_stop_does_not_wait_for_open_connections(server, capfd):
    idle = requests.Session()
    idle.get(url(server))
    clients = [connect(server) for _ in HALF_SENT]
    for client, sent in zip(clients, HALF_SENT, strict=True):
        client.sendall(sent)
    requests.get(url(server))  # by now the server has seen the others
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 1.5
    assert is_free(server.port)
    for client in clients:
        client.close()
    assert capfd.readouterr() == ("", "")


def test_an_answer_under_way_is_finished():
    started = threading.Event()

    async def slow(scope, receive, send):
        started.set()
        await asyncio.sleep(0.02)
        await hello(scope, receive, send)

    server = loopback.serve(slow, loopback.bind(0))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(requests.get, url(server))
        started.wait(5)
        server.stop()
        assert answer.result().text == "hello"


def test_the_application_may_stop_its_own_server():
    box: list[loopback.Server] = []

    async def last_wish(scope, receive, send):
        box[0].stop()
        await hello(scope, receive, send)

    box.append(loopback.serve(last_wish, loopback.bind(0)))
    assert requests.get(url(box[0])).text == "hello"
    box[0].stop()
    assert is_free(box[0].port)
