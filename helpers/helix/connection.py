"""A connection to the API that is kept from one call to the next."""

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import ReadTimeout, SSLError, Timeout
from urllib3.exceptions import ReadTimeoutError

from helpers import wire
from helpers.errors import BadAnswer, NoConnection, TwitchError


class Connection(requests.Session):
    """Sends requests to one server by the rules of `helpers.wire.send`, over one connection."""

    def __init__(self, url: str) -> None:
        super().__init__()
        # A proxy is for the way out; nothing on this computer is behind it.
        self.trust_env = not wire.is_loopback(url)

    def send_plainly(self, method: str, url: str, **sent: Any) -> requests.Response:
        """Return Twitch's answer, whatever its status; raise the errors of `wire.send`."""
        timeout = (wire.CONNECT_SECONDS, wire.READ_SECONDS)
        try:
            return self.request(method, url, timeout=timeout, allow_redirects=False, **sent)
        # "from None": the original error may quote what was sent.
        except requests.RequestException as problem:
            raise _in_plain_words(problem, urlsplit(url).netloc) from None


def _in_plain_words(problem: requests.RequestException, host: str) -> TwitchError:
    if isinstance(problem, Timeout):
        return wire._timed_out(host, reading=isinstance(problem, ReadTimeout))
    if isinstance(problem, SSLError):
        return NoConnection(
            f"{host} could not prove who it is (TLS certificate). Nothing was sent. "
            "Check the date of this computer and whether a network filter stands in between."
        )
    if isinstance(problem, requests.ConnectionError):
        if problem.args and isinstance(problem.args[0], ReadTimeoutError):
            return wire._timed_out(host, reading=True)
        return NoConnection(
            f"{host} could not be reached. Check your network connection "
            "(in the sandbox: restart the kernel), then run this cell again."
        )
    return BadAnswer(f"The answer of {host} broke off. Run this cell again.")
