"""The first cell of every notebook."""

import textwrap
from typing import Any

from IPython.core.getipython import get_ipython

from helpers import course, settings, token_file
from helpers.views import look

STOPPED = (
    "Stopped: you pressed the stop button. Nothing that was saved is lost. "
    "Run this cell again when you like."
)


def begin(name: str) -> look.Shown:
    """Get a notebook ready: say SANDBOX or LIVE, and show the stop button's effect in one line.

    `name` is the notebook's file name without .ipynb.
    """
    course.lesson(name)
    _say_stops_plainly()
    if settings.headless():
        from helpers import headless

        headless.prepare(name)
    where = {
        "sandbox": "a practice copy of Twitch on this computer. No account needed.",
        "live": "the real Twitch. What you do here happens on your own account.",
    }[settings.mode()]
    notices = token_file.take_notices()
    html = look.panel(
        "Ready", look.paragraph(f"You talk to {where}"), *map(look.paragraph, notices)
    )
    return look.Shown(
        html, "\n".join([f"Ready. {look.mode_word()}: you talk to {where}", *notices])
    )


def _say_stops_plainly() -> None:
    shell: Any = get_ipython()
    if shell is not None:
        shell.set_custom_exc((KeyboardInterrupt,), _stopped)


def _stopped(shell: Any, kind: type, problem: BaseException, trace: Any, tb_offset: Any) -> Any:
    lines = textwrap.wrap(STOPPED, width=96)
    shell._showtraceback(kind, problem, lines)
    return lines
