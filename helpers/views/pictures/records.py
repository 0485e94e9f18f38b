"""Records, such as the items of an answer's `data`: as a table, and before and after a change."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from htpy import Node, div, strong

from helpers import words
from helpers.errors import CourseError
from helpers.views import look, styles
from helpers.views.exchange.fold import More
from helpers.views.exchange.masking import shown_json

LONGEST = 80  # characters of one cell
MOST_ROWS = 500
MOST_COLUMNS = 50
_MARKS: dict[str, Node] = {"changed": strong["changed"], "same": "same"}

Record = Mapping[str, Any]


def table(rows: Sequence[Record], *columns: str, title: str = "") -> look.Shown:
    """Return records as a table: the named fields, or all of them. Secrets are masked.

    The first 500 rows and the first 50 fields are drawn. Raises CourseError for a field that no
    record has, and for what is no list of records.
    """
    rows = records(rows, "table")
    title = titled(title or words.count(len(rows), "row"))
    if not rows:
        sentence = "There is nothing to show: the list is empty."
        drawn = look.panel(title, look.paragraph(sentence))
        return look.Shown(drawn, f"[{look.mode_word()}] {title}\n  {sentence}")
    names = fields_of(rows, columns)
    drawn_names = names[:MOST_COLUMNS]
    headings = list(map(cell, drawn_names))
    lines = [[cell(row.get(name, ""), name) for name in drawn_names] for row in rows[:MOST_ROWS]]
    wide = div(style=styles.SCROLLS)[look.table(headings, lines)]
    more = " ".join(filter(None, (first(lines, rows, "row"), first(drawn_names, names, "field"))))
    drawn = look.panel(title, look.paragraph(more) if more else None, wide)
    head = f"[{look.mode_word()}] {title}"
    text = f"{head}. {more}" if more else head
    return look.Shown(drawn, f"{text}\n{look.text_table([headings, *lines])}")


def before_after(before: Record, after: Record, *fields: str, title: str = "") -> look.Shown:
    """Return what a change has changed: the named fields, or all, each "changed" or "same".

    Raises CourseError for a field that neither record has, and for what is no record.
    """
    for record in (before, after):
        if not isinstance(record, Mapping):
            raise CourseError(
                "before_after(…) compares two records (dicts), such as the first item of "
                f"helix.data(response) before and after a change. One of these is "
                f"{look.kind(record)}."
            )
    names = fields_of([before, after], fields)
    changed = [name for name in names if before.get(name) != after.get(name)]
    drawn_names = names[:MOST_COLUMNS]
    lines = [
        (
            cell(name),
            _there(before, name),
            _there(after, name),
            "changed" if name in changed else "same",
        )
        for name in drawn_names
    ]
    title = titled(title or "Before and after")
    sentence = f"{words.count(len(changed), 'field')} changed: {named(changed)}."
    sentence = sentence if changed else "Nothing changed."
    sentence = f"{sentence} {first(drawn_names, names, 'field')}".rstrip()
    headings = ("field", "before", "after", "")
    drawn = look.table(
        headings,
        [(look.name(name), a, b, _MARKS[mark]) for name, a, b, mark in lines],
    )
    text = f"[{look.mode_word()}] {title}: {sentence}\n{look.text_table([headings, *lines])}"
    return look.Shown(look.panel(title, look.paragraph(sentence), drawn), text)


def records(rows: object, view: str) -> Sequence[Record]:
    """Return a list of records. Raises CourseError, in the name of `view`, for anything else."""
    wants = f"{view}(…) takes a list of records (dicts), such as helix.data(response) returns."
    if isinstance(rows, Mapping):
        raise CourseError(f"{wants} This is one dict: if it is one record, write [record].")
    if not isinstance(rows, (list, tuple)):
        how = " Write list(…) around it." if isinstance(rows, Iterator) else ""
        raise CourseError(f"{wants} This is {look.kind(rows)}.{how}")
    for row in rows:
        if not isinstance(row, Mapping):
            raise CourseError(f"{wants} In this list stands {look.kind(row)}.")
    return rows


def fields_of(rows: Sequence[Record], wanted: Sequence[str]) -> list[str]:
    """Return the wanted fields, or every field of the records, in the order of the first of each.

    Raises CourseError for a field that no record has.
    """
    there = list(dict.fromkeys(name for row in rows for name in row))
    for name in wanted:
        if name not in there:
            shown = repr(cell(name)) if isinstance(name, str) else cell(name)
            raise CourseError(f"There is no field {shown} here. There are: {named(there)}.")
    return list(wanted) or there


def named(names: Sequence[str]) -> str:
    """Return the names of fields as a sentence lists them, the first 50."""
    listed = ", ".join(map(cell, names[:MOST_COLUMNS]))
    return f"{listed} …" if len(names) > MOST_COLUMNS else listed or "none"


def first(drawn: Sequence[object], there: Sequence[object], thing: str) -> str:
    """Return a sentence on how much is drawn of what is there; "" if that is all of it."""
    if len(drawn) == len(there):
        return ""
    return f"Drawn are the first {len(drawn):,} of {len(there):,} {thing}s."


def titled(title: object) -> str:
    """Return a title: a text as it is, anything else in short."""
    return title if isinstance(title, str) else cell(title)


def cell(value: Any, name: object = "") -> str:
    """Return a value as the text of one table cell: masked, on one line, cut when it is long."""
    text = " ".join(_text(shown_json(value, name if isinstance(name, str) else "")).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _there(record: Record, name: str) -> str:
    return cell(record[name], name) if name in record else "(not there)"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value)) or "(empty list)"
    if isinstance(value, More):
        return str(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(inner)}" for key, inner in value.items()) or "(empty)"
    return json.dumps(value, ensure_ascii=False, default=str)  # null, true, 12
