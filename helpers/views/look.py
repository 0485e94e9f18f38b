"""How every panel looks: small pieces of HTML that follow JupyterLab's light and dark theme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from helpers import settings

# JupyterLab sets these variables; the second value is for readers elsewhere, such as GitHub.
LINE = "var(--jp-border-color2, #b8b8b8)"
SOFT = "var(--jp-ui-font-color1, inherit)"
MONO = "font-family: var(--jp-code-font-family, monospace)"
FONT = "font-family: var(--jp-content-font-family, sans-serif); font-size: 14px; line-height: 1.5"


@dataclass(frozen=True)
class Shown:
    """What a cell shows: HTML for JupyterLab, the same in plain text for everything else."""

    html: str
    text: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


def mode_word() -> str:
    """Return the word that stands on every panel: SANDBOX or LIVE."""
    return settings.mode().upper()


def badge() -> str:
    """Return the mode as a small label."""
    return (
        f'<span style="border: 1px solid currentColor; border-radius: 3px; padding: 0 6px; '
        f'font-size: 12px; font-weight: 600; letter-spacing: .06em">{mode_word()}</span>'
    )


def panel(title: str, *parts: str) -> str:
    """Return a framed panel: the mode, a title, and what belongs under it."""
    return (
        f'<div style="{FONT}; border: 1px solid {LINE}; padding: 10px 14px; '
        f'max-width: 1000px"><div style="margin-bottom: 6px">{badge()} '
        f"<strong>{escape(title)}</strong></div>{''.join(parts)}</div>"
    )


def paragraph(text: str) -> str:
    """Return one paragraph of plain text."""
    return f'<p style="margin: 6px 0">{escape(text)}</p>'


def code(text: str) -> str:
    """Return a word in code letters, which may break anywhere rather than overflow."""
    return f'<code style="{MONO}; overflow-wrap: anywhere">{escape(text)}</code>'


def name(text: str) -> str:
    """Return a name in code letters, on one line."""
    return f'<code style="{MONO}; white-space: nowrap">{escape(text)}</code>'


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the cells are HTML already."""
    cell = f"text-align: left; vertical-align: top; padding: 3px 14px 3px 0; color: {SOFT}"
    head = "".join(f'<th scope="col" style="{cell}">{escape(each)}</th>' for each in headings)
    body = "".join(
        "<tr>" + "".join(f'<td style="{cell}">{each}</td>' for each in row) + "</tr>"
        for row in rows
    )
    return (
        f'<table style="border-collapse: collapse; margin: 6px 0; font-size: 13px">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def text_table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as aligned plain text."""
    lines = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "\n".join(f"  {line.rstrip()}" for line in padded)
