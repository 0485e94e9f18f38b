"""The device code grant: the user says yes on another device, such as a telephone.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth#device-code-grant-flow
RFC 8628. Twitch differs: the parameter is `scopes`, and an answer's state is in `message`.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import requests

from helpers.credentials.scope_names import scope_names
from helpers.credentials.secret import Secret
from helpers.wire import send, twitch

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"
DEFAULT_INTERVAL = 5  # seconds, where the server names none (RFC 8628, section 3.2)
LONGEST_INTERVAL = 60  # seconds; a longer one would miss most of the codes' life
SLOW_DOWN = 5  # seconds more after each "slow_down" (RFC 8628, section 3.5)


def request_codes(client_id: str, scopes: Iterable[str] | str) -> requests.Response:
    """Return Twitch's answer: device_code, user_code, verification_uri, expires_in, interval.

    The user enters the user_code at the verification_uri; the two times are in seconds. An error
    status is returned too. Raises NoConnection, TimedOut or BadAnswer.
    """
    parameters = {"client_id": client_id, "scopes": " ".join(scope_names(scopes))}
    return send("POST", f"{twitch().id_url}/device", data=parameters)


def poll(
    client_id: str, scopes: Iterable[str] | str, device_code: str | Secret
) -> requests.Response:
    """Return Twitch's answer to "has the user said yes?": a token, or an error status.

    400 with the message `authorization_pending` means not yet. Raises NoConnection, TimedOut or
    BadAnswer.
    """
    device_code = Secret(device_code)  # hidden, also from tracebacks, until it is sent
    parameters: dict[str, str | Secret] = {
        "client_id": client_id,
        "scopes": " ".join(scope_names(scopes)),
        "device_code": device_code,
        "grant_type": GRANT_TYPE,
    }
    return send("POST", f"{twitch().id_url}/token", data=parameters)


@dataclass
class Polling:
    """When to ask again, and when to give up. It only counts: asking is `poll`'s job.

    `lifetime` and `interval` are in seconds, as in the answer of `request_codes`; `clock` returns
    seconds that never go back.
    """

    lifetime: float
    interval: float = DEFAULT_INTERVAL
    clock: Callable[[], float] = time.monotonic
    _started: float = field(init=False)
    _next: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self.clock()
        # Not at once: nobody can have typed the code yet, and it would count as too fast.
        self._next = self._started + self.interval

    @property
    def seconds_left(self) -> float:
        """How long the codes are still good; 0 when they are over."""
        return max(0.0, self._started + self.lifetime - self.clock())

    @property
    def wait_seconds(self) -> float:
        """How long to wait before the next question; 0 when it is due."""
        return max(0.0, self._next - self.clock())

    def asked(self, response: requests.Response) -> bool:
        """Note an answer of `poll`, and tell whether to go on asking."""
        message = _message(response)
        if message == "slow_down":  # RFC 8628; Twitch does not document it
            self.interval += SLOW_DOWN
        self._next = self.clock() + self.interval
        return message in ("authorization_pending", "slow_down") and self.seconds_left > 0

    def unanswered(self) -> None:
        """Note that no answer came, and wait twice as long from now on (RFC 8628, section 3.5).

        It becomes no longer than a minute.
        """
        self.interval = max(self.interval, min(2 * self.interval, LONGEST_INTERVAL))
        self._next = self.clock() + self.interval


def _message(response: requests.Response) -> str:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return ""
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) else ""
