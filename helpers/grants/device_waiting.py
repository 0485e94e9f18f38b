"""Waits for somebody to say yes on another device: asks Twitch at the right moments, in a thread.

RFC 8628, sections 3.4 and 3.5
"""

import threading
import time
from collections.abc import Callable, Iterable

import requests

from helpers.credentials.answers import checked_body, refusal
from helpers.credentials.secret import Secret
from helpers.errors import BadAddress, BadAnswer, TwitchError
from helpers.grants import device_code
from helpers.grants.device_code import Polling
from helpers.wire import web_address

TICK = 1.0  # seconds between two looks at the clock, so that the time left is shown as it runs

# When each device code was first waited for: a second waiting has only the rest of its time.
_seen: dict[Secret, float] = {}


class DeviceWaiting:
    """Asks `poll` until there is an answer, the codes are over, or `stop()` is called.

    `codes` is Twitch's answer to `request_codes`. `on_change` is called after every step, from
    the waiting thread. `wait(seconds)` sleeps and returns True if the waiting was stopped
    meanwhile; `clock` returns seconds that never go back. Both can be replaced in tests.
    Raises Refusal or BadAnswer if `codes` holds no codes.
    """

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
        body = checked_body(codes)
        self.user_code = _text(body, "user_code")
        self.verification_uri = _link(_text(body, "verification_uri"))
        self.lifetime = _seconds(body, "expires_in")
        self._client_id, self._scopes = client_id, scopes
        self._device_code = Secret(_text(body, "device_code"))
        interval = _seconds(body, "interval", device_code.DEFAULT_INTERVAL)
        age = clock() - _seen.setdefault(self._device_code, clock())
        self._polling = Polling(self.lifetime - age, interval, clock)
        self._on_change = on_change
        self._stopped = threading.Event()
        self._wait = wait or self._stopped.wait
        self._asking = threading.Lock()
        self.response: requests.Response | None = None  # the answer that brought the token
        self.sentence = "Nobody has said yes yet."  # how it stands, for the learner
        self.over = False

    @property
    def seconds_left(self) -> float:
        """How long the codes are still good; 0 when the waiting has ended."""
        return 0.0 if self.over else self._polling.seconds_left

    def start(self) -> None:
        """Begin to wait, in a thread that ends with the codes at the latest."""
        threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        """Wait until the end: the same as `start`, in this thread."""
        while not self.over and not self._wait(min(TICK, self._polling.wait_seconds)):
            if self._polling.seconds_left <= 0:
                self._end("The codes are over: nobody said yes in time. Request new codes.")
            elif self._polling.wait_seconds <= 0:
                self.ask()
            self._on_change()

    def stop(self) -> None:
        """Give up. May be called again."""
        self._stopped.set()
        if not self.over:
            self._end("Stopped. Run this cell again to go on waiting, or request new codes.")
        self._on_change()

    def ask(self) -> None:
        """Ask Twitch once, now, and note the answer."""
        with self._asking:
            if not self.over:
                self._ask()

    def _ask(self) -> None:
        try:
            answer = device_code.poll(self._client_id, self._scopes, self._device_code)
        except TwitchError as problem:
            self._polling.unanswered()
            self.sentence = f"{problem} The waiting goes on."
            return
        if answer.status_code == 200:
            self.response = answer
            self._end("Somebody said yes: the token has arrived. Run the next cell.")
        elif not self._polling.asked(answer):
            self._end(str(refusal(answer)))

    def _end(self, sentence: str) -> None:
        self.sentence = sentence
        self.over = True


def _text(body: dict[str, object], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
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
