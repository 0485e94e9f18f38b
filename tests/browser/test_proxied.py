"""Sign-in through the proxy of a hub, in a real browser: no other way leads to the kernel."""

from collections.abc import Iterator

import pytest

from helpers import wire
from helpers.grants import implicit
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Waiting
from helpers.wire import embedded
from tests.ports import free_port
from tests.proxied.hub import Hub, running_hub

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hub(chromium, tmp_path_factory) -> Iterator[Hub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def tab(chromium, hub):
    """A tab of somebody who is signed in to the hub."""
    context = chromium.new_context()
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{hub.address}/lab?token={hub.token}")
    yield page
    context.close()


@pytest.mark.parametrize("kind", ["", "absolute/"])
def test_the_fragment_arrives_through_the_proxy(hub, tab, monkeypatch, kind):
    redirect_uri = hub.proxy(free_port(), kind)
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", redirect_uri)
    state = implicit.new_state()
    waiting = Waiting(state, implicit.parse_redirect)
    asked: list[str] = []
    tab.context.on("request", lambda request: asked.append(request.url))
    listener = Listener(redirect_uri, waiting)
    try:
        client_id = embedded.sandbox().client_id
        url = implicit.authorization_url(client_id, redirect_uri, ["user:read:email"], state)
        tab.goto(wire.for_browser(url))
        tab.get_by_label("Marta_Paints").check()
        tab.get_by_role("button", name="Sign in").click()
        tab.get_by_text("You are signed in as Marta_Paints").wait_for()
        tab.get_by_role("button", name="Authorize").click()
        tab.get_by_role("heading", name="Your token has arrived").wait_for()
        assert tab.url == redirect_uri, "the address bar was cleared"
    finally:
        listener.close()
    assert waiting.arrived.scopes == ("user:read:email",)
    assert [url for url in asked if not url.startswith(f"{hub.address}/")] == []
