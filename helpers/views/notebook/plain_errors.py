"""Two things that every learner does sooner or later, each answered in one sentence."""

import textwrap
from typing import Any

from IPython.core.getipython import get_ipython

STOPPED = (
    "Stopped: you pressed the stop button. Nothing that was saved is lost. "
    "Run this cell again when you like."
)
UNKNOWN_NAME = (
    "Not yet: the name {name} is not known. Either a cell above was not run (choose Run, then "
    "Run All Above Selected Cell) or stopped with a sentence of its own, or the name is misspelt "
    "here. Then run this cell again."
)


def install() -> None:
    """Show a stopped cell, and a cell run before the one that it needs, without a traceback."""
    shell: Any = get_ipython()
    if shell is not None:
        shell.set_custom_exc((KeyboardInterrupt, NameError), _show)


def sentence(problem: BaseException) -> str:
    """Return what a learner reads in place of the traceback."""
    if isinstance(problem, NameError):
        return UNKNOWN_NAME.format(name=problem.name or "used here")
    return STOPPED


def _show(shell: Any, kind: type, problem: BaseException, trace: Any, tb_offset: Any) -> Any:
    lines = textwrap.wrap(sentence(problem), width=96)
    shell._showtraceback(kind, problem, lines)
    return lines
