"""A successful call for every endpoint that the sandbox plays: more parameters, more fields seen.

Tokens: a user token of twitchdev with every scope, or an app token where a user may not call.
"""

from tests.helix_calls import Sent
from tests.helix_examples_broadcasts import BROADCASTS

EXAMPLES: dict[tuple[str, str], list[Sent]] = {
    ("GET", "/users"): [
        Sent(),
        Sent({"id": ["12826", "141981764"]}),
        Sent({"login": ["twitchgaming", "nobody_here"]}),
    ],
    **BROADCASTS,
}
