"""The redirect page behind the proxy of a hub: jupyter-server-proxy itself, over HTTP."""

import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from helpers.course import scripted_learner
from helpers.grants import implicit
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Waiting
from tests.redirect.arrivals import STATE, TOKEN, fragment

ARRIVAL = fragment().removeprefix("/")


@pytest.fixture
def waiting() -> Waiting:
    return Waiting(STATE, implicit.parse_redirect)


@pytest.fixture
def listener(redirect_uri, waiting) -> Iterator[Listener]:
    listener = Listener(redirect_uri, waiting)
    yield listener
    threading.Thread(target=listener.close).start()


@pytest.fixture
def origin(hub) -> str:
    parts = urlsplit(hub.address)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture
def browser(hub) -> requests.Session:
    return hub.signed_in()


def post(browser, url, origin, address):
    """What the page's script sends: to its own path, the whole address."""
    return browser.post(url, data=address, headers={"Origin": origin}, timeout=10)


def test_the_token_arrives(listener, waiting, browser, origin, redirect_uri):
    page = browser.get(redirect_uri, timeout=10)
    assert "Reading what came back in the address." in page.text
    assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
    reply = post(browser, page.url, origin, page.url + ARRIVAL)
    assert (reply.status_code, reply.json()["title"]) == (200, "Your token has arrived")
    assert waiting.arrived.access_token.reveal() == TOKEN


def test_the_setting_may_leave_the_last_slash_out(
    hub, waiting, browser, origin, redirect_uri, listener
):
    listener.close()
    bare = redirect_uri.rstrip("/")
    other = Listener(bare, waiting)
    try:
        assert post(browser, bare, origin, bare + ARRIVAL).status_code == 200
    finally:
        other.close()


def test_another_state_is_not_taken(listener, waiting, browser, origin, redirect_uri):
    reply = post(browser, redirect_uri, origin, redirect_uri + ARRIVAL.replace(STATE, "other"))
    assert (reply.status_code, waiting.arrived) == (400, None)


@pytest.mark.parametrize("wrong", ["https://evil.example", "null", "http://127.0.0.1", ""])
def test_another_origin_is_refused(listener, waiting, browser, redirect_uri, wrong):
    reply = post(browser, redirect_uri, wrong, redirect_uri + ARRIVAL)
    assert (reply.status_code, waiting.arrived) == (403, None)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "hub.example:{port}"])
def test_another_host_is_refused(listener, waiting, origin, redirect_uri, host):
    here = f"http://127.0.0.1:{listener.port}"
    path = urlsplit(redirect_uri).path
    headers = {"Host": host.format(port=listener.port), "Origin": origin}
    for at in ("/", path):
        for method in ("GET", "POST"):
            reply = requests.request(method, here + at, data=ARRIVAL, headers=headers, timeout=5)
            assert reply.status_code == 421
    assert waiting.arrived is None


def test_a_page_that_was_opened_without_the_proxy_may_not_post(listener, waiting, redirect_uri):
    here = f"http://localhost:{listener.port}"
    page = f"{here}{urlsplit(redirect_uri).path}"
    reply = post(requests.Session(), page, here, f"{page}{ARRIVAL}")
    assert (reply.status_code, waiting.arrived) == (403, None)


def test_who_is_not_signed_in_to_the_hub_does_not_reach_it(listener, redirect_uri):
    answer = requests.get(redirect_uri, allow_redirects=False, timeout=10)
    assert answer.status_code == 302
    assert "/login?next=" in answer.headers["Location"]


def test_a_run_without_a_person_arrives_too(waiting, redirect_uri):
    listener = Listener(redirect_uri, waiting, port=0)
    try:
        scripted_learner.open_redirect_page(redirect_uri + ARRIVAL, listener.port)
    finally:
        listener.close()
    assert waiting.arrived.access_token.reveal() == TOKEN
