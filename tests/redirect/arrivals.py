"""What the user's return brings to the redirect page."""

import threading

import requests

from tests.ports import is_free

STATE = "state-of-this-sign-in"
TOKEN = "0123456789abcdefghijklmnopqrst"


def fragment(state: str = STATE) -> str:
    return f"/#access_token={TOKEN}&scope=&state={state}&token_type=bearer"


def post(page: str, address: str, **headers: str) -> requests.Response:
    return requests.post(page, data=address, headers={"Origin": page, **headers}, timeout=5)


def wait_until_free(page: str) -> None:
    port = int(page.rpartition(":")[2])
    for _ in range(500):
        if is_free(port):
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"port {port} was not freed")
