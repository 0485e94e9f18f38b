"""What the tests of the login service share."""

import pytest

from tests.sandbox.box import Box
from tests.sandbox.flows import Flows


@pytest.fixture
def flows(box: Box) -> Flows:
    return Flows(box)
