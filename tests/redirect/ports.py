"""Whether the port of a redirect page is free."""

import threading

from helpers import loopback


def is_free(port: int) -> bool:
    try:
        for each in loopback.bind(port, ["127.0.0.1", "::1"]):
            each.close()
    except OSError:
        return False
    return True


def wait_until_free(page: str) -> None:
    port = int(page.rpartition(":")[2])
    for _ in range(500):
        if is_free(port):
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"port {port} was not freed")
