"""Waits for somebody to say yes on another device: asks Twitch at the right moments, in a thread.

RFC 8628, sections 3.4 and 3.5
"""

import time
from collections.abc import Callable, Iterable

import requests

from helpers.credentials.answers import checked_body
from helpers.credentials.refusals import refusal
from helpers.credentials.secret import Secret, sendable
from helpers.errors import BadAddress, BadAnswer
from helpers.grants import device_code
from helpers.grants.device_code import Polling
from helpers.wire import web_address
from helpers.wire.asking_again import AskingAgain

TICK = 1.0  # seconds between two looks at the clock, so that the time left is shown as it runs

# When each device code was first waited for: a second waiting has only the rest of its time.
_seen: dict[Secret, float] = {}


class DeviceWaiting(AskingAgain):
    """Asks `poll` until there is an answer, the codes are over, or `stop()` is called.

    `codes` is Twitch's answer to `request_codes`; for `on_change`, `clock` and `wait` see
    `AskingAgain`. Raises Refusal or BadAnswer if `codes` holds no codes.
    """

    stopped = "Stopped. Run this cell again to go on waiting, or request new codes."

    def __init__(
        self,
        client_id: str,
        scopes: Iterable[str] | str,
        codes: requests.Response,
        on_change: Callable[[], None] = lambda: None,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        super().__init__("Nobody has said yes yet.", on_change, clock=clock, wait=wait)
        body = checked_body(codes)
        self.user_code = _text(body, "user_code")
        self.verification_uri = _link(_text(body, "verification_uri"))
        self.lifetime = _seconds(body, "expires_in")
        self._client_id, self._scopes = client_id, scopes
        self._device_code = Secret(_text(body, "device_code"))
        interval = _seconds(body, "interval", device_code.DEFAULT_INTERVAL)
        age = clock() - _seen.setdefault(self._device_code, clock())
        self._polling = Polling(self.lifetime - age, interval, clock)

    @property
    def seconds_left(self) -> float:
        """How long the codes are still good; 0 when the waiting has ended."""
        return 0.0 if self.over else self._polling.seconds_left

    def _pause(self) -> float:
        return min(TICK, self._polling.wait_seconds)

    def step(self) -> None:
        """Ask if it is time; the codes may be over."""
        if self._polling.seconds_left <= 0:
            self._end("The codes are over: nobody said yes in time. Request new codes.")
        elif self._polling.wait_seconds <= 0:
            self._ask()

    def _ask(self) -> None:
        answer = device_code.poll(self._client_id, self._scopes, self._device_code)
        if answer.status_code == 200:
            self.response = answer
            self._end("Somebody said yes: the token has arrived. Run the next cell.")
        elif not self._polling.asked(answer):
            raise refusal(answer)
        elif not self.over:
            self.sentence = "Nobody has said yes yet."

    def _unanswered(self) -> None:
        self._polling.unanswered()


def _text(body: dict[str, object], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value or not sendable(value):
        raise BadAnswer(f"Twitch's answer has no {name}. Request the codes again.")
    return value


def _link(text: str) -> str:
    try:
        return web_address(text)
    except BadAddress as problem:
        raise BadAnswer(
            f"The verification_uri in Twitch's answer cannot be opened: {problem.reason}. "
            "Request new codes."
        ) from None


def _seconds(body: dict[str, object], name: str, default: float | None = None) -> float:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 10**6:
        raise BadAnswer(f"Twitch's answer has no sensible {name}. Request the codes again.")
    return float(value)
