"""The connection is kept, and nothing else is: not across a fork, a restart, or a long rest."""

import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from helpers import sandbox, wire
from helpers.errors import NoConnection
from helpers.wire import pool
from tests.helix.api_server import Answer, serving
from tests.wire.tls import Certificates, tls_server


@pytest.fixture
def api():
    with serving(lambda asked: Answer({"path": asked.path})) as api:
        yield api


def connections(api) -> int:
    return len({asked.connection for asked in api.asked})


def test_one_connection_serves_many_requests(api):
    for number in range(20):
        assert wire.send("POST", f"{api.base}/{number}").json() == {"path": f"/{number}"}
    assert (len(api.asked), connections(api)) == (20, 1)


def test_over_tls_too(tmp_path, monkeypatch):
    made = Certificates(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(made.authority))
    with tls_server(made.server()) as (base, ports):
        assert all(wire.send("POST", base, data={"a": "b"}).ok for _ in range(5))
    assert len(ports) == 5
    assert len(set(ports)) == 1


def test_each_server_has_its_own_connection(api):
    with serving(lambda asked: Answer({"path": "other"})) as other:
        for _ in range(3):
            assert wire.send("GET", f"{api.base}/a").json() == {"path": "/a"}
            assert wire.send("GET", other.base).json() == {"path": "other"}
    assert connections(api) == connections(other) == 1


def test_no_cookie_is_kept():
    with serving(lambda asked: Answer({}, headers={"Set-Cookie": "a=b; Path=/"})) as api:
        assert wire.send("GET", api.base).cookies["a"] == "b"  # told, but not sent back
        wire.send("GET", api.base)
    assert [asked.headers.get("Cookie") for asked in api.asked] == [None, None]


def test_the_practice_browser_keeps_its_cookies_to_itself():
    with serving(lambda asked: Answer({}, headers={"Set-Cookie": "a=b; Path=/"})) as api:
        browser = wire.Browser()
        browser.open(api.base)
        browser.open(api.base, {"form": "sent"})
        wire.Browser().open(api.base)
    assert [asked.headers.get("Cookie") for asked in api.asked] == [None, "a=b", None]
    assert [asked.method for asked in api.asked] == ["GET", "POST", "GET"]


def test_threads_get_their_own_answers(api):
    with ThreadPoolExecutor(8) as threads:
        paths = [f"/{number}" for number in range(200)]
        answers = threads.map(lambda path: wire.send("GET", api.base + path).json(), paths)
        assert [answer["path"] for answer in answers] == paths
    assert connections(api) <= 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_fork_has_connections_of_its_own(api):
    assert wire.send("GET", f"{api.base}/before").ok
    child = os.fork()
    if child == 0:
        answer = wire.send("GET", f"{api.base}/child").json()
        os._exit(0 if answer == {"path": "/child"} else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert wire.send("GET", f"{api.base}/after").json() == {"path": "/after"}
    by_path = {asked.path: asked.connection for asked in api.asked}
    assert by_path["/before"] == by_path["/after"] != by_path["/child"]


def test_a_sandbox_that_was_restarted_is_connected_to_anew():
    first = sandbox.start()
    wrong = {"client_id": "nobody", "token": "none"}
    assert wire.send("POST", f"{first.id_url}/revoke", data=wrong).status_code == 404
    port = int(first.id_url.split(":")[2].partition("/")[0])
    first.stop()
    second = sandbox.start(port=port)
    try:
        for _ in range(2):
            assert wire.send("POST", f"{second.id_url}/revoke", data=wrong).status_code == 404
    finally:
        second.stop()


def test_a_request_that_may_have_been_heard_is_not_sent_again():
    """A server that takes the second request of a connection and hangs up."""
    heard: list[bytes] = []

    def talk(server: socket.socket) -> None:
        while True:
            connection, _ = server.accept()
            with connection:
                heard.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                heard.append(connection.recv(65536))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=talk, args=[server], daemon=True)
        thread.start()
        base = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert wire.send("POST", f"{base}/one").ok
        with pytest.raises(NoConnection, match="look first whether it has happened"):
            wire.send("POST", f"{base}/two")
    assert [each.split()[1] for each in heard] == [b"/one", b"/two"]


def test_an_idle_connection_is_not_trusted(api, monkeypatch):
    wire.send("GET", api.base)
    monkeypatch.setattr(pool.time, "time", lambda: 2_000_000_000.0)
    wire.send("GET", api.base)
    monkeypatch.setattr(pool.time, "time", lambda: 1_000_000_000.0)  # a clock set back
    wire.send("GET", api.base)
    assert connections(api) == 3


def test_an_answer_looks_as_requests_always_gives_it(api):
    ours = wire.send("GET", f"{api.base}/x", params=[("a", "1"), ("a", "2")], headers={"b": "c"})
    theirs = requests.get(f"{api.base}/x", params={"a": [1, 2]}, headers={"b": "c"})
    assert ours.content == theirs.content
    assert ours.request.headers == theirs.request.headers
    assert (ours.url, ours.reason, ours.encoding) == (theirs.url, theirs.reason, theirs.encoding)
    assert (ours.history, ours.ok, ours.is_redirect) == ([], True, False)
    assert ours.elapsed.total_seconds() > 0


def test_no_password_goes_along_that_we_did_not_write(api, tmp_path, monkeypatch):
    """As for a server elsewhere: what ~/.netrc holds for it stays here."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password marker0secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.get(api.base).request.headers["Authorization"].startswith("Basic")
    wire.send("GET", api.base, headers={"Authorization": "Bearer abc"})
    wire.send("GET", api.base)
    assert [asked.headers.get("Authorization") for asked in api.asked[1:]] == ["Bearer abc", None]
