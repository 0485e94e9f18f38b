"""A yes, before a cell changes something on a real channel."""

import ipywidgets as widgets

from helpers import settings, tokens
from helpers.errors import NotYet
from helpers.views.form import BUTTON, Form, prose
from helpers.views.html_widget import Html
from helpers.views.look import paragraph
from helpers.wire import is_loopback, twitch

PRACTICE = "nothing real is changed."
YES = "Yes, change my real channel"


class Confirmation(Form):
    """On live Twitch: a warning, and a button that allows one change. In the sandbox: one line."""

    def __init__(self, sentence: str) -> None:
        self._practice = only_practice()
        self._yes = False
        self.in_words = f"SANDBOX: {PRACTICE}"
        if self._practice:
            super().__init__(PRACTICE)
            self.shorten()
            return
        button = widgets.Button(description=YES, button_style="danger", layout=BUTTON)
        button.on_click(self.guarded(self._allow))
        super().__init__(
            "This changes your real channel",
            Html(prose(paragraph(sentence), paragraph(_whose()))),
            button,
        )
        self.in_words = f"[form: confirmation] LIVE: {sentence}"

    def check(self) -> None:
        """Return if the change may be made now. One yes is good for one change. Raises NotYet."""
        if only_practice():
            return
        if self._practice:
            raise NotYet("you talk to LIVE Twitch now. Run the cell that asks for your yes again.")
        if not self._yes:
            raise NotYet(f"press “{YES}” in its panel, then run this cell again.")
        self._yes = False
        self.say("Your yes was used. To make another change, press the button again.")

    def _allow(self) -> None:
        self._yes = True
        self.say("One change is allowed. Run the next cell.")


def confirmation(sentence: str) -> Confirmation:
    """Return the question before a change; the sentence says what will be changed.

    Call its `.check()` in the cell that makes the change, before the request.
    """
    return Confirmation(sentence)


def only_practice() -> bool:
    """Tell whether calls go to this computer, and no real channel can be changed."""
    return settings.mode() == "sandbox" and is_loopback(twitch().api_url)


def _whose() -> str:
    user = tokens.peek("user")
    if user is None or user.login is None:
        return "It is the channel of the account whose token is used."
    return f"It is the channel of {user.login}, on the real Twitch, where everybody sees it."
