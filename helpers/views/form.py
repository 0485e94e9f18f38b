"""What every form has in common: a status line that shows errors, and a run without a person."""

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from helpers import settings
from helpers.errors import CourseError
from helpers.views import look
from helpers.wire import web_address

BUTTON = widgets.Layout(width="auto", align_self="flex-start")
WIDE = widgets.Layout(width="100%", max_width="640px")
LABEL = {"description_width": "130px"}


def prose(html: str) -> str:
    """Return HTML for a widget, with the line spacing of text instead of that of controls."""
    return f'<div style="line-height: 1.5; margin: 4px 0">{html}</div>'


def link_button(url: str, label: str) -> str:
    """Return a link that opens a new tab, for a widget. Raises BadAddress."""
    # JupyterLab shows a plain link in a widget black and not underlined: draw it as a button.
    style = (
        "display: inline-block; margin: 8px 0; padding: 5px 16px; border-radius: 4px; "
        "font-weight: 600; text-decoration: none; color: #fff; background: #5a3fb5"
    )
    address = escape(web_address(url), quote=True)
    return (
        f'<a href="{address}" target="_blank" rel="noopener" style="{style}">'
        f"{escape(label)} (opens a new tab)</a>"
    )


class Form(widgets.VBox):  # type: ignore[misc]
    """A framed column of widgets with the mode on top and a status line below."""

    children: tuple[widgets.Widget, ...]  # VBox's own; ipywidgets ships no types

    # What a saved notebook, or a run without a person, says in the form's place.
    in_words = "[form]"
    drawn = ""  # the same as HTML, where there is more to see than a line

    def __init__(self, title: str, *children: widgets.Widget) -> None:
        self._status = widgets.HTML()
        hint = "If this form stops reacting, or is gone after a restart, run its cell again."
        super().__init__(
            [
                widgets.HTML(f"{look.badge()} <strong>{escape(title)}</strong>"),
                *children,
                self._status,
                widgets.HTML(f'<small style="color: {look.SOFT}">{hint}</small>'),
            ],
            layout=widgets.Layout(
                border=f"1px solid {look.LINE}", padding="10px 14px", max_width="1000px"
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
        # role=status: a screen reader reads the sentence when it changes.
        self._status.value = prose(f'<div role="status">{escape(text)}</div>') if text else ""

    def guarded(self, action: Callable[[], None]) -> Callable[[Any], None]:
        """Return `action` as a widget callback.

        JupyterLab shows nothing of an exception in a callback, so every one is said in the form.
        """

        def callback(_: Any) -> None:
            try:
                action()
            except CourseError as problem:
                self.say(str(problem))
            except Exception as problem:
                kind = type(problem).__name__  # its text may quote a secret
                self.say(f"Something unexpected went wrong ({kind}). Run this cell again.")

        return callback

    def __repr__(self) -> str:
        return self.in_words

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        if settings.headless():
            return {
                "text/plain": self.in_words,
                **({"text/html": self.drawn} if self.drawn else {}),
            }
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        return bundle
