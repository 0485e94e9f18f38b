"""What an answer tells of the rate limit.

https://dev.twitch.tv/docs/api/guide/#twitch-rate-limits
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import requests

from helpers import clock

# A bucket fills from empty to full in 60 s; the rest is for two clocks that differ a little.
LONGEST_WAIT = 65.0  # seconds
# For a reset that is past, or that nobody told: by then some points have come back.
SHORTEST_WAIT = 1.0  # seconds


@dataclass(frozen=True)
class RateLimit:
    """Of `limit` points, `remaining` are left; at `resets_at` (UTC) the bucket is full again."""

    limit: int
    remaining: int
    resets_at: datetime


def rate_limit(response: requests.Response) -> RateLimit | None:
    """Return what the Ratelimit-… headers tell; None if one is missing or is no number."""
    limit, remaining = _number(response, "Limit"), _number(response, "Remaining")
    resets_at = _resets_at(response)
    if limit is None or remaining is None or resets_at is None:
        return None
    return RateLimit(limit, remaining, resets_at)


def seconds_to_wait(response: requests.Response) -> float:
    """Return how long to wait after a 429: until Ratelimit-Reset, and 1 to 65 seconds.

    The header may be missing, damaged, or come from a server whose clock is wrong.
    """
    resets_at = _resets_at(response)
    if resets_at is None:
        return SHORTEST_WAIT
    seconds = (resets_at - clock.now()) / timedelta(seconds=1)
    return min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)


def _resets_at(response: requests.Response) -> datetime | None:
    seconds = _number(response, "Reset")
    return None if seconds is None else datetime.fromtimestamp(seconds, timezone.utc)


def _number(response: requests.Response, name: str) -> int | None:
    text = response.headers.get(f"Ratelimit-{name}", "").strip()
    # Eleven digits, so that the number is a moment that datetime knows: until the year 5138.
    return int(text) if re.fullmatch(r"[0-9]{1,11}", text) else None
