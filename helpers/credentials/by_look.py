"""What looks like a secret in a text, whoever wrote it: only the look of it tells.

The sizes are those of Twitch's own values: a token has 30 small letters and digits.
"""

import re
from collections.abc import Callable, Iterator

from helpers.catalogue.secret_fields import is_secret, is_user_code, plain
from helpers.credentials.spellings import Span, without

# A password, or a token, in front of the host of an address.
USERINFO = re.compile(r"(?P<before>\b[A-Za-z][A-Za-z0-9+.-]*:)?//(?P<secret>[^\s/?#\"'<>]*)@")
# A part of a path that is nothing else than a token.
TOKEN = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{30}(?:[a-z0-9]{20})?|eyJ[\w-]+\.[\w.-]+")

_JWT = re.compile(r"(?P<secret>\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?)")
_SCHEME = re.compile(
    r"(?<![\w:])(?:bearer|oauth|basic)(?:[\s:]|%20)+[\"']?"
    r"(?P<secret>(?=[\w.~+/-]*\d)[\w.~+/-]{12,}=*|[\w.~+/-]{30,}=*)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\b(?:(?:proxy-)?authorization|(?:set-)?cookie):[ \t]*(?P<secret>[^\r\n]+)", re.IGNORECASE
)
# "name": "value" or 'name': 'value', in JSON or in Python; the end may be missing.
_QUOTED = re.compile(
    r"(?P<quote>[\"'])(?P<name>[\w-]{2,40})(?P=quote)\s*:\s*"
    r"(?P<open>[\"'])(?P<secret>(?:\\.|(?!(?P=open))[^\\])*)",
    re.DOTALL,
)
_ASSIGNED = re.compile(
    r"(?P<before>[?&#;]?)(?<![\w:-])(?P<name>[A-Za-z][\w-]{1,40})(?P<sign>\s?[=:]\s*)"
    r"(?=[\"']?(?P<secret>[^\s&#;\"'<>,(){}\[\]\\]+))"  # looked at: it may hold another one
)
# "the token abc…": the name of a secret, a word at most, and what has a token's size.
_BESIDE = re.compile(
    r"\b(?:\w+[_-])?(?:token|secret|code|key|password|jwt)\b[\s\"'`:=(]+(?:(?:is|was|of|for)\s+)?"
    r"[\"'`(]?(?P<secret>(?=[a-z]*\d)[a-z0-9]{20,})",
    re.IGNORECASE,
)
# Words that stand in prose as well, where what follows is often another word.
_ALSO_PROSE = {"code", "content", "token", "secret", "secrets", "oauth", "bearer", "key"}


def shown_by_look(text: str) -> str:
    """Return text with "(hidden)" in place of all that looks like a secret."""
    return without(text, secrets_by_look)


def secrets_by_look(text: str) -> Iterator[Span]:
    """Give where something stands that looks like a secret."""
    for pattern, fits in _PATTERNS:
        for found in pattern.finditer(text):
            if fits(found):
                yield found.span("secret")


def _always(_found: "re.Match[str]") -> bool:
    return True


def _named(found: "re.Match[str]") -> bool:
    return is_secret(found["name"]) and not is_user_code(found["name"], found["secret"])


def _assigned(found: "re.Match[str]") -> bool:
    if not _named(found):
        return False
    if found["before"]:  # a parameter of an address
        return True
    value = found["secret"]
    prose = plain(found["name"]) in _ALSO_PROSE or ":" in found["sign"]
    return not prose or len(value) >= 30 or (len(value) >= 6 and bool(re.search(r"\d", value)))


_PATTERNS: tuple[tuple["re.Pattern[str]", Callable[["re.Match[str]"], bool]], ...] = (
    (USERINFO, _always),
    (_JWT, _always),
    (_SCHEME, _always),
    (_HEADER, _always),
    (_QUOTED, _named),
    (_ASSIGNED, _assigned),
    (_BESIDE, _always),
)
