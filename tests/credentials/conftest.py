"""What the tests of the credentials share."""

import pytest

from helpers import clock
from tests.credentials.id_tokens import NOW


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
