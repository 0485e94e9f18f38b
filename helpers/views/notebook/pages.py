"""Smaller things that a notebook shows: check results, an account, the token file, source code."""

import inspect
import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from htpy import div, strong

from helpers import settings, tokens
from helpers.course.checks import Check
from helpers.errors import CourseError, TokenFileError, TwitchError
from helpers.helix import data
from helpers.tokens import file
from helpers.views import look, styles
from helpers.views.exchange.answer import checked, status
from helpers.views.exchange.masking import shown_json
from helpers.views.exchange.panel import tree
from helpers.views.pictures.records import cell


def checklist(checks: list[Check]) -> look.Shown:
    """Return the results of `helpers.course.checks.run` as a table.

    Raises CourseError for anything else.
    """
    if not isinstance(checks, (list, tuple)) or not all(isinstance(each, Check) for each in checks):
        raise CourseError(
            "checklist(…) takes the list that checks.run(application) returns, with nothing else "
            f"in it. This is {look.kind(checks)}."
        )
    if not checks:
        sentence = "Nothing was checked: the list is empty. checks.run(application) fills it."
        return look.Shown(look.panel("No checks", look.paragraph(sentence)), sentence)
    rows = [(each.name, "well" if each.ok else "not well", each.sentence) for each in checks]
    title = "Everything works" if all(each.ok for each in checks) else "Something does not work yet"
    table = look.table(("what", "result", ""), [(a, strong[b], c) for a, b, c in rows])
    text = f"[{look.mode_word()}] {title}\n{look.text_table(rows)}"
    return look.Shown(look.panel(title, table), text)


def account(response: requests.Response) -> look.Shown:
    """Return the account in an answer of GET /users as a small card.

    Where there is none, the card says why. Raises CourseError for what is no response.
    """
    if not status(checked(response, "account")):
        return _no_account("The answer holds no account: it was made by hand, and has no status.")
    try:
        found = data(response)
    except TwitchError as problem:
        return _no_account(f"The answer holds no account. {problem}")
    if found in ([], None):
        return _no_account("Twitch has no account of that name or ID: the answer's list is empty.")
    record = found[0] if isinstance(found, list) else found
    if not isinstance(record, Mapping) or not {"display_name", "login", "id"} <= record.keys():
        return _no_account(
            "The answer holds no account: display_name, login and id are not in it. "
            'An account comes with helix.get("users", …).'
        )
    name, login, number = (cell(record[key]) for key in ("display_name", "login", "id"))
    drawn = look.panel(
        "Your account",
        div(style=styles.ACCOUNT)[name],
        div["login ", look.code(login), ", user ID ", look.code(number)],
    )
    return look.Shown(drawn, f"{name}: login {login}, user ID {number}")


def _no_account(sentence: str) -> look.Shown:
    return look.Shown(look.panel("No account", look.paragraph(sentence)), sentence)


def token_file() -> look.Shown:
    """Return where the tokens are kept, who may read them, and what the file holds (masked).

    Raises TokenFileError if it cannot be read.
    """
    path = tokens.path()
    where = settings.shown(path)
    try:
        path.lstat()  # is there one at all?
        tokens.peek_application()  # makes it private, keeps a damaged one aside, or tells why not
        sentences = [_readers(stat.S_IMODE(path.stat().st_mode)), *file.take_notices()]
        content = shown_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        sentence = f"There is no file {where} yet: nothing has been saved in this mode."
        return look.Shown(look.panel("The token file", look.paragraph(sentence)), sentence)
    except (OSError, ValueError, RecursionError):
        raise TokenFileError(
            f"{where} cannot be read just now. Run this cell again; if that does not help, move "
            "the file away, and get new tokens."
        ) from None
    drawn = look.panel(
        f"The token file: {where}",
        *map(look.paragraph, sentences),
        div(style=styles.JSON)[tree(content)],
    )
    return look.Shown(
        drawn, "\n".join([where, *sentences, json.dumps(content, indent=2, default=str)])
    )


def _readers(mode: int) -> str:
    if os.name != "posix":
        return "Who may read your user folder may read it: on this system, a file has no mode bits."
    if mode & 0o077:
        return f"Careful: other accounts of this computer may read it (mode {mode:o})."
    return f"Only your own account on this computer may read it (mode {mode:o})."


@dataclass(frozen=True)
class Source:
    """A function's own lines, shown from its file."""

    code: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        code = look.whole(self.code)
        # Longer than any row of backticks in the code, or that would end the block.
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
        return {"text/markdown": f"{fence}python\n{code}\n{fence}", "text/plain": code}


def source(*functions: Callable[..., Any]) -> Source:
    """Return the source of functions as it stands in their file.

    Raises CourseError for what is no function, or has no source in Python.
    """
    if not functions:
        raise CourseError("source(…) shows functions: name at least one, such as source(show).")
    return Source("\n\n".join(map(_code, functions)))


def _code(function: Callable[..., Any]) -> str:
    try:
        return inspect.getsource(function).rstrip()
    except (TypeError, OSError):  # OSError: a function of a cell that was run with exec
        raise CourseError(
            "source(…) shows functions that are written in Python. Write the name alone, without "
            f"brackets behind it: source(show). This is {look.kind(function)}."
        ) from None
