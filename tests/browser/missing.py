"""What a browser test needs of this machine. In CI it must be there, elsewhere it is skipped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest

from tests.browser.lab import find_browser


def give_up(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{reason} In CI the browser tests must run.")
    pytest.skip(reason)


@contextmanager
def running_playwright() -> Iterator[Any]:
    """Start what drives a browser, once both are there."""
    if find_browser() is None:
        give_up("No Chromium was found; install it (Debian: apt-get install chromium).")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        give_up("The package playwright is missing: pip install -r tests/requirements.txt.")
    with sync_playwright() as playwright:
        yield playwright
