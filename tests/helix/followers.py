"""100,000 followers in pages, from a server that does next to nothing else.

`python -m tests.helix.followers` prints its address, and serves until its input ends.
"""

import json
import sys
from functools import cache

from tests.helix.api_server import Answer, Asked, serving

TOTAL = 100_000
PAGE = 100
PAGES = TOTAL // PAGE


def followers(asked: Asked) -> Answer:
    """Return a page of the list: `first` items (100), from the one that `after` names."""
    return Answer(_page(int(asked.value("after") or 0), int(asked.value("first") or PAGE)))


@cache
def _page(start: int, size: int) -> bytes:
    end = min(start + size, TOTAL)
    data = [_follower(number) for number in range(start, end)]
    pagination = {"cursor": str(end)} if end < TOTAL else {}
    return json.dumps({"total": TOTAL, "data": data, "pagination": pagination}).encode()


def _follower(number: int) -> dict[str, str]:
    return {
        "user_id": str(number),
        "user_name": f"Follower{number}",
        "user_login": f"follower{number}",
        "followed_at": "2026-11-23T12:00:00Z",
    }


def main() -> None:
    for start in range(0, TOTAL, PAGE):
        _page(start, PAGE)  # made beforehand: else whoever asks first pays for it
    with serving(followers) as api:
        print(api.base, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
