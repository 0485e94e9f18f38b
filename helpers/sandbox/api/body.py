"""Reads the JSON body of an API call."""

import json
from typing import Any

from starlette.requests import Request


async def read(request: Request) -> dict[str, Any] | None:
    """Return the object in the body ({} if the body is empty), or None if it holds no object.

    The Content-Type does not count (UNCONFIRMED).
    """
    content = await request.body()
    if not content.strip():
        return {}
    try:
        found = json.loads(content.decode(), parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON.")  # RFC 8259, section 6: no NaN, no Infinity
