"""The form that finds the grant for a program: three questions and the answer."""

import ipywidgets as widgets
from htpy import strong

from helpers import words
from helpers.course.choose import Advice, choose_grant
from helpers.views.form import Form
from helpers.views.html_widget import Html

WHO = (
    ("A user: the program reads or changes what belongs to a person", True),
    ("The application itself: no person is asked", False),
)
SECRET = (
    ("Yes: it runs on a server that is mine alone", True),
    ("No: people install it, or it runs in their browser", False),
)
BROWSER = (
    ("Yes: a computer or a telephone", True),
    ("No: a console, a television, a script on a remote machine", False),
)


class GrantChooser(Form):
    """Asks the three questions; the answer changes with every click."""

    def __init__(self) -> None:
        self._who = _question("1. Who acts?", WHO)
        self._secret = _question("2. Can the program keep a secret?", SECRET)
        self._browser = _question("3. Is there a browser on the device?", BROWSER)
        questions = (self._who, self._secret, self._browser)
        for box in questions:
            box.children[1].observe(self.guarded(self._answer), names="value")
        super().__init__("Which grant?", *questions)
        self._answer()
        self.in_words = f"[form: which grant] a user, a secret, a browser: {self.advice.grant}"

    @property
    def advice(self) -> Advice:
        """The grant for the answers that are ticked now."""
        user, secret, browser = (
            bool(box.children[1].value) for box in (self._who, self._secret, self._browser)
        )
        return choose_grant(user=user, secret=secret, browser=browser)

    def _answer(self) -> None:
        advice = self.advice
        where = f" It is taught in {advice.notebook}." if advice.notebook else ""
        self.say(f"{words.capital(advice.grant)}. {advice.why}{where}")


def grant_chooser() -> GrantChooser:
    """Return the form that finds the grant for a program."""
    return GrantChooser()


def _question(text: str, options: tuple[tuple[str, bool], ...]) -> widgets.VBox:
    buttons = widgets.RadioButtons(options=options, layout=widgets.Layout(width="100%"))
    return widgets.VBox([Html(strong[text]), buttons])
