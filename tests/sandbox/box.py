"""A sandbox with a clock that the test moves, and a learner's browser without a screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from helpers import sandbox

NOON = 1_795_435_200.0  # Unix seconds
REDIRECT_URI = "http://localhost:3000"


class Clock:
    """A clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Box:
    """A running sandbox, and its clock."""

    running: sandbox.Running
    clock: Clock

    @property
    def base(self) -> str:
        return self.running.id_url.removesuffix("/oauth2")

    def credentials(self, **changes: str) -> dict[str, str]:
        return {
            "client_id": self.running.client_id,
            "client_secret": self.running.client_secret,
            "grant_type": "client_credentials",
            **changes,
        }

    def app_token(self) -> str:
        answer = requests.post(f"{self.running.id_url}/token", data=self.credentials())
        return answer.json()["access_token"]

    def request(self, **changes: str) -> dict[str, str]:
        """The parameters of a valid authorization request."""
        return {
            "client_id": self.running.client_id,
            "redirect_uri": REDIRECT_URI,
            "response_type": "token",
            "scope": "",
            **changes,
        }

    def user_token(self, scope: str = "", login: str = "twitchdev") -> str:
        browser = Browser(self.running.id_url)
        browser.sign_in(self.request(scope=scope, force_verify="true"), login)
        location = browser.decide("authorize").headers["Location"]
        return parse_qs(urlsplit(location).fragment)["access_token"][0]

    def headers(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}", "Client-Id": self.running.client_id}


class Browser:
    """Opens the sandbox's pages and submits their forms; stops at every redirect but to sign in."""

    def __init__(self, id_url: str) -> None:
        self.id_url = id_url
        self.session = requests.Session()
        self.query = ""
        self.page = requests.Response()

    def open(self, sent: dict[str, str], path: str = "authorize") -> requests.Response:
        self.query = urlencode(sent)
        answer = self.session.get(self._url(path), allow_redirects=False)
        if urlsplit(answer.headers.get("Location", "")).path.endswith("/login"):
            answer = self.session.get(answer.headers["Location"])
        return self._keep(answer)

    def submit(self, path: str, **fields: str) -> requests.Response:
        form = {"form_token": form_token(self.page), **fields}
        return self._keep(self.session.post(self._url(path), data=form, allow_redirects=False))

    def sign_in(self, sent: dict[str, str], login: str = "twitchdev") -> requests.Response:
        self.open(sent)
        self.submit("sign-in", user=login)
        return self.open(sent)

    def decide(self, decision: str) -> requests.Response:
        return self.submit("consent", decision=decision)

    def _url(self, path: str) -> str:
        return f"{self.id_url}/{path}?{self.query}"

    def _keep(self, response: requests.Response) -> requests.Response:
        self.page = response
        return response


def login_error(status: int, message: str) -> tuple[int, bytes]:
    """What an error of the login service looks like: status and exact bytes."""
    return status, f'{{"status":{status},"message":"{message}"}}\n'.encode()


def form_token(page: requests.Response) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', page.text)
    return found[1] if found else ""


@contextmanager
def running_box(
    state: Path | None = None, *, seed: int | None = 7, **options: Any
) -> Iterator[Box]:
    """Run a sandbox of its own, with the options of `sandbox.start`; stop it at the end."""
    clock = Clock()
    running = sandbox.start(state, clock=clock, seed=seed, **options)
    try:
        yield Box(running, clock)
    finally:
        running.stop()
