"""Reads the times in Twitch's answers: RFC 3339, such as 2026-11-23T12:00:00Z."""

import re
from datetime import datetime, timezone

from helpers.errors import CourseError


def parse(text: object) -> datetime:
    """Return the moment in UTC, to the second. Raises CourseError for what is no such time."""
    # Twitch sends nine digits behind the second; Python 3.10 reads three or six, and no Z.
    plain = re.sub(r"\.\d+", "", text if isinstance(text, str) else "").replace("Z", "+00:00")
    shown = repr(text[:40]) if isinstance(text, str) else f"What is of type {type(text).__name__}"
    try:
        moment = datetime.fromisoformat(plain)
        if moment.tzinfo is not None:
            return moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):  # OverflowError: in UTC it is before the year 1
        raise CourseError(f"{shown} is no time such as 2026-11-23T12:00:00Z.") from None
    raise CourseError(f"{shown} does not say its time zone; Twitch's times end in Z.")
