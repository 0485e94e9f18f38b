"""Records, such as the items of an answer's `data`: as a table, and before and after a change."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from htpy import Node, div, strong

from helpers import words
from helpers.errors import CourseError
from helpers.views import look, styles
from helpers.views.exchange.masking import shown_json

LONGEST = 80  # characters of one cell
_MARKS: dict[str, Node] = {"changed": strong["changed"], "same": "same"}

Record = Mapping[str, Any]


def table(rows: Sequence[Record], *columns: str, title: str = "") -> look.Shown:
    """Return records as a table: the named fields, or all of them. Secrets are masked.

    Raises CourseError for a field that no record has.
    """
    title = title or words.count(len(rows), "row")
    if not rows:
        sentence = "There is nothing to show: the list is empty."
        drawn = look.panel(title, look.paragraph(sentence))
        return look.Shown(drawn, f"[{look.mode_word()}] {title}\n  {sentence}")
    names = fields_of(rows, columns)
    lines = [[cell(row.get(name, ""), name) for name in names] for row in rows]
    wide = div(style=styles.SCROLLS)[look.table(names, lines)]
    text = f"[{look.mode_word()}] {title}\n{look.text_table([names, *lines])}"
    return look.Shown(look.panel(title, wide), text)


def before_after(before: Record, after: Record, *fields: str, title: str = "") -> look.Shown:
    """Return what a change has changed: the named fields, or all, each "changed" or "same".

    Raises CourseError for a field that neither record has.
    """
    names = fields_of([before, after], fields)
    changed = [name for name in names if before.get(name) != after.get(name)]
    lines = [
        (
            name,
            _there(before, name),
            _there(after, name),
            "changed" if name in changed else "same",
        )
        for name in names
    ]
    title = title or "Before and after"
    sentence = f"{words.count(len(changed), 'field')} changed: {', '.join(changed)}."
    sentence = sentence if changed else "Nothing changed."
    headings = ("field", "before", "after", "")
    drawn = look.table(
        headings,
        [(look.name(name), a, b, _MARKS[mark]) for name, a, b, mark in lines],
    )
    text = f"[{look.mode_word()}] {title}: {sentence}\n{look.text_table([headings, *lines])}"
    return look.Shown(look.panel(title, look.paragraph(sentence), drawn), text)


def fields_of(rows: Sequence[Record], wanted: Sequence[str]) -> list[str]:
    """Return the wanted fields, or every field of the records, in the order of the first of each.

    Raises CourseError for a field that no record has.
    """
    there = list(dict.fromkeys(name for row in rows for name in row))
    for name in wanted:
        if name not in there:
            raise CourseError(f"There is no field {name!r} here. There are: {', '.join(there)}.")
    return list(wanted) or there


def cell(value: Any, name: str = "") -> str:
    """Return a value as the text of one table cell: masked, on one line, cut when it is long."""
    text = " ".join(_text(shown_json(value, name)).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _there(record: Record, name: str) -> str:
    return cell(record[name], name) if name in record else "(not there)"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value)) or "(empty list)"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(inner)}" for key, inner in value.items())
    return json.dumps(value, ensure_ascii=False, default=str)  # null, true, 12
