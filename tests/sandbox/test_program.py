"""`python -m helpers.sandbox`: its first line, its end, and what is imported when."""

import signal
import socket
import subprocess
import sys

import pytest
import requests

from helpers import loopback
from tests.sandbox.program import POSIX, PROGRAM, is_valid, new_token, refused, running, stop

# --- the program ---------------------------------------------------------------------------


def test_first_line_says_where_and_who(tmp_path):
    with running(cwd=tmp_path) as (process, card):
        base = card["id_url"].removesuffix("/oauth2")
        assert base.startswith("http://127.0.0.1:")
        assert card["api_url"] == f"{base}/helix"
        assert card["redirect_uris"] == ["http://localhost:3000", "http://localhost:17563"]
        assert len(card["client_id"]) == len(card["client_secret"]) == 30
        assert card["public_client_id"] != card["client_id"]
        developer = {"id": "141981764", "login": "twitchdev", "display_name": "TwitchDev"}
        assert developer in card["users"]
        assert {"12826", "527115020"} < {user["id"] for user in card["users"]}
        token = new_token(card)
        assert is_valid({"id_url": f"{base}/auth"}, token)
        headers = {"Authorization": f"Bearer {token}", "Client-Id": card["client_id"]}
        assert requests.get(f"{base}/mock/users?login=twitchdev", headers=headers).json()["data"]
        stop(process)
    assert list(tmp_path.iterdir()) == []  # without --state nothing is left behind


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_cleanly_and_frees_the_port(number):
    with running() as (process, card):
        port = int(card["id_url"].split(":")[2].split("/")[0])
        idle = requests.Session()
        idle.get(f"{card['id_url']}/validate")
        half = socket.create_connection(("127.0.0.1", port))
        half.sendall(f"POST /oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\n".encode())
        assert stop(process, number) == (0, "", "")
        half.close()
    for freed in loopback.bind(port):
        freed.close()


def test_a_busy_port():
    (taken,) = loopback.bind(0)
    port = taken.getsockname()[1]
    assert refused("--port", str(port)).startswith(f"Port {port} cannot be used: ")
    taken.close()


@pytest.mark.parametrize("port", ["-1", "65536", "abc", ""])
def test_a_port_that_is_none(port):
    result = subprocess.run([*PROGRAM, f"--port={port}"], capture_output=True, text=True)
    assert result.returncode == 2
    assert "is not a number from 0 to 65535" in result.stderr


def test_a_chosen_port():
    for freed in loopback.bind(0):
        port = freed.getsockname()[1]
        freed.close()
    with running("--port", str(port)) as (_, card):
        assert card["id_url"] == f"http://127.0.0.1:{port}/oauth2"


def test_a_response_is_written_in_one_piece():
    with running() as (_, card):
        port = int(card["id_url"].split(":")[2].split("/")[0])
        request = f"GET /oauth2/validate HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            for _ in range(200):
                client.sendall(request)
                assert client.recv(65536).endswith(b'"missing authorization token"}\n')


def test_faults_and_no_rate_limit():
    with running("--no-rate-limit", "--fault", "503 once") as (_, card):
        headers = {"Authorization": f"Bearer {new_token(card)}", "Client-Id": card["client_id"]}
        calls = [requests.get(f"{card['api_url']}/users?id=1", headers=headers) for _ in range(3)]
        assert [answer.status_code for answer in calls] == [503, 200, 200]
        assert calls[2].headers["Ratelimit-Remaining"] == "800"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--fault", "500"], "invalid choice: '500'"),
        (["--rate-limit", "5", "--no-rate-limit"], "not allowed with argument"),
        (["--rate-limit", "0"], "is not a number from 1 to"),
        (["--reset"], "--reset needs --state FILE"),
    ],
)
def test_options_that_make_no_sense(arguments, reason):
    result = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (2, "")
    assert reason in result.stderr


# --- what is imported when -----------------------------------------------------------------

KNOWN = "['catalogue', 'loopback', 'sandbox']"


def test_importing_the_sandbox_is_cheap_and_it_knows_no_client_room():
    script = """
import sys
from helpers import sandbox
slow = {"starlette", "uvicorn", "jinja2", "sqlite3"}
needed_later = {"jwt", "cryptography", "icalendar"}
print(sorted(slow & set(sys.modules)))
running = sandbox.start()
import requests
requests.get(running.api_url + "/schedule")
print(sorted(needed_later & set(sys.modules)))
requests.get(running.id_url + "/authorize", params={"client_id": running.client_id,
    "redirect_uri": "http://localhost:3000", "response_type": "token"}).raise_for_status()
print(sorted({name.split(".")[1] for name in sys.modules if name.startswith("helpers.")}))
running.stop()
"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.stdout.splitlines() == ["[]", "[]", KNOWN], result.stderr
