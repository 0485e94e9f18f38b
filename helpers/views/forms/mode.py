"""The switch between the sandbox and live Twitch."""

import ipywidgets as widgets

from helpers import settings
from helpers.views.form import Form

CHOICES = (
    ("SANDBOX: a practice copy of Twitch on this computer; no account needed", "sandbox"),
    ("LIVE: the real Twitch, with your own account and application", "live"),
)


class ModeForm(Form):
    """Chooses where the notebooks send their requests. The choice is kept for all of them."""

    def __init__(self) -> None:
        self._choice = widgets.RadioButtons(
            options=CHOICES,
            value=settings.mode(),
            description="Where",
            layout=widgets.Layout(width="100%"),
            disabled=settings.mode_is_fixed(),
        )
        self._choice.observe(self.guarded(self._choose), names="value")
        super().__init__("Sandbox or live", self._choice)
        self.in_words = f"[form: mode] {settings.mode()}"
        if settings.mode_is_fixed():
            self.say("TWITCH_COURSE_MODE decides here. Unset it to choose in this form.")

    def _choose(self) -> None:
        settings.choose_mode(self._choice.value)
        self.say(
            f"{settings.mode().upper()} from now on, in every notebook. "
            "Run the cells below from the top; the tokens of each mode are kept apart."
        )


def mode_form() -> ModeForm:
    """Return the switch between the sandbox and live Twitch."""
    return ModeForm()
