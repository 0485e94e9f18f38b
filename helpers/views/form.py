"""What every form has in common: a status line that shows errors, and a run without a person."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
from htpy import Element, Node, Renderable, a, div, small, strong

from helpers import settings
from helpers.errors import CourseError
from helpers.views import look, styles
from helpers.views.html_widget import Html
from helpers.wire import web_address

BUTTON = widgets.Layout(width="auto", align_self="flex-start")
WIDE = widgets.Layout(width="100%", max_width="640px")
LABEL = {"description_width": "130px"}


def prose(*parts: Node) -> Element:
    """Return text for a widget, with the line spacing of text instead of that of controls."""
    return div(style=styles.PROSE)[parts]


def status(text: str) -> Element:
    """Return a sentence that a screen reader reads when it changes."""
    return div(role="status")[text]


def link_button(url: str, label: str) -> Element:
    """Return a link that opens a new tab, for a widget. Raises BadAddress."""
    return a(href=web_address(url), target="_blank", rel="noopener", style=styles.LINK_BUTTON)[
        f"{label} (opens a new tab)"
    ]


def guarded(action: Callable[[], None], say: Callable[[str], None]) -> Callable[[Any], None]:
    """Return `action` as a widget callback, with `say` for the sentence when it fails.

    JupyterLab shows nothing of an exception in a callback.
    """

    def callback(_: Any) -> None:
        try:
            action()
        except CourseError as problem:
            say(str(problem))
        except KeyboardInterrupt:
            say("Stopped: you pressed the stop button. Try again when you like.")
        except Exception as problem:
            kind = type(problem).__name__  # its text may quote a secret
            say(f"Something unexpected went wrong ({kind}). Run this cell again.")

    return callback


class Form(widgets.VBox):  # type: ignore[misc]
    """A framed column of widgets with the mode on top and a status line below."""

    children: tuple[widgets.Widget, ...]  # VBox's own; ipywidgets ships no types

    # What a saved notebook, or a run without a person, says in the form's place.
    in_words = "[form]"
    drawn: Renderable | None = None  # the same, where there is more to see than a line

    def __init__(self, title: str, *children: widgets.Widget) -> None:
        self._status = Html()
        hint = "If this form stops reacting, or is gone after a restart, run its cell again."
        super().__init__(
            [
                Html([look.badge(), " ", strong[title]]),
                *children,
                self._status,
                Html(small(style=styles.HINT)[hint]),
            ],
            layout=widgets.Layout(
                border=f"1px solid {styles.LINE}", padding="10px 14px", max_width="1000px"
            ),
        )

    def add(self, *more: widgets.Widget) -> None:
        """Put more widgets above the status line."""
        *inside, status, hint = self.children
        self.children = (*inside, *more, status, hint)

    def shorten(self) -> None:
        """Leave the title alone: one line, for a form that asks nothing."""
        self.children = self.children[:1]

    def say(self, text: str) -> None:
        """Show a sentence below the form. It is text, never HTML."""
        self._status.value = prose(status(text)) if text else ""

    def guarded(self, action: Callable[[], None]) -> Callable[[Any], None]:
        """Return `action` as a widget callback; what goes wrong is said in the form."""
        return guarded(action, self.say)

    def __repr__(self) -> str:
        return self.in_words

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        if settings.headless():
            return look.bundle(self.drawn, self.in_words)
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        return bundle
