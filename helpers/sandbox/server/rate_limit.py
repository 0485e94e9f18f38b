"""Twitch's rate limit: a bucket of points that fills again all the time.

https://dev.twitch.tv/docs/api/guide/#twitch-rate-limits
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

DEFAULT_LIMIT = 800  # points a minute
_REFILL_SECONDS = 60  # from empty to full


@dataclass(frozen=True)
class Spent:
    """What one call left in its bucket: points, and the Unix second when it is full again."""

    allowed: bool
    remaining: int
    reset: int


class RateLimit:
    """The buckets: one per application, and one per application and user."""

    def __init__(self, limit: int | None, clock: Callable[[], float]) -> None:
        """`limit` is in points a minute. None: calls cost nothing, and answers show a full 800."""
        self.limit = DEFAULT_LIMIT if limit is None else limit
        self._unlimited = limit is None
        self._clock = clock
        self._buckets: dict[tuple[str, str | None], tuple[float, float]] = {}
        self._empty_until = 0  # Unix seconds

    def spend(self, client_id: str, user_id: str | None) -> Spent:
        """Take one point for a call with this token (`user_id` None: an app token)."""
        now = self._clock()
        if now < self._empty_until:
            return Spent(False, 0, self._empty_until)
        if self._unlimited:
            return self.untouched()
        points, since = self._buckets.get((client_id, user_id), (float(self.limit), now))
        refill = max(0.0, now - since) * self.limit / _REFILL_SECONDS
        points = min(float(self.limit), points + refill)
        allowed = points >= 1
        if allowed:
            points -= 1
        self._buckets[client_id, user_id] = (points, now)
        return Spent(allowed, int(points), self._full_at(points, now))

    def untouched(self) -> Spent:
        """Return what an answer shows that cost nothing: a full bucket."""
        return Spent(True, self.limit, math.ceil(self._clock()))

    def empty(self) -> None:
        """Leave no points to anyone for a minute; by then every bucket is full again."""
        self._empty_until = math.ceil(self._clock()) + _REFILL_SECONDS

    def fill(self) -> None:
        """End what `empty` began."""
        self._empty_until = 0

    def _full_at(self, points: float, now: float) -> int:
        return math.ceil(now + (self.limit - points) * _REFILL_SECONDS / self.limit)
