"""How far the reading of a long list has come."""

import time
from collections.abc import Iterator
from typing import Any

import ipywidgets as widgets
from IPython.core.getipython import get_ipython
from IPython.display import display

from helpers import settings, words
from helpers.errors import CourseError
from helpers.helix import Pages
from helpers.views import look
from helpers.views.pictures.records import titled

EVERY = 0.25  # seconds between two changes of the bar


def progress(pages: Pages, thing: str = "item") -> Iterator[dict[str, Any]]:
    """Give the items of `helpers.helix.pages`, and show how many have come.

    `for follower in progress(helix.pages(…), "follower"):` shows a bar where Twitch tells the
    total, and the number alone where it does not. A run without a person, and one outside a
    notebook, prints one line at the end. Leaving the loop early is fine. Raises CourseError for
    what `helpers.helix.pages` did not return.
    """
    if not isinstance(pages, Pages):
        raise CourseError(
            f"progress(…) takes what helix.pages(…) returns; this is {look.kind(pages)}. "
            'Write progress(helix.pages("users", …)), or leave progress out.'
        )
    return _counted(pages, titled(thing))


def _counted(pages: Pages, thing: str) -> Iterator[dict[str, Any]]:
    shown = _Bar() if _in_notebook() else None
    count, next_time = 0, 0.0
    try:
        for count, item in enumerate(pages, start=1):
            if shown and (now := time.monotonic()) >= next_time:
                shown.update(count, pages.total, thing)
                next_time = now + EVERY
            yield item
    finally:
        pages.close()
        if shown:
            shown.update(count, pages.total, thing)
        else:
            print(_sentence(count, pages.total, thing))


class _Bar(widgets.HBox):  # type: ignore[misc]
    """A bar, or nothing where the total is not known, and the number in words beside it."""

    def __init__(self) -> None:
        self._bar = widgets.IntProgress(layout=widgets.Layout(display="none"))
        self._words = widgets.Label()
        super().__init__([self._bar, self._words])
        display(self)  # type: ignore[no-untyped-call]

    def update(self, count: int, total: int | None, thing: str) -> None:
        self._words.value = _sentence(count, total, thing)
        if total:
            self._bar.max, self._bar.value = max(total, count), count
            self._bar.layout.display = None

    def __repr__(self) -> str:
        return str(self._words.value)


def _sentence(count: int, total: int | None, thing: str) -> str:
    if total is None:
        return f"[{look.mode_word()}] {words.count(count, thing)}"
    return f"[{look.mode_word()}] {count} of {words.count(total, thing)}"


def _in_notebook() -> bool:
    return not settings.headless() and getattr(get_ipython(), "kernel", None) is not None
