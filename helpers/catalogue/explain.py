"""Twitch's error messages in plain words: what kind of mistake, the cause, and what to do next."""

import re
from functools import cache
from typing import NamedTuple

from helpers import words
from helpers.catalogue import causes, causes_of_calls
from helpers.catalogue.causes import Row

LONGEST = 300  # characters; no message of Twitch's has as many
# What stands for what in the messages of the table.
_BLANKS = {"{name}": r"[\w.]+", "{scope}": r"\S+:\S+", "{text}": r".+"}


class Explanation(NamedTuple):
    """What an error answer means. `known` is False if only its status could be explained.

    `doubtful` names the parameter that Twitch did not know ("" if there is none): how it is
    written may tell why.
    """

    kind: str
    cause: str
    cure: str
    known: bool = True
    doubtful: str = ""

    def __str__(self) -> str:
        kind = words.capital(self.kind)
        return f"{kind}: {self.cause} {self.cure}"


def explain(status: int, message: str) -> str:
    """Return what kind of mistake an error answer tells of, its cause, and its cure.

    `status` is the HTTP status; `message` is Twitch's own text (may be empty).
    """
    return str(explanation(status, message))


def explanation(status: int, message: str) -> Explanation:
    """Return the same as `explain`, in its parts."""
    message = " ".join(message.split()).rstrip(".")
    if len(message) > LONGEST:
        message = "…"
    for row, pattern in _patterns():
        found = pattern.fullmatch(message)
        if found and row.status in (None, status):
            return _filled(row, message, found)
    row = _by_status(status)
    return Explanation(row.kind, row.cause, row.cure, known=status >= 500)


def explain_redirect(error: str, description: str = "") -> str:
    """Return the same about the `error` in an address (RFC 6749, 4.1.2.1); "" if there is none.

    `description` is what stands beside it, for an error that the table does not know.
    """
    if not error:
        return ""
    found = next(filter(_is_known, (explanation(0, each) for each in (error, description))), None)
    reason = f"{error[:80]!r}, {description[:200]!r}" if description else f"{error[:80]!r}"
    return str(
        found
        or Explanation(
            causes.REQUEST,
            f"Twitch refused, and sends the reason in the address: {reason}.",
            "Check the request's parameters, then authorize again.",
        )
    )


def _is_known(found: Explanation) -> bool:
    return found.known


def missing_scopes(message: str) -> str:
    """Return the scopes that a message of the API says are missing, in its words; else ""."""
    found = explanation(401, message)
    lacks = re.fullmatch(r"The token lacks the scope (.+)\.", found.cause)
    return lacks[1] if lacks else ""


def _by_status(status: int) -> Row:
    if status in causes.BY_STATUS:
        return causes.BY_STATUS[status]
    if status >= 500:
        return causes.SERVER_FAILED
    return causes.REDIRECTED if 300 <= status < 400 else causes.ANYTHING_ELSE


def _filled(row: Row, message: str, found: "re.Match[str]") -> Explanation:
    cause = row.cause
    for name, told in {**found.groupdict(), "all": message}.items():
        cause = cause.replace(f"{{{name}}}", told)
    return Explanation(row.kind, cause, row.cure, doubtful=row.doubtful)


@cache
def _patterns() -> list[tuple[Row, "re.Pattern[str]"]]:
    rows = (*causes.ROWS, *causes_of_calls.ROWS)
    return [(row, _pattern(message)) for row in rows for message in row.messages]


def _pattern(message: str) -> "re.Pattern[str]":
    """Return what finds a message of the table; the first {name} and {text} can be repeated."""
    parts = re.split(r"(\{name\}|\{scope\}|\{text\})", message.rstrip("."))
    named = set()
    for place, part in enumerate(parts):
        if part not in _BLANKS:
            parts[place] = re.escape(part)
            continue
        name = "text" if part == "{scope}" else part[1:-1]
        parts[place] = f"({'?:' if name in named else f'?P<{name}>'}{_BLANKS[part]})"
        named.add(name)
    return re.compile("".join(parts), re.IGNORECASE)
