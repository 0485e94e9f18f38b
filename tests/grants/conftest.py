"""What the tests of the grants share."""

import pytest
import requests

from helpers.credentials.secret import Secret
from helpers.grants import device_code
from tests.grants.devices import SCOPES, Clock
from tests.sandbox.box import Box


@pytest.fixture
def at_the_box(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grants meet the box, as the course's settings have it."""
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", box.running.id_url)
    monkeypatch.setenv("TWITCH_COURSE_API_URL", box.running.api_url)


@pytest.fixture
def app(box: Box) -> tuple[str, Secret]:
    """The client ID and client secret of the box's confidential application."""
    return box.running.client_id, Secret(box.running.client_secret)


@pytest.fixture
def clock() -> Clock:
    """Stands still but while somebody waits."""
    return Clock()


@pytest.fixture
def codes(public: str) -> requests.Response:
    """The answer that a device waits with."""
    return device_code.request_codes(public, SCOPES)
