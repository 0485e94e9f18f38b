"""What the tests of the world share."""

from collections.abc import Iterator

import pytest

from helpers.sandbox.world import World, opened
from tests.sandbox.world.moments import BASE, NOW, connection


@pytest.fixture
def world() -> Iterator[World]:
    """A world in memory that nobody has changed yet, at noon."""
    rows = connection()
    yield opened(rows, NOW, BASE)
    rows.close()
