"""A sandbox that remembers what reached its login service, with an application that is saved."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from helpers import sandbox, tokens
from helpers.credentials.secret import Secret
from helpers.sandbox import app
from helpers.tokens import Application, Token
from tests.sandbox.box import Box, Clock
from tests.sandbox.flows import Flows

LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)
FIELDS = ("access_token", "refresh_token")


class Counted:
    """Stands before the sandbox's application, and keeps what each request asked for.

    `paths` has them all. `refreshes` has the parameters of each refresh. `answer`, if set, is
    given in place of the sandbox's own, and `before_answering` is called once it is known.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.paths: list[str] = []
        self.refreshes: list[dict[str, str]] = []
        self.answer: tuple[int, bytes] | None = None
        self.before_answering = lambda: None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        body = b""

        async def watched_receive() -> Any:
            nonlocal body
            message = await receive()
            body += message.get("body", b"")
            return message

        async def watched_send(message: Any) -> None:
            if message["type"] == "http.response.start":
                self._note(scope["path"], body)
            await send(message)

        if self.answer and scope["path"].startswith("/oauth2/"):
            status, text = self.answer
            body = (await receive()).get("body", b"")
            await watched_send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body", "body": text})
        else:
            await self.inner(scope, watched_receive, watched_send)

    def _note(self, path: str, body: bytes) -> None:
        self.paths.append(path.removeprefix("/oauth2"))
        sent = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if sent.get("grant_type") == "refresh_token":
            self.refreshes.append(sent)
        self.before_answering()


class Service:
    """The sandbox as a test meets it."""

    def __init__(self, box: Box, counted: Counted) -> None:
        self.box = box
        self.counted = counted
        self.flows = Flows(box)

    @property
    def application(self) -> Application:
        return Application(self.box.running.client_id, Secret(self.box.running.client_secret))

    @property
    def refreshes(self) -> list[dict[str, str]]:
        return self.counted.refreshes

    def user_token(self, scope: str = "clips:edit") -> Token:
        """A token of the code grant: the confidential application's, to be refreshed."""
        return self._token(self.flows.user_tokens(scope), self.flows.confidential)

    def device_token(self, scopes: str = "clips:edit") -> Token:
        """A token of the device code grant: the public application's."""
        return self._token(self.flows.device_tokens(scopes), self.flows.public)

    def app_token(self) -> Token:
        client_id = self.box.running.client_id
        return Token(Secret(self.box.app_token()), "app", client_id=client_id)

    def alive(self, token: Token) -> bool:
        return self.flows.alive(token.access_token.reveal())

    def answers(self, status: int, body: object) -> None:
        """From now on the login service says just this."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.counted.answer = (status, text.encode())

    def _token(self, answer: dict[str, Any], client_id: str) -> Token:
        secrets = {name: Secret(answer[name]) for name in FIELDS}
        scopes = tuple(answer.get("scope", ()))
        return Token(**secrets, kind="user", scopes=scopes, client_id=client_id)


def expired(token: Token) -> Token:
    """The token as it looks when its time is over; Twitch still takes its refresh token."""
    return replace(token, expires_at=LONG_AGO)


@pytest.fixture
def service(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A sandbox of the test's own, to which the course's settings point."""
    fronts: list[Counted] = []
    build = app.build

    def counted_build(context: Any) -> Any:
        fronts.append(Counted(build(context)))
        return fronts[0]

    monkeypatch.setattr(app, "build", counted_build)
    clock = Clock()
    running = sandbox.start(clock=clock, seed=7)
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", running.id_url)
    monkeypatch.setenv("TWITCH_COURSE_API_URL", running.api_url)
    service = Service(Box(running, clock), fronts[0])
    tokens.save(application=service.application)
    yield service
    # Stopping takes 0.2 s, and nobody else knows this sandbox: do not wait for it.
    threading.Thread(target=running.stop).start()
