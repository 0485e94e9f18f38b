"""A second server: a sandbox behind a gate that changes answers on purpose."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpers import loopback
from tests.live.looks import HEADERS
from tests.live.place import Place

_SENT = ("authorization", "client-id", "content-type")


@dataclass
class Answer:
    """An answer on its way. `json` is None for another kind of body, which stays as it is."""

    status: int
    headers: dict[str, str]
    json: Any


@dataclass
class Gate:
    """Where the gate stands. It changes the answers to one path, and counts the requests."""

    place: Place
    path: str = ""
    change: Callable[[Answer], object] = lambda _: None
    asked: list[str] = field(default_factory=list)


@contextmanager
def gate(behind: Place) -> Iterator[Gate]:
    """Serve a gate in front of a sandbox."""
    sockets = loopback.bind(0)
    here = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    opened = Gate(replace(behind, id_url=f"{here}/oauth2", api_url=f"{here}/helix"))
    base = behind.id_url.removesuffix("/oauth2")

    async def pass_on(request: Request) -> Response:
        opened.asked.append(f"{request.method} {request.url.path}")
        content = await request.body()
        answer = requests.request(
            request.method,
            f"{base}{request.url.path}?{request.url.query}",
            headers={name: request.headers[name] for name in _SENT if name in request.headers},
            data=content,
            timeout=10,
        )
        return _changed(opened, request.url.path, answer)

    server = loopback.serve(
        Starlette(routes=[Route("/{path:path}", pass_on, methods=["GET", "POST"])]), sockets
    )
    try:
        yield opened
    finally:
        server.stop()


def _changed(opened: Gate, path: str, answer: requests.Response) -> Response:
    headers = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
    is_json = headers.get("Content-Type", "").startswith("application/json")
    passed = Answer(answer.status_code, headers, answer.json() if is_json else None)
    if path == opened.path:
        opened.change(passed)
    content = answer.content if passed.json is None else json.dumps(passed.json).encode()
    return Response(content, passed.status, passed.headers)
