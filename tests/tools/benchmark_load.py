"""Requests a second of the sandbox, beside a bare Starlette application in the same run.

`python -m tests.tools.benchmark_load`

All are programs of their own, served by the same code of helpers.loopback, so with the same
settings of uvicorn:

- the sandbox with a state file, and without one (the default: what it knows is in memory);
- "bare" answers everything with a constant as long as the sandbox's answer: the difference is
  what the sandbox itself costs;
- "one row" does the least that a lasting POST /token can do: it reads the form and commits one
  row to a SQLite file with the settings of the state file. It shows where the limit is.

Behind each rate stands its ratio to the bare one.
"""

import asyncio
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests

from tests.sandbox.program import new_token, running

CONNECTIONS = (1, 8, 32)
ROUNDS = 4  # the best one counts: the others met something else that the computer does
SECONDS = 0.7  # of each round
STARTS = 5

BARE = """
import sys, threading
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from helpers import loopback

body = b"x" * int(sys.argv[1])

async def constant(request):
    await request.body()
    return Response(body, media_type="application/json")

app = Starlette(routes=[Route("/{path:path}", constant, methods=["GET", "POST"])])
print(loopback.serve(app, loopback.bind(0)).port, flush=True)
threading.Event().wait()
"""
ONE_ROW = BARE.replace(
    "async def constant(request):\n    await request.body()",
    """
import secrets, sqlite3
from urllib.parse import parse_qsl
from helpers.sandbox.memory import database

rows = sqlite3.connect(sys.argv[2], isolation_level=None, check_same_thread=False)
rows.execute("PRAGMA journal_mode = WAL")
rows.execute("PRAGMA synchronous = NORMAL")
rows.execute(f"PRAGMA wal_autocheckpoint = {database._CHECKPOINT}")
rows.execute("CREATE TABLE tokens (token TEXT PRIMARY KEY, client_id TEXT) WITHOUT ROWID")

async def constant(request):
    sent = dict(parse_qsl((await request.body()).decode()))
    row = (secrets.token_hex(15), sent["client_id"])
    rows.execute("INSERT INTO tokens VALUES (?, ?)", row)""",
)


@dataclass(frozen=True)
class Target:
    """Where to send which bytes."""

    port: int
    request: bytes


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "state.sqlite3"
        starts(file)
        unlimited = ("--rate-limit", str(10**9))
        with (
            running("--state", str(file), *unlimited) as (_, kept),
            running(*unlimited) as (_, forgotten),
        ):
            in_memory = targets(forgotten)
            for name, target in targets(kept).items():
                measure(name, target, in_memory[name], Path(folder) / "one_row.sqlite3")


def targets(card: dict[str, Any]) -> dict[str, Target]:
    port = urlsplit(card["id_url"]).port or 0
    form = urlencode(
        {
            "client_id": card["client_id"],
            "client_secret": card["client_secret"],
            "grant_type": "client_credentials",
        }
    )
    caller = f"Authorization: Bearer {new_token(card)}\r\nClient-Id: {card['client_id']}\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    return {
        "GET /helix/users": Target(port, head("GET /helix/users?login=twitchdev", port, caller)),
        "POST /oauth2/token": Target(port, head("POST /oauth2/token", port, kind, form)),
    }


def head(line: str, port: int, headers: str, body: str = "") -> bytes:
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"{line} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}{length}\r\n{body}".encode()


def measure(name: str, kept: Target, in_memory: Target, file: Path) -> None:
    """Print one table. `file` is where "one row" commits; GET commits nothing, so it has none."""
    length = str(answer_length(kept))
    with ExitStack() as programs:
        bare = programs.enter_context(program(BARE, length))
        rivals = {"state file": kept, "in memory": in_memory}
        if name.startswith("POST"):
            port = programs.enter_context(program(ONE_ROW, length, str(file)))
            rivals["one row"] = Target(port, kept.request)
        columns = {"bare": Target(bare, kept.request), **rivals}
        print(f"{name:20}{'bare':>10}", *(f"{rival:>15}" for rival in rivals), sep="")
        for connections in CONNECTIONS:
            rates: dict[str, list[float]] = {column: [] for column in columns}
            for _ in range(ROUNDS):  # by turns, so that a slow moment meets all
                for column, target in columns.items():
                    rates[column].append(asyncio.run(rate(target, connections)))
            best = {column: max(measured) for column, measured in rates.items()}
            what = f"{connections} connections" if connections > 1 else "1 connection"
            cells = (f"{best[rival]:10.0f}{best[rival] / best['bare']:5.2f}" for rival in rivals)
            print(f"  {what:18}{best['bare']:10.0f}", *cells, sep="", flush=True)


@contextmanager
def program(code: str, *arguments: str) -> Iterator[int]:
    """Run an application to compare with; yields its port."""
    command = [sys.executable, "-c", code, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


# --- the load -------------------------------------------------------------------------------


class Client(asyncio.Protocol):
    """Sends the same request over one connection, the next as soon as an answer is there."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.answered = 0
        self.missing = 0  # bytes of the answer that are still to come

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if self.missing == 0:
            self.missing = whole_length(data)
        self.missing -= len(data)
        if self.missing == 0:
            self.answered += 1
            self.transport.write(self.request)


def whole_length(data: bytes) -> int:
    """Of the answer that begins with `data`. The sandbox writes its head in one piece."""
    assert data.startswith(b"HTTP/1.1 200 "), data
    return data.index(b"\r\n\r\n") + 4 + content_length(data)


def content_length(data: bytes) -> int:
    start = data.lower().index(b"content-length: ") + len(b"content-length: ")
    return int(data[start : data.index(b"\r", start)])


async def rate(target: Target, connections: int) -> float:
    """Return the answers a second over so many connections."""
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: Client(target.request), "127.0.0.1", target.port)
        for _ in range(connections)
    ]
    clients = [client for _, client in opened]
    await asyncio.sleep(SECONDS / 8)  # the first answers are slow
    before, start = sum(client.answered for client in clients), time.perf_counter()
    await asyncio.sleep(SECONDS)
    answered, seconds = sum(client.answered for client in clients), time.perf_counter() - start
    for client in clients:
        client.transport.close()
    await asyncio.sleep(0.02)
    return (answered - before) / seconds


def answer_length(target: Target) -> int:
    """Return how long the body of the answer is, in bytes."""
    with socket.create_connection(("127.0.0.1", target.port), timeout=5) as client:
        client.sendall(target.request)
        return content_length(client.recv(65536))


# --- the start ------------------------------------------------------------------------------


def starts(file: Path) -> None:
    lines, answers = [], []
    for _ in range(STARTS):
        begin = time.perf_counter()
        with running("--state", str(file)) as (_, card):
            lines.append((time.perf_counter() - begin) * 1000)
            requests.get(f"{card['id_url']}/validate", timeout=5)
            answers.append((time.perf_counter() - begin) * 1000)
    print(
        f"program start: first line after {statistics.median(lines):.0f} ms, "
        f"first answer after {statistics.median(answers):.0f} ms (medians of {STARTS})"
    )


if __name__ == "__main__":
    main()
