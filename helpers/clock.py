"""What time it is: the one place that the helpers ask."""

from datetime import datetime, timezone

from helpers import settings

# In a run without a person the clock stands still, so that stored outputs stay the same.
HEADLESS_NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)


def now() -> datetime:
    """Return the current time in UTC (a fixed one in a headless run)."""
    return HEADLESS_NOW if settings.headless() else datetime.now(timezone.utc)
