"""Looking at a form and pressing its buttons, without a browser."""

import json
import threading

import pytest

from helpers import settings
from helpers.catalogue.scopes import LESSON
from helpers.grants import implicit
from helpers.views.sign_in.sign_in_panel import close_listener
from helpers.wire import embedded
from tests.browser.lab import free_port

MARKER = "marker0secret0marker0secret012"
APPROVE = "Approve for me (sandbox only)"


def texts(widget) -> str:
    """Everything that a form says, as one text."""
    own = widget.value if isinstance(getattr(widget, "value", None), str) else ""
    return own + "".join(map(texts, getattr(widget, "children", ())))


def find(widget, description: str):
    """Return the first control with this label."""
    if getattr(widget, "description", None) == description:
        return widget
    found = (find(child, description) for child in getattr(widget, "children", ()))
    return next(filter(None, found), None)


def everything(shown) -> str:
    return json.dumps(shown._repr_mimebundle_())


def press(form, description: str) -> None:
    find(form, description).click()


@pytest.fixture(name="redirect_uri")
def redirect_uri_fixture(monkeypatch):
    """The address that a sign-in comes back to, on a free port; its listener ends with the test."""
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", f"http://localhost:{free_port()}")
    yield settings.redirect_uri()
    threading.Thread(target=close_listener).start()


@pytest.fixture(name="url")
def url_fixture(redirect_uri):
    """The authorize URL of the implicit grant."""
    client_id = embedded.sandbox().client_id
    return implicit.authorization_url(client_id, redirect_uri, LESSON, implicit.new_state())
