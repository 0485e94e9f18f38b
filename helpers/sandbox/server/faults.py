"""Troubles that a lesson or a test can ask for: the API alone has them, the login service never."""

import asyncio

from helpers.sandbox.server import answers
from helpers.sandbox.server.rate_limit import RateLimit

NAMES = ("503 once", "429 now", "slow")
SLOW_SECONDS = 2.0


class Faults:
    """The fault that is asked for, at most one at a time. None at the start."""

    def __init__(self, rate_limit: RateLimit) -> None:
        self._rate_limit = rate_limit
        self._asked = ""

    def ask(self, name: str) -> None:
        """Replace the fault by another one, or end it with "".

        - "503 once": the next call is answered with 503, before anything of it is looked at.
        - "429 now": for one minute, no caller has a point left.
        - "slow": every answer takes two seconds more.

        Raises ValueError for another name.
        """
        if name not in ("", *NAMES):
            raise ValueError(f"{name!r} is not a fault. There are: {', '.join(NAMES)}.")
        self._asked = name
        if name == "429 now":
            self._rate_limit.empty()
        else:
            self._rate_limit.fill()

    async def strike(self) -> None:
        """Let the fault happen to a call. Raises answers.Refused with 503."""
        if self._asked == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        elif self._asked == "503 once":
            self._asked = ""
            # Twitch's body is UNCONFIRMED; no application of its own has counted the call.
            raise answers.Refused(answers.helix_error(503, ""))
