"""One JupyterHub and one Chromium, apart from it, for each file of tests: both take seconds."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.missing import give_up, running_playwright
from tests.hub import accounts, browser
from tests.hub.browser import chromium_apart
from tests.hub.hub import Hub, running_hub, what_is_missing
from tests.hub.learner import Learner

# The test's name says how far this machine let us go.
HOW = f"{accounts.KIND}, {browser.KIND}"


@pytest.fixture(scope="module", params=[None], ids=[HOW])
def hub() -> Iterator[Hub]:
    if missing := what_is_missing():
        give_up(missing)
    with running_hub() as hub:
        yield hub


@pytest.fixture(scope="module")
def ports(hub) -> list[int]:
    """What the browser reaches of this computer: the hub. A file of tests may name more."""
    return [hub.port]


@pytest.fixture(scope="module")
def chromium(ports, tmp_path_factory) -> Iterator[Any]:
    """A browser that is elsewhere."""
    folder = tmp_path_factory.mktemp("browser")
    with running_playwright() as playwright, chromium_apart(playwright, ports, folder) as browser:
        yield browser


@pytest.fixture
def arrive(hub, chromium) -> Iterator[Callable[..., Learner]]:
    """Let a learner sign in at the hub, with a browser of their own, as far as JupyterLab."""
    contexts = []

    def arrive(name: str, **settings: str) -> Learner:
        context = chromium.new_context(
            viewport={"width": 1400, "height": 1000}, ignore_https_errors=True
        )
        contexts.append(context)
        return Learner(hub.seat(name, **settings), context)

    yield arrive
    for context in contexts:
        context.close()
