"""Two servers to compare: the sandbox, and one that a test makes differ from it."""

from collections.abc import Iterator

import pytest

from tests.live.place import Place
from tests.live.second_server import Gate, gate
from tests.live.sides import sandbox_side
from tests.sandbox.box import Box, running_box

SCOPES = (
    "openid",
    "user:read:email",
    "user:read:follows",
    "user:read:blocked_users",
    "user:read:broadcast",
    "channel:read:editors",
    "channel:read:subscriptions",
)


@pytest.fixture(scope="module")
def played(box: Box) -> Place:
    """The sandbox's side, with a user's token."""
    return sandbox_side(box, SCOPES)


@pytest.fixture(scope="module")
def _opened() -> Iterator[Gate]:
    with running_box(seed=8) as behind, gate(sandbox_side(behind, SCOPES)) as opened:
        yield opened


@pytest.fixture
def second(_opened: Gate) -> Iterator[Gate]:
    """The second server, which changes nothing until a test says what."""
    yield _opened
    _opened.path = ""
    _opened.asked.clear()
