"""A channel's schedule as a week."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from htpy import Element, br, div, s, strong

from helpers import times, words
from helpers.errors import CourseError
from helpers.views import look, styles
from helpers.views.pictures.records import Record, cell, records, titled

MOST = 20  # streams of one day

Planned = tuple[datetime, str, str, bool]  # start, hours, title and category, canceled


def week(segments: Sequence[Record] | None, title: str) -> look.Shown:
    """Return seven days of a schedule, from the day of the first segment on; times are in UTC.

    `segments` is `data.segments` of Get Channel Stream Schedule, which is null when nothing is
    planned. The first 20 streams of a day are drawn. Raises CourseError if one has no start_time,
    and for what is no list of segments.
    """
    title = titled(title)
    if isinstance(segments, Mapping) and "segments" in segments:
        raise CourseError('week(…) takes the segments alone: give it schedule["segments"].')
    segments = records(segments, "week") if segments is not None else None
    if not segments:
        sentence = "Nothing is planned."
        drawn = look.panel(title, look.paragraph(sentence))
        return look.Shown(drawn, f"[{look.mode_word()}] {title}. {sentence}")
    starts = sorted(((times.parse(each.get("start_time")), each) for each in segments), key=_start)
    first = starts[0][0].date()
    days = {day: list[Planned]() for day in _seven_days(first)}
    shown = 0
    for start, segment in starts:
        streams = days.get(start.date())
        if streams is None:
            break
        shown += 1
        if len(streams) < MOST:
            streams.append(_planned(start, segment))
    crowded = f" Of each day, the first {MOST} are drawn." if shown > _count(days) else ""
    later = f" {len(starts) - shown} more come later." if len(starts) > shown else ""
    sentence = (
        f"{words.count(shown, 'stream')} in the seven days from {first.day} {first:%B %Y} on. "
        f"All times are in UTC.{later}{crowded}"
    )
    grid = div(style=styles.WEEK)[[_column(day, streams) for day, streams in days.items()]]
    lines = [
        (f"{day:%a} {day.day} {day:%b}", text)
        for day, streams in days.items()
        for text in (list(map(_plain, streams)) or ["nothing"])
    ]
    text = f"[{look.mode_word()}] {title}. {sentence}\n{look.text_table(lines)}"
    return look.Shown(look.panel(title, look.paragraph(sentence), grid), text)


def _seven_days(first: date) -> list[date]:
    left = min(7, (date.max - first).days + 1)  # the calendar ends with the year 9999
    return [first + timedelta(days=number) for number in range(left)]


def _start(planned: tuple[datetime, Record]) -> datetime:
    return planned[0]


def _count(days: Mapping[date, Sequence[Planned]]) -> int:
    return sum(map(len, days.values()))


def _planned(start: datetime, segment: Record) -> Planned:
    hours = f"{start:%H:%M}"
    if segment.get("end_time"):  # a stream may be planned without an end
        end = times.parse(segment["end_time"])
        hours += f"–{end:%H:%M}" + (" the next day" if end.date() > start.date() else "")
    category = segment.get("category")
    name = category.get("name") if isinstance(category, Mapping) else category
    what = cell(segment.get("title") or "(no title)") + (f" ({cell(name)})" if name else "")
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
