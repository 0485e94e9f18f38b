"""A request as a call of curl, in the quoting of each shell that a learner may paste it into.

- sh (macOS, Linux): POSIX.1-2024, section 2.2, Quoting
- the Windows Command Prompt: cmd reads the line first, then curl splits it by the rules of
  https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
- PowerShell: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_quoting_rules
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from helpers.views.exchange.plain_request import Sent

PLAIN_METHOD = re.compile(r"[A-Z]{3,10}")
_JSON = ("-H", "Content-Type: application/json")

# What every Windows shell, and every curl there, hands on as it is: printable, and no " or \.
_EASY = "".join(map(chr, range(0x20, 0x7F))).translate({0x22: None, 0x5C: None})
_NOT_EASY = re.compile(f"[^{re.escape(_EASY)}]")

_SINGLE_QUOTES = re.compile("['\u2018\u2019\u201a\u201b]")  # to PowerShell, they are all the same

Options = list[tuple[str, str]]
Quote = Callable[[str], str]


def for_sh(sent: Sent) -> str:
    """Return the call for the shells of macOS and Linux."""
    form = [_field(name, value) for name, value in sent.form]
    body = [] if sent.body is None else [_JSON, ("-d", json.dumps(sent.body))]
    return " \\\n  ".join(_lines("curl", sent, form + body, _in_sh))


def for_cmd(sent: Sent) -> str:
    """Return the call for the Windows Command Prompt."""
    body = [] if sent.body is None else [_JSON, ("-d", json.dumps(sent.body))]
    return " ^\n  ".join(_lines("curl", _easy(sent), _easy_form(sent) + body, _in_cmd))


def for_powershell(sent: Sent) -> str:
    """Return the call for PowerShell, 5.1 and 7 alike.

    There, `curl` alone may be another command. JSON goes through a pipe: what becomes of a double
    quote in an argument differs from version to version.
    """
    body = [] if sent.body is None else [_JSON, ("-d", "@-")]
    lines = _lines("curl.exe", _easy(sent), _easy_form(sent) + body, _in_powershell)
    piped = "" if sent.body is None else f"{_in_powershell(json.dumps(sent.body))} | "
    return piped + " `\n  ".join(lines)


def _lines(curl: str, sent: Sent, rest: Options, quoted: Quote) -> list[str]:
    method = sent.method if PLAIN_METHOD.fullmatch(sent.method) else quoted(sent.method)
    options = [("-H", f"{name}: {value}") for name, value in sent.headers.items()] + rest
    first = f"{curl} -X {method} {quoted(sent.url)}"
    return [first, *(f"{option} {quoted(text)}" for option, text in options)]


def _field(name: str, value: str) -> tuple[str, str]:
    return "--data-urlencode", f"{_encoded(name)}={value}"


def _easy_form(sent: Sent) -> Options:
    return [
        ("-d", f"{_encoded(name)}={_encoded(value)}")
        if _NOT_EASY.search(value)
        else _field(name, value)
        for name, value in sent.form
    ]


def _easy(sent: Sent) -> Sent:
    """Return the same request, written without what Windows shells differ about.

    In an address it is percent-encoded. A method or a header of Twitch's holds nothing of it.
    """
    return replace(
        sent,
        method=_NOT_EASY.sub("", sent.method) or "GET",
        url=quote(sent.url, safe=_EASY.strip(), errors="replace"),
        headers={name: _NOT_EASY.sub("", value) for name, value in sent.headers.items()},
    )


def _encoded(text: str) -> str:
    return quote(text, errors="replace")


def _in_sh(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _in_cmd(text: str) -> str:
    # For curl: a double quote has a backslash before it, and so has each backslash before one.
    argument = '"' + re.sub(r'(\\*)("|$)', _after_backslashes, text) + '"'
    if '"' not in text and "%" not in text:
        return argument
    # For cmd: nothing is quoted, and its special characters have a caret before them. It looks
    # for %NAME% before it looks for carets: with one behind each %, there is no such name.
    return re.sub(r'%[^()^"<>&|%]|[()^"<>&|]', _with_caret, argument)


def _after_backslashes(found: re.Match[str]) -> str:
    return found[1] * 2 + (f"\\{found[2]}" if found[2] else "")


def _with_caret(found: re.Match[str]) -> str:
    return "^".join(["", found[0]] if len(found[0]) == 1 else found[0])


def _in_powershell(text: str) -> str:
    return "'" + _SINGLE_QUOTES.sub(lambda found: found[0] * 2, text) + "'"
