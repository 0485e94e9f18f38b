"""How every panel looks: small pieces of HTML that follow JupyterLab's light and dark theme.

HTML is made of htpy's elements, never of strings: what is a `str` is text, and is escaped.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import htpy
from htpy import Element, Node, Renderable

from helpers import settings
from helpers.views import styles

_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Shown:
    """What a cell shows: elements for JupyterLab, the same in plain text for everything else."""

    drawn: Renderable
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", whole(self.text))

    @property
    def html(self) -> str:
        """The elements as HTML."""
        return rendered(self.drawn)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return bundle(self.drawn, self.text)


def rendered(node: Node) -> str:
    """Return elements as the HTML that a browser reads; text among them is escaped."""
    return whole(str(htpy.fragment[node].__html__()))


def whole(text: str) -> str:
    """Return text that can be sent and stored: half a character becomes the sign for a damaged one.

    JSON may hold half a character (a lone surrogate), and UTF-8 has no bytes for it.
    """
    return _HALF.sub("\ufffd", text)


def kind(value: object) -> str:
    """Return what a value is, as a sentence says it: "None", "a list", "an int"."""
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def bundle(drawn: Renderable | None, text: str) -> dict[str, str]:
    """Return an output as Jupyter shows and stores it: in text, and drawn if there is more."""
    return {"text/plain": whole(text)} | ({"text/html": rendered(drawn)} if drawn else {})


def mode_word() -> str:
    """Return the word that stands on every panel: SANDBOX or LIVE."""
    return settings.mode().upper()


def badge() -> Element:
    """Return the mode as a small label."""
    return htpy.span(style=styles.BADGE)[mode_word()]


def panel(title: str, *parts: Node) -> Element:
    """Return a framed panel: the mode, a title, and what belongs under it."""
    heading = htpy.div(style=styles.PANEL_TITLE)[badge(), " ", htpy.strong[title]]
    return htpy.div(style=styles.PANEL)[heading, parts]


def paragraph(text: str) -> Element:
    """Return one paragraph of plain text."""
    return htpy.p(style=styles.PARAGRAPH)[text]


def code(text: str) -> Element:
    """Return a word in code letters, which may break anywhere rather than overflow."""
    return htpy.code(style=styles.CODE)[text]


def name(text: str) -> Element:
    """Return a name in code letters, on one line."""
    return htpy.code(style=styles.NAME)[text]


def table(headings: Sequence[str], rows: Iterable[Sequence[Node]]) -> Element:
    """Return a table; its cells are text, or elements."""
    th, td = htpy.th(scope="col", style=styles.CELL), htpy.td(style=styles.CELL)
    head = [th[each] for each in headings]
    lines = [htpy.tr[[td[each] for each in row]] for row in rows]
    return htpy.table(style=styles.TABLE)[htpy.thead[htpy.tr[head]], htpy.tbody[lines]]


def text_table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as aligned plain text."""
    lines = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "\n".join(f"  {line.rstrip()}" for line in padded)
