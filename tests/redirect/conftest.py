"""What the tests of the user's return share: a redirect page that waits for it."""

import threading
from collections.abc import Iterator

import pytest

from helpers.grants import implicit
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Waiting
from tests.ports import free_port
from tests.redirect.arrivals import STATE


@pytest.fixture
def arrived() -> list[object]:
    return []


@pytest.fixture
def waiting(arrived: list[object]) -> Waiting:
    return Waiting(STATE, implicit.parse_redirect, arrived.append)


@pytest.fixture
def page(waiting: Waiting) -> Iterator[str]:
    """The address of a redirect page that waits."""
    uri = f"http://localhost:{free_port()}"
    listener = Listener(uri, waiting)
    yield uri
    threading.Thread(target=listener.close).start()  # no need to wait the 0.2 s that it takes
