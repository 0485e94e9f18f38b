"""What the tests of the waiting for a device share."""

import pytest

from helpers.grants import device_code
from tests.grants.devices import SCOPES, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def public(sandbox) -> str:
    return sandbox.public_client_id


@pytest.fixture
def codes(public):
    return device_code.request_codes(public, SCOPES)
