"""A channel's schedule as a week."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from htpy import Element, br, div, s, strong

from helpers import times, words
from helpers.views import look, styles
from helpers.views.pictures.records import Record, cell

Planned = tuple[datetime, str, str, bool]  # start, hours, title and category, canceled


def week(segments: Sequence[Record] | None, title: str) -> look.Shown:
    """Return seven days of a schedule, from the day of the first segment on; times are in UTC.

    `segments` is `data.segments` of Get Channel Stream Schedule, which is null when nothing is
    planned. Raises CourseError if one has no start_time.
    """
    if not segments:
        sentence = "Nothing is planned."
        drawn = look.panel(title, look.paragraph(sentence))
        return look.Shown(drawn, f"[{look.mode_word()}] {title}. {sentence}")
    planned = sorted(map(_planned, segments))
    first = planned[0][0].date()
    days = {first + timedelta(days=number): list[Planned]() for number in range(7)}
    for each in planned:
        days.get(each[0].date(), []).append(each)
    shown = sum(map(len, days.values()))
    later = f" {len(planned) - shown} more come later." if len(planned) > shown else ""
    sentence = (
        f"{words.count(shown, 'stream')} in the seven days from {first.day} {first:%B %Y} on. "
        f"All times are in UTC.{later}"
    )
    grid = div(style=styles.WEEK)[[_column(day, streams) for day, streams in days.items()]]
    lines = [
        (f"{day:%a} {day.day} {day:%b}", text)
        for day, streams in days.items()
        for text in (list(map(_plain, streams)) or ["nothing"])
    ]
    text = f"[{look.mode_word()}] {title}. {sentence}\n{look.text_table(lines)}"
    return look.Shown(look.panel(title, look.paragraph(sentence), grid), text)


def _planned(segment: Record) -> Planned:
    start = times.parse(segment.get("start_time"))
    hours = f"{start:%H:%M}"
    if segment.get("end_time"):  # a stream may be planned without an end
        end = times.parse(segment["end_time"])
        hours += f"–{end:%H:%M}" + (" the next day" if end.date() > start.date() else "")
    category = (segment.get("category") or {}).get("name")
    what = cell(segment.get("title") or "(no title)") + (f" ({category})" if category else "")
    return start, hours, what, bool(segment.get("canceled_until"))


def _plain(stream: Planned) -> str:
    return f"{stream[1]}  {stream[2]}{', canceled' if stream[3] else ''}"


def _column(day: date, streams: Sequence[Planned]) -> Element:
    cards = list(map(_card, streams)) or [div(style=styles.FREE)["nothing"]]
    return div(style=styles.DAY)[strong[f"{day:%a} {day.day} {day:%b}"], cards]


def _card(stream: Planned) -> Element:
    _, hours, what, canceled = stream
    title = (s[what], " ", strong["canceled"]) if canceled else what
    return div(style=styles.STREAM)[hours, br, title]
