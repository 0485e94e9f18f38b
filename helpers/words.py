"""Times and numbers as a person says them."""

import math
from datetime import datetime, timedelta


def duration(seconds: float) -> str:
    """Return a length of time in words, such as "about 58 days"."""
    if not math.isfinite(seconds):
        return "an unknown time"
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"about {round(seconds / size)} {unit}"
    return "about a minute" if seconds >= 60 else "less than a minute"


def day(moment: datetime) -> str:
    """Return the day of a moment, such as "20 January 2027" (in the moment's own time zone)."""
    return f"{moment.day} {moment:%B %Y}"


def instant(moment: datetime) -> str:
    """Return a moment to the second, such as "20 January 2027, 12:00:00 UTC" (from UTC)."""
    return f"{day(moment)}, {moment:%H:%M:%S} UTC"


def time_left(until: datetime, now: datetime) -> str:
    """Return when something ends, such as "about 58 days, until 20 January 2027" (both in UTC)."""
    left = (until - now) / timedelta(seconds=1)
    if left <= 0:
        return f"over since {day(until)}"
    return f"{duration(left)}, until {day(until) if left > 86_400 else f'{until:%H:%M} UTC'}"


def capital(text: str) -> str:
    """Return text with a capital letter at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def count(number: int, thing: str) -> str:
    """Return a number with its noun, such as "1 scope" or "10 scopes"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def countdown(seconds: float) -> str:
    """Return the time left to the second, such as "3 h 59 min 12 s"; "over" from zero on."""
    if not math.isfinite(seconds):
        return "an unknown time"
    if seconds <= 0:
        return "over"
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return f"{count(days, 'day')} {hour} h {minute} min"
    return f"{hour} h {minute} min {second} s" if hours else f"{minute} min {second} s"
