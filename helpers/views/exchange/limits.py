"""The rate limit: how much of it is left, and the wait when nothing is."""

import math

import requests
from IPython.display import display

from helpers import helix, words
from helpers.views import look
from helpers.views.exchange.answer import checked
from helpers.views.form import status
from helpers.views.html_widget import Html

_on_screen: list[Html] = []


def rate_limit(response: requests.Response) -> look.Shown:
    """Return what an answer of the API tells of the rate limit, as a panel.

    Raises CourseError for what is no response.
    """
    told = helix.rate_limit(checked(response, "rate_limit"))
    sentence = (
        f"{told.remaining} of {words.count(told.limit, 'point')} are left. "
        f"All are back at {told.resets_at:%H:%M:%S} UTC, if nothing more is spent."
        if told
        else "This answer tells nothing of a rate limit: only the API's answers do."
    )
    drawn = look.panel("Rate limit", look.paragraph(sentence))
    return look.Shown(drawn, f"[{look.mode_word()}] {sentence}")


def show_waits() -> None:
    """From here on, show in the cell's output when a call waits for the rate limit."""
    helix.waiting.on_wait = _show_wait


def _show_wait(seconds_left: float) -> None:
    if not _on_screen:
        if seconds_left == 0:
            return
        _on_screen.append(Html())
        display(_on_screen[0])  # type: ignore[no-untyped-call]
    _on_screen[0].value = status(_sentence(seconds_left))
    if seconds_left == 0:
        _on_screen.clear()  # the next wait has a line of its own


def _sentence(seconds_left: float) -> str:
    if seconds_left == 0:
        return "The wait for Twitch's rate limit is over."
    seconds = words.count(math.ceil(seconds_left), "second")
    return (
        f"Twitch's rate limit is used up. This goes on by itself in {seconds}; "
        "the stop button ends it."
    )
