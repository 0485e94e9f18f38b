"""Finds what must not be shown in a text, in whatever spelling it stands there.

A secret may come back percent-encoded, in JSON, in HTML, or in several of these at once. So the
text is read as it stands, then decoded, then decoded once more; what is found is hidden in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape

HIDDEN = "(hidden)"
ROUNDS = 3  # of decoding; an address within an address within an address
Span = tuple[int, int]  # where something begins and ends
Find = Callable[[str], Iterable[Span]]

# One character, or a run of bytes that are UTF-8 together; "%25" is a percent sign, encoded.
_SPELLED = re.compile(
    r"(?P<bytes>(?:%(?:25)*[0-9A-Fa-f]{2})+)"
    r"|\\+(?:u(?P<u>[0-9A-Fa-f]{4})|x(?P<x>[0-9A-Fa-f]{2})|(?P<plain>[/\"'\\]))"
    r"|&(?:amp;)*(?P<entity>#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z]{2,6};)"
)
_BYTE = re.compile(r"%(?:25)*([0-9A-Fa-f]{2})")


def without(text: str, find: Find) -> str:
    """Return text with all that `find` finds in it replaced by "(hidden)", however it is spelt."""
    spans: list[Span] = []
    seen = text
    begins: Sequence[int] = range(len(text))
    ends: Sequence[int] = range(1, len(text) + 1)
    for _ in range(ROUNDS + 1):
        # A span may be empty: of a value that is not there.
        spans += [(begins[a], ends[b - 1]) for a, b in find(seen) if a < b]
        if not _SPELLED.search(seen):
            break
        seen, begins, ends = _decoded(seen, begins, ends)
    return _replaced(text, spans) if spans else text


def _replaced(text: str, spans: list[Span]) -> str:
    pieces, done = list[str](), 0
    for begin, end in sorted(spans):
        if begin >= done:
            pieces += [text[done:begin], HIDDEN]
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def _decoded(
    text: str, begins: Sequence[int], ends: Sequence[int]
) -> tuple[str, list[int], list[int]]:
    """Return the text decoded once, and where each of its letters stands in the original."""
    letters, new_begins, new_ends, done = list[str](), list[int](), list[int](), 0
    for found in _SPELLED.finditer(text):
        a, b = found.span()
        letters.append(text[done:a])
        new_begins += begins[done:a]
        new_ends += ends[done:a]
        for letter, begin, end in _letters(found):
            letters.append(letter)
            new_begins.append(begins[begin])
            new_ends.append(ends[end - 1])
        done = b
    letters.append(text[done:])
    return "".join(letters), [*new_begins, *begins[done:]], [*new_ends, *ends[done:]]


def _letters(found: "re.Match[str]") -> Iterator[tuple[str, int, int]]:
    """Give what a spelling stands for, letter by letter, with its place in the text."""
    begin, end = found.span()
    if found["bytes"]:
        yield from _of_bytes(found["bytes"], begin)
    elif code := found["u"] or found["x"]:
        yield chr(int(code, 16)), begin, end
    elif found["plain"]:
        yield found["plain"], begin, end
    else:
        entity = unescape(f"&{found['entity']}")
        yield from ((letter, begin, end) for letter in entity)


def _of_bytes(text: str, begin: int) -> Iterator[tuple[str, int, int]]:
    spelled = list(_BYTE.finditer(text))
    content = bytes(int(each[1], 16) for each in spelled)
    place = 0
    for letter in content.decode("utf-8", "surrogateescape"):
        size = len(letter.encode("utf-8", "surrogateescape"))
        first, last = spelled[place], spelled[place + size - 1]
        yield letter, begin + first.start(), begin + last.end()
        place += size
