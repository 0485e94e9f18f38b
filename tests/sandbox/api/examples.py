"""A successful call for every endpoint that the sandbox plays: more parameters, more fields seen.

Tokens: a user token of twitchdev with every scope, or an app token where a user may not call.
"""

from tests.sandbox.api.calls import Sent
from tests.sandbox.api.examples_broadcasts import BROADCASTS

_OWNER = Sent({"broadcaster_id": ["141981764"]})
_ME = Sent({"user_id": ["141981764"]})

EXAMPLES: dict[tuple[str, str], list[Sent]] = {
    ("GET", "/users"): [
        Sent(),
        Sent({"id": ["12826", "141981764"]}),
        Sent({"login": ["twitchgaming", "nobody_here", "quiet_yak03"]}),
    ],
    ("PUT", "/users"): [
        Sent(),
        Sent({"description": ["Überall Tee ☕"]}),
        Sent({"description": [""]}),
    ],
    ("GET", "/users/blocks"): [_OWNER, _OWNER.asking("first", "1")],
    ("PUT", "/users/blocks"): [
        Sent({"target_user_id": ["12826"]}),
        Sent({"target_user_id": ["12826"], "source_context": ["chat"], "reason": ["spam"]}),
    ],
    ("DELETE", "/users/blocks"): [Sent({"target_user_id": ["12826"]})],
    ("GET", "/channels/followed"): [
        _ME,
        _ME.asking("broadcaster_id", "12826"),
        _ME.asking("broadcaster_id", "1"),
        _ME.asking("first", "2"),
    ],
    ("GET", "/channels/followers"): [
        _OWNER,
        _OWNER.asking("user_id", "700100203"),
        Sent({"broadcaster_id": ["12826"]}),
        Sent({"broadcaster_id": ["1"]}),
    ],
    ("GET", "/subscriptions"): [_OWNER, _OWNER.asking("user_id", "700100203", "1")],
    ("GET", "/subscriptions/user"): [
        _ME.asking("broadcaster_id", "700100201"),
        _ME.asking("broadcaster_id", "527115020"),
    ],
    ("GET", "/channels"): [
        Sent({"broadcaster_id": ["141981764", "12826", "700100203", "1"]}),
    ],
    ("PATCH", "/channels"): [
        Sent(_OWNER.query, {"title": "<b>Tea</b>", "game_id": "", "delay": 900}),
        Sent(_OWNER.query, {"tags": ["Gemütlich"], "is_branded_content": True}),
    ],
    ("GET", "/channels/editors"): [_OWNER],
    ("GET", "/search/channels"): [
        Sent({"query": ["t"]}),
        Sent({"query": ["chess"], "live_only": ["true"]}),
        Sent({"query": ["花江"]}),
    ],
    **BROADCASTS,
}
