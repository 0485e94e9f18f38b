"""The one function that sends a request to Twitch."""

import re
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from urllib.parse import urlsplit

import requests
from requests.exceptions import ReadTimeout, SSLError, Timeout
from urllib3.exceptions import ReadTimeoutError

from helpers.credentials.secret import Secret, kind_of, reveal, revealed
from helpers.errors import BadAnswer, CourseError, NoConnection, TimedOut, sentence_only
from helpers.wire.address import is_loopback

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0

Values = str | Sequence[str]


@sentence_only
def send(
    method: str,
    url: str,
    *,
    data: Mapping[str, str | Secret] | bytes | None = None,
    params: Mapping[str, Values] | Sequence[tuple[str, str]] | None = None,
    headers: Mapping[str, str | Secret] | None = None,
    session: requests.Session | None = None,
) -> requests.Response:
    """Send one request and return Twitch's answer, whatever its status.

    With a `session` of `open_session`, the connection is kept for the next request. Redirects
    are not followed, so that no secret travels to another address. Raises NoConnection, TimedOut
    (5 s to connect, 20 s for each part of the answer), BadAnswer (the answer broke off), or
    CourseError for a value that cannot be sent. A Secret is revealed here, and not before.
    """
    check_headers(headers or {})
    host = urlsplit(url).netloc
    try:
        with nullcontext(session) if session else open_session(url) as connection:
            return connection.request(
                method,
                url,
                data=revealed(data) if isinstance(data, Mapping) else data,
                params=params,
                headers=revealed(headers or {}),
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
            )
    # "from None": the original error may quote what was sent.
    except Timeout as problem:
        raise _timed_out(host, reading=isinstance(problem, ReadTimeout)) from None
    except SSLError:
        raise NoConnection(
            f"{host} could not prove who it is (TLS certificate). Nothing was sent. "
            "Check the date of this computer and whether a network filter stands in between."
        ) from None
    except requests.ConnectionError as problem:
        if problem.args and isinstance(problem.args[0], ReadTimeoutError):
            raise _timed_out(host, reading=True) from None
        raise NoConnection(
            f"{host} could not be reached. Check your network connection "
            "(in the sandbox: restart the kernel), then run this cell again."
        ) from None
    except requests.RequestException:
        raise BadAnswer(f"The answer of {host} broke off. Run this cell again.") from None


def open_session(url: str) -> requests.Session:
    """Return a session for requests to one server; close it when they are done."""
    session = requests.Session()
    # A proxy is for the way out; nothing on this computer is behind it.
    session.trust_env = not is_loopback(url)
    return session


def check_headers(headers: Mapping[str, str | Secret]) -> None:
    """Raise CourseError for a header value that cannot be sent."""
    for name, value in headers.items():
        if not isinstance(value, (str, Secret)):
            raise CourseError(f"{name} must be text, and this is {kind_of(value)}. Correct it.")
        if not re.fullmatch(
            r"[ -~]*", reveal(value)
        ):  # ASCII on one line: a header carries nothing else
            raise CourseError(
                f"The {name} header would contain a line break or a letter that cannot be sent. "
                "Copy the client ID and the token again, without anything around them."
            )


def _timed_out(host: str, *, reading: bool) -> TimedOut:
    seconds = READ_SECONDS if reading else CONNECT_SECONDS
    what = "did not finish its answer" if reading else "could not be connected to"
    return TimedOut(
        f"{host} {what} within {seconds:g} seconds. Wait a moment, then run this cell again."
    )
