"""The form at the end of the course: revoke the tokens, empty the file, or leave all as it is."""

import ipywidgets as widgets

from helpers.tokens import care
from helpers.views.form import BUTTON, Form


class TidyForm(Form):
    """Two buttons. Nothing happens without a click, and a run without a person clicks nothing."""

    def __init__(self) -> None:
        revoke = widgets.Button(description="Revoke every token", layout=BUTTON)
        revoke.on_click(self.guarded(self._revoke))
        forget = widgets.Button(description="Empty the local file", layout=BUTTON)
        forget.on_click(self.guarded(lambda: self.say(care.forget_everything())))
        super().__init__(
            "Tidy up", widgets.HBox([revoke, forget], layout=widgets.Layout(flex_flow="row wrap"))
        )
        self.in_words = "[form: tidy up] nothing was pressed, so everything stays"

    def _revoke(self) -> None:
        done = care.revoke_all()
        self.say(" ".join(done) or "No token is saved, so there is nothing to revoke.")


def tidy_form() -> TidyForm:
    """Return the form that revokes every token, or empties the local file."""
    return TidyForm()
