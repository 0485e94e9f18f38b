"""Two pictures of records, drawn in HTML; each says the same in a sentence and in text.

Altair 6 was tried first. Its charts need a script from the internet, or a JupyterLab that knows
Vega-Lite 6; a screen reader, GitHub and nbval get nothing of them that can be read.
"""

from collections.abc import Sequence

from htpy import Element, details, div, span, summary

from helpers import times, words
from helpers.errors import CourseError
from helpers.views import look, styles
from helpers.views.pictures.records import Record, cell, fields_of

WIDEST = 260  # pixels of a bar
MOST = 20  # lines of text


def bar_chart(rows: Sequence[Record], label: str, value: str, title: str) -> look.Shown:
    """Return a bar for each record: `label` and `value` name its fields. The order is kept.

    Raises CourseError if a field is not there, or a value is not a number from 0 on.
    """
    if not rows:
        return _nothing(title)
    fields_of(rows, (label, value))
    bars = [(cell(row.get(label, ""), label), _number(row.get(value), value)) for row in rows]
    most, least = max(bars, key=_length), min(bars, key=_length)
    sentence = f"Most: {most[0]}, {most[1]:,}. Least: {least[0]}, {least[1]:,}."
    full = most[1] or 1
    table = look.table(
        (label, value, ""),
        [(name, f"{size:,}", _bar(round(WIDEST * size / full))) for name, size in bars],
    )
    lines = [(name, f"{size:,}", "█" * round(30 * size / full)) for name, size in bars]
    text = f"[{look.mode_word()}] {title}. {sentence}\n{look.text_table(lines)}"
    return look.Shown(look.panel(title, look.paragraph(sentence), table), text)


def timeline(rows: Sequence[Record], when: str, label: str, title: str) -> look.Shown:
    """Return records on a line of time, earliest first: `when` and `label` name their fields.

    The times are those of Twitch's answers; they are shown in UTC. Raises CourseError if a field
    is not there, or holds no time.
    """
    if not rows:
        return _nothing(title)
    fields_of(rows, (when, label))
    marks = sorted((times.parse(row.get(when)), cell(row.get(label, ""), label)) for row in rows)
    first, last = marks[0][0], marks[-1][0]
    seconds = (last - first).total_seconds() or 1
    ends = f"from {words.day(first)} to {words.day(last)}" if first != last else words.day(first)
    sentence = f"{len(marks)} on the line, {ends} (UTC)."
    drawn_marks = [
        _mark(100 * (moment - first).total_seconds() / seconds, f"{words.day(moment)}: {name}")
        for moment, name in marks
    ]
    lines = [(f"{moment:%Y-%m-%d %H:%M}", name) for moment, name in marks]
    drawn = look.panel(
        title,
        look.paragraph(sentence),
        div(style=styles.TIMELINE)[drawn_marks],
        div(style=styles.TIMELINE_ENDS)[span[words.day(first)], span[words.day(last)]],
        details[summary["The same as a table"], look.table((when, label), lines)],
    )
    more = f"\n  … and {len(lines) - MOST} more" if len(lines) > MOST else ""
    text = f"[{look.mode_word()}] {title}. {sentence}\n{look.text_table(lines[:MOST])}{more}"
    return look.Shown(drawn, text)


def _nothing(title: str) -> look.Shown:
    sentence = "There is nothing to draw: the list is empty."
    drawn = look.panel(title, look.paragraph(sentence))
    return look.Shown(drawn, f"[{look.mode_word()}] {title}. {sentence}")


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e15:
        raise CourseError(f"{name} has to be a number from 0 on; {cell(value, name)} is none.")
    return value


def _length(bar: tuple[str, float]) -> float:
    return bar[1]


def _bar(pixels: int) -> Element:
    return div(style=styles.bar(pixels))


def _mark(percent: float, title: str) -> Element:
    return div(style=styles.mark(percent), title=title)
