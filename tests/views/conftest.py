"""What the tests of the views share."""

import threading
from collections.abc import Iterator

import pytest

from helpers import clock, settings
from helpers.catalogue.scopes import LESSON
from helpers.grants import implicit
from helpers.views.exchange import fields
from helpers.views.sign_in.sign_in_panel import close_listener
from helpers.wire import embedded
from tests.credentials.id_tokens import NOW
from tests.helix.api_server import serve as serve
from tests.ports import free_port
from tests.tokens.counted_sandbox import service as service


@pytest.fixture
def redirect_uri(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address that a sign-in comes back to, on a free port; its listener ends with the test."""
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", f"http://localhost:{free_port()}")
    yield settings.redirect_uri()
    threading.Thread(target=close_listener).start()


@pytest.fixture
def url(redirect_uri: str) -> str:
    """The authorize URL of the implicit grant."""
    client_id = embedded.sandbox().client_id
    return implicit.authorization_url(client_id, redirect_uri, LESSON, implicit.new_state())


@pytest.fixture
def noon_in_the_views(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment at which the ID tokens of the tests are made."""
    for module in (clock, fields):
        monkeypatch.setattr(module, "now", lambda: NOW)
