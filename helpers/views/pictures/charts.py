"""Two pictures of records, drawn in HTML; each says the same in a sentence and in text.

Altair 6 was tried first. Its charts need a script from the internet, or a JupyterLab that knows
Vega-Lite 6; a screen reader, GitHub and nbval get nothing of them that can be read.
"""

from collections.abc import Sequence
from numbers import Integral, Real
from operator import itemgetter

from htpy import Element, details, div, span, summary

from helpers import times, words
from helpers.errors import CourseError
from helpers.views import look, styles
from helpers.views.pictures.records import Record, cell, fields_of, first, records, titled

MOST_DRAWN = 500  # bars, or marks on a line
WIDEST = 260  # pixels of a bar
MOST = 20  # lines of text


def bar_chart(rows: Sequence[Record], label: str, value: str, title: str) -> look.Shown:
    """Return a bar for each record: `label` and `value` name its fields. The order is kept.

    The first 500 are drawn. Raises CourseError if a field is not there, or a value is not a number
    from 0 on, and for what is no list of records.
    """
    rows, title = records(rows, "bar_chart"), titled(title)
    if not rows:
        return _nothing(title)
    fields_of(rows, (label, value))
    sizes = [_number(row.get(value), value) for row in rows]
    full, least = max(sizes), min(sizes)
    ends = [
        f"{cell(rows[sizes.index(size)].get(label, ''), label)}, {size:,}" for size in (full, least)
    ]
    drawn = [
        (cell(row.get(label, ""), label), size)
        for row, size in zip(rows[:MOST_DRAWN], sizes, strict=False)
    ]
    sentence = f"Most: {ends[0]}. Least: {ends[1]}. {first(drawn, rows, 'bar')}".rstrip()
    full = full or 1
    table = look.table(
        (cell(label), cell(value), ""),
        [(name, f"{size:,}", _bar(round(WIDEST * size / full))) for name, size in drawn],
    )
    lines = [(name, f"{size:,}", "█" * round(30 * size / full)) for name, size in drawn]
    text = f"[{look.mode_word()}] {title}. {sentence}\n{look.text_table(lines)}"
    return look.Shown(look.panel(title, look.paragraph(sentence), table), text)


def timeline(rows: Sequence[Record], when: str, label: str, title: str) -> look.Shown:
    """Return records on a line of time, earliest first: `when` and `label` name their fields.

    The times are those of Twitch's answers; they are shown in UTC. Raises CourseError if a field
    is not there, or holds no time, and for what is no list of records.
    """
    rows, title = records(rows, "timeline"), titled(title)
    if not rows:
        return _nothing(title)
    fields_of(rows, (when, label))
    marks = sorted(((times.parse(row.get(when)), row) for row in rows), key=itemgetter(0))
    start, end = marks[0][0], marks[-1][0]
    seconds = (end - start).total_seconds() or 1
    ends = f"from {words.day(start)} to {words.day(end)}" if start != end else words.day(start)
    marked = [(moment, cell(row.get(label, ""), label)) for moment, row in marks[:MOST_DRAWN]]
    sentence = f"{len(marks)} on the line, {ends} (UTC). {first(marked, marks, 'mark')}".rstrip()
    drawn_marks = [
        _mark(100 * (moment - start).total_seconds() / seconds, f"{words.day(moment)}: {name}")
        for moment, name in marked
    ]
    lines = [(f"{moment:%Y-%m-%d %H:%M}", name) for moment, name in marked]
    drawn = look.panel(
        title,
        look.paragraph(sentence),
        div(style=styles.TIMELINE)[drawn_marks],
        div(style=styles.TIMELINE_ENDS)[span[words.day(start)], span[words.day(end)]],
        details[summary["The same as a table"], look.table((cell(when), cell(label)), lines)],
    )
    more = f"\n  … and {len(marks) - MOST} more" if len(marks) > MOST else ""
    text = f"[{look.mode_word()}] {title}. {sentence}\n{look.text_table(lines[:MOST])}{more}"
    return look.Shown(drawn, text)


def _nothing(title: str) -> look.Shown:
    sentence = "There is nothing to draw: the list is empty."
    drawn = look.panel(title, look.paragraph(sentence))
    return look.Shown(drawn, f"[{look.mode_word()}] {title}. {sentence}")


def _number(value: object, name: str) -> float:
    if isinstance(value, Real) and not isinstance(value, bool):  # numpy's numbers are Real, too
        number = int(value) if isinstance(value, Integral) else float(value)
        if 0 <= number < 1e15:
            return number
    raise CourseError(f"{cell(name)} has to be a number from 0 on; {cell(value, name)} is none.")


def _bar(pixels: int) -> Element:
    return div(style=styles.bar(pixels))


def _mark(percent: float, title: str) -> Element:
    return div(style=styles.mark(percent), title=title)
