"""A sign-in that waits, and its redirect page."""

import threading

import pytest

from helpers.grants import implicit
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Waiting
from tests.browser.lab import free_port

STATE = "state-of-this-sign-in"


@pytest.fixture
def arrived():
    return []


@pytest.fixture
def waiting(arrived):
    return Waiting(STATE, implicit.parse_redirect, arrived.append)


@pytest.fixture
def page(waiting):
    """The address of a redirect page that waits."""
    uri = f"http://localhost:{free_port()}"
    listener = Listener(uri, waiting)
    yield uri
    threading.Thread(target=listener.close).start()  # no need to wait the 0.2 s that it takes
