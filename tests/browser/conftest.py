"""One Chromium and one JupyterLab for all browser tests: both take seconds to start.

In CI a missing browser is a failure. Elsewhere these tests are skipped, with the reason.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from helpers.course import headless
from helpers.wire import embedded
from tests.browser.lab import BROWSER_FLAGS, Lab, find_browser, running_lab
from tests.browser.missing import running_playwright
from tests.browser.notebook import Notebook, close_tabs

TIMEOUT = 20_000


@pytest.fixture(scope="module")
def chromium():
    with running_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def running_jupyterlab(chromium, tmp_path_factory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="module")
def lab_page(chromium):
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(TIMEOUT)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(lab_page):
    """A tab with JupyterLab. It takes seconds to load, so the tests share it, emptied."""
    yield lab_page
    close_tabs(lab_page)
    for each in lab_page.context.pages:
        if each is not lab_page:
            each.close()
    lab_page.context.clear_cookies(domain="127.0.0.1", name=re.compile("sandbox"))


@pytest.fixture
def lab(running_jupyterlab, page, monkeypatch) -> Lab:
    """JupyterLab as a new learner finds it. The test itself looks into the same token file."""
    running_jupyterlab.start_over()
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(running_jupyterlab.home))
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", running_jupyterlab.redirect_uri)
    return running_jupyterlab


@pytest.fixture
def opened(lab, page) -> Callable[..., Notebook]:
    return partial(Notebook, page, lab)


@pytest.fixture
def stand_before(lab) -> Callable[[str], None]:
    """Save what a learner has who has been through every notebook before the one named."""

    def stand_before(name: str) -> None:
        headless.play_before(name)
        embedded.stop_all()

    return stand_before


@pytest.fixture
def visited(page) -> Iterator[list[str]]:
    """Every address that the browser opens, in any tab."""
    addresses: list[str] = []

    def note(request) -> None:
        addresses.append(request.url)

    page.context.on("request", note)
    yield addresses
    page.context.remove_listener("request", note)
