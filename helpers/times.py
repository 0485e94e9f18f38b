"""Reads the times in Twitch's answers: RFC 3339, such as 2026-11-23T12:00:00Z."""

import re
from datetime import datetime, timezone

from helpers.errors import CourseError


def parse(text: object) -> datetime:
    """Return the moment in UTC, to the second. Raises CourseError for what is no such time."""
    # Twitch sends nine digits behind the second; Python 3.10 reads three or six, and no Z.
    plain = re.sub(r"\.\d+", "", str(text)).replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        raise CourseError(f"{text!r} is no time such as 2026-11-23T12:00:00Z.") from None
    if moment.tzinfo is None:
        raise CourseError(f"{text!r} does not say its time zone; Twitch's times end in Z.")
    return moment.astimezone(timezone.utc)
