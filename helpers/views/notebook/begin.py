"""The first cell of every notebook."""

import os

from helpers import settings, tokens
from helpers.course import lessons
from helpers.tokens import file
from helpers.views import look
from helpers.views.exchange.limits import show_waits
from helpers.views.notebook import plain_errors

WHERE = {
    "sandbox": "a practice copy of Twitch on this computer. No account needed.",
    "live": "the real Twitch. What you do here happens on your own account.",
}


def begin(name: str) -> look.Shown:
    """Get a notebook ready, and say whether it talks to the SANDBOX or to LIVE Twitch.

    `name` is the notebook's file name without .ipynb. From here on, the stop button and a cell
    run too early each give one sentence. Raises CourseError for another name,
    TokenFileError if tokens cannot be kept where they are to be.
    """
    lessons.lesson(name)
    plain_errors.install()
    show_waits()
    if settings.headless():
        from helpers.course import headless

        headless.prepare(name)
    file.check_folder(tokens.path())
    tokens.peek_application()  # a look at the file: is there anything that the learner should know?
    sentences = [f"You talk to {WHERE[settings.mode()]}", *_folder(), *file.take_notices()]
    drawn = look.panel("Ready", *map(look.paragraph, sentences))
    return look.Shown(drawn, f"[{look.mode_word()}] Ready. " + "\n".join(sentences))


def _folder() -> list[str]:
    """Return where tokens are kept, and whether the notebook can be saved, if either is unusual."""
    if settings.headless():  # that differs from machine to machine
        return []
    home, told = settings.home(), []
    if home != settings.SAVED:
        told.append(f"Your tokens are kept in the folder {settings.shown(home)}.")
    if not os.access(".", os.W_OK):
        told.append(
            "This notebook is in a folder that you cannot write to, so what you change in it is "
            "not kept. To keep it, copy the folder notebooks to a place of your own."
        )
    return told
