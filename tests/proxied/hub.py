"""A Jupyter server with jupyter-server-proxy, at the address that a hub would give it."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import requests

from tests.ports import free_port

READY_SECONDS = 60


@dataclass(frozen=True)
class Hub:
    """A running server; `address` ends where a hub's user name does."""

    address: str  # http://127.0.0.1:8888/user/ada
    token: str

    def proxy(self, port: int | str, kind: str = "") -> str:
        """The address at which the proxy hands on to a port. `kind`: "" or "absolute/"."""
        return f"{self.address}/proxy/{kind}{port}/"

    def signed_in(self) -> requests.Session:
        """A browser's cookies, once somebody has signed in to the hub with it."""
        session = requests.Session()
        session.get(f"{self.address}/lab?token={self.token}", timeout=10)
        return session


@contextmanager
def running_hub(folder: Path) -> Iterator[Hub]:
    """Start the server, with its own folders, and stop it at the end."""
    port, token = free_port(), secrets.token_hex(16)
    hub = Hub(f"http://127.0.0.1:{port}/user/ada", token)
    command = [
        *(sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={token}", "--ServerApp.base_url=/user/ada/"),
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.jpserver_extensions={'jupyter_server_proxy': True}",
    ]
    folders = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    with (folder / "hub.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **folders})
        try:
            _wait_until_ready(hub, process)
            yield hub
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_ready(hub: Hub, process: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_SECONDS * 10):
        try:
            if requests.get(f"{hub.address}/api", timeout=5).ok:
                return
        except requests.ConnectionError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        break
    raise AssertionError("The Jupyter server did not start.")


class Pages:
    """Goes from page to page as a browser does; every address that it opened is in `seen`."""

    def __init__(self, session: requests.Session) -> None:
        self._session = session
        self.seen: list[str] = []

    def open(self, url: str) -> requests.Response:
        """Open a page, following redirects as long as they stay at its host."""
        return self._followed(self._session.get(url, allow_redirects=False, timeout=10))

    def press(self, page: requests.Response, label: str, **fields: str) -> requests.Response:
        """Press a button of a page's form; `fields` are what was chosen before."""
        action = re.search(r'<form method="post" action="([^"]*)"', page.text)
        button = re.search(rf"<button([^>]*)>{label}<", page.text)
        assert action, page.text
        assert button, page.text
        sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        sent |= dict(re.findall(r'name="(\w+)" value="(\w+)" checked', page.text)) | fields
        sent |= dict(re.findall(r'name="(\w+)" value="(\w+)"', button[1]))
        url = urljoin(page.url, action[1].replace("&amp;", "&"))
        # The pages say no-referrer: a browser then tells no origin with a form either.
        answer = self._session.post(
            url, data=sent, headers={"Origin": "null"}, allow_redirects=False, timeout=10
        )
        return self._followed(answer)

    def _followed(self, answer: requests.Response) -> requests.Response:
        self.seen.append(answer.url)
        to = urljoin(answer.url, answer.headers.get("Location", ""))
        same = urlsplit(to).netloc == urlsplit(answer.url).netloc
        if "Location" not in answer.headers or not same or carries_an_answer(to):
            return answer
        return self.open(to)


def carries_an_answer(url: str) -> bool:
    """Tell whether this is the way back to the application: what Twitch gives is in it."""
    address, fragment = urldefrag(url)
    names = {name for name, _ in parse_qsl(f"{urlsplit(address).query}&{fragment}")}
    return bool(names & {"access_token", "id_token", "code", "error"})
