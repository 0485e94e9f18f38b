"""Calling the Twitch API ("Helix") with a token.

https://dev.twitch.tv/docs/api/guide

- `get`, `post`, `put`, `patch`, `delete`: one call, and Twitch's answer, whatever its status
- `data`: what an answer holds, or a plain sentence if it is an error
- `pages`: every item of a list that comes in pages
- `rate_limit`: what an answer tells of the rate limit
- `diagnose`: why an answer is a 401
- `waiting`: what happens while a call waits for the rate limit
"""

from helpers.helix import waiting
from helpers.helix.contents import data
from helpers.helix.diagnosis import diagnose
from helpers.helix.limits import RateLimit, rate_limit
from helpers.helix.paging import Pages, pages
from helpers.helix.verbs import delete, get, patch, post, put

__all__ = [
    "Pages",
    "RateLimit",
    "data",
    "delete",
    "diagnose",
    "get",
    "pages",
    "patch",
    "post",
    "put",
    "rate_limit",
    "waiting",
]
