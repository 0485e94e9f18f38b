"""One Jupyter server with the proxy for all of these tests: it takes seconds to start."""

from collections.abc import Iterator

import pytest

from tests.ports import free_port
from tests.proxied.hub import Hub, Pages, running_hub


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(params=["", "absolute/"], ids=["proxy", "proxy/absolute"])
def redirect_uri(hub: Hub, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A redirect URI behind the proxy, as the settings name it."""
    uri = hub.proxy(free_port(), request.param)
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", uri)
    return uri


@pytest.fixture
def pages(hub: Hub) -> Pages:
    """The browser of somebody who is signed in to the hub."""
    return Pages(hub.signed_in())
