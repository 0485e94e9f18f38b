"""What time it is: the one place that the helpers ask."""

from datetime import datetime, timedelta, timezone

from helpers import settings

# In a run without a person the clock stands still, so that stored outputs stay the same.
HEADLESS_NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)

_passed = timedelta()  # only pass_time changes it


def now() -> datetime:
    """Return the current time in UTC (a fixed one in a headless run)."""
    return HEADLESS_NOW + _passed if settings.headless() else datetime.now(timezone.utc)


def pass_time(seconds: float) -> bool:
    """Move the clock of a headless run, which the sandbox shares, as if this time had passed.

    Returns False, as a wait that nobody stopped. Without a headless run, nothing is moved.
    """
    global _passed
    if settings.headless():
        _passed += timedelta(seconds=seconds)
    return False


def start_over() -> None:
    """Set the clock of a headless run back to HEADLESS_NOW."""
    global _passed
    _passed = timedelta()
