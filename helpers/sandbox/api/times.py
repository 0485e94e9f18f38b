"""Times as the API writes them: RFC 3339, such as 2026-11-23T12:00:00Z."""

import re
from datetime import datetime, timezone

_RFC3339 = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def parse(text: str) -> datetime | None:
    """Return the time to the second, with its offset from UTC; None if the text is none.

    https://www.rfc-editor.org/rfc/rfc3339#section-5.6
    """
    found = _RFC3339.fullmatch(text)
    if found is None:
        return None
    seconds, offset = found.groups()
    try:
        return datetime.fromisoformat(seconds + offset.replace("Z", "+00:00"))
    except ValueError:  # 30 February
        return None


def text(unix_seconds: float) -> str:
    """Return a Unix time as the API writes it, in UTC."""
    return datetime.fromtimestamp(int(unix_seconds), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
