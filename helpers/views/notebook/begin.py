"""The first cell of every notebook."""

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
    TokenFileError if the token file cannot be read.
    """
    lessons.lesson(name)
    plain_errors.install()
    show_waits()
    if settings.headless():
        from helpers.course import headless

        headless.prepare(name)
    tokens.peek_application()  # a look at the file: is there anything that the learner should know?
    sentences = [f"You talk to {WHERE[settings.mode()]}", *file.take_notices()]
    drawn = look.panel("Ready", *map(look.paragraph, sentences))
    return look.Shown(drawn, f"[{look.mode_word()}] Ready. " + "\n".join(sentences))
