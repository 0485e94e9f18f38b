"""Smaller things that a notebook shows: check results, an account, the token file, source code."""

import inspect
import json
import stat
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from htpy import div, strong

from helpers import settings, tokens
from helpers.course.checks import Check
from helpers.errors import CourseError
from helpers.helix import data
from helpers.views import look, styles
from helpers.views.exchange.masking import shown_json
from helpers.views.exchange.panel import tree


def checklist(checks: list[Check]) -> look.Shown:
    """Return the results of `helpers.course.checks.run` as a table."""
    rows = [(each.name, "well" if each.ok else "not well", each.sentence) for each in checks]
    title = "Everything works" if all(each.ok for each in checks) else "Something does not work yet"
    table = look.table(("what", "result", ""), [(a, strong[b], c) for a, b, c in rows])
    text = f"[{look.mode_word()}] {title}\n{look.text_table(rows)}"
    return look.Shown(look.panel(title, table), text)


def account(response: requests.Response) -> look.Shown:
    """Return the account in an answer of GET /users as a small card."""
    try:
        found = data(response)
    except CourseError as problem:
        found = None
        sentence = f"The answer holds no account. {problem}"
    else:
        sentence = "Twitch has no account of that name: the answer is an empty list."
    if not found:
        return look.Shown(look.panel("No account", look.paragraph(sentence)), sentence)
    name, login, number = (str(found[0][key]) for key in ("display_name", "login", "id"))
    drawn = look.panel(
        "Your account",
        div(style=styles.ACCOUNT)[name],
        div["login ", look.code(login), ", user ID ", look.code(number)],
    )
    return look.Shown(drawn, f"{name}: login {login}, user ID {number}")


def token_file() -> look.Shown:
    """Return where the tokens are kept, who may read them, and what the file holds (masked)."""
    path = tokens.path()
    where = settings.shown(path)
    if not path.exists():
        sentence = f"There is no file {where} yet: nothing has been saved in this mode."
        return look.Shown(look.panel("The token file", look.paragraph(sentence)), sentence)
    who = _readers(stat.S_IMODE(path.stat().st_mode))
    content = shown_json(json.loads(path.read_text(encoding="utf-8")))
    drawn = look.panel(
        f"The token file: {where}",
        look.paragraph(who),
        div(style=styles.JSON)[tree(content)],
    )
    return look.Shown(drawn, f"{where}\n{who}\n{json.dumps(content, indent=2)}")


def _readers(mode: int) -> str:
    if mode & 0o077:
        return f"Careful: other accounts of this computer may read it (mode {mode:o})."
    return f"Only your own account on this computer may read it (mode {mode:o})."


@dataclass(frozen=True)
class Source:
    """A function's own lines, shown from its file."""

    code: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/markdown": f"```python\n{self.code}\n```", "text/plain": self.code}


def source(*functions: Callable[..., Any]) -> Source:
    """Return the source of functions as it stands in their file."""
    return Source("\n\n".join(inspect.getsource(each).rstrip() for each in functions))
