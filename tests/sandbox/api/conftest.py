"""The sandboxes that the tests of the API call, each with callers who have their tokens."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpers.sandbox.api.played import PLAYED
from helpers.sandbox.world import reset
from tests.sandbox.api.desk import Desk
from tests.sandbox.api.endpoint_caller import EndpointCaller
from tests.sandbox.api.people import People, gathered
from tests.sandbox.box import running_box


@pytest.fixture(scope="module")
def whole_module() -> Iterator[People]:
    with gathered() as people:
        yield people


@pytest.fixture
def people(whole_module: People) -> Iterator[People]:
    """A world that nobody has changed yet."""
    yield whole_module
    with whole_module.box.running._state.transaction() as rows:
        reset(rows)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """A sandbox for tests that change nothing, or only what no other test of the file reads."""
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture
def fresh() -> Iterator[Desk]:
    """A sandbox for one test alone."""
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def caller() -> Iterator[EndpointCaller]:
    """Whoever an endpoint wants to be called by; the answers are not limited in number."""
    with running_box(rate_limit=None) as box:
        caller = EndpointCaller(box)
        yield caller
        caller.api.close()


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets a handler of the test's own answer one endpoint."""

    def play(method: str, path: str, handler: Callable[..., Any]) -> None:
        monkeypatch.setitem(PLAYED, (method, path), handler)

    return play
