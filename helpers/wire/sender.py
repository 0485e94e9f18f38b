"""The one function that sends a request to Twitch."""

import io
import re
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

import requests
from requests.utils import default_headers
from urllib3 import Timeout
from urllib3.exceptions import HTTPError

from helpers.credentials.secret import Secret, kind_of, reveal, revealed
from helpers.errors import CourseError, TooLong, sentence_only
from helpers.patience import CONNECT_SECONDS, EXCHANGE_SECONDS, READ_SECONDS
from helpers.wire import pool, trouble
from helpers.wire.address import server_address
from helpers.wire.environment import route

LARGEST = 10_000_000  # bytes of an answer, unpacked; Twitch's largest have a few hundred thousand
_PIECE = 65_536
_HEADERS = dict(default_headers())  # what requests always sends, such as its name
_address = lru_cache(maxsize=64)(server_address)  # the same few, again and again

Values = str | Sequence[str]


@sentence_only
def send(
    method: str,
    url: str,
    *,
    data: Mapping[str, str | Secret] | bytes | None = None,
    params: Mapping[str, Values] | Sequence[tuple[str, str]] | None = None,
    headers: Mapping[str, str | Secret] | None = None,
) -> requests.Response:
    """Send one request and return Twitch's answer, whatever its status.

    The connection is kept for the next request. Redirects are not followed, so that no secret
    travels to another address. A Secret is revealed here, and not before. Raises NoConnection,
    TimedOut (5 s to connect, 20 s for the answer, 30 s in all), BadAnswer (the answer broke off,
    or is larger than 10 MB), BadAddress, SettingError (a proxy or certificate setting), or
    CourseError for what cannot be sent.
    """
    check_headers(headers or {})
    return exchange(requests.Request(method, url, headers, data=data, params=params))


def exchange(
    request: requests.Request, *, seconds: float | None = None, largest: int = LARGEST
) -> requests.Response:
    """Send a request of `requests` and return the whole answer. Raises what `send` raises.

    `seconds` is for everything; `largest` is in bytes.
    """
    address = _address(str(request.url))
    way = route(address)
    read = READ_SECONDS if seconds is None else seconds
    limits = Timeout(connect=CONNECT_SECONDS, read=read, total=seconds or EXCHANGE_SECONDS)
    answer = None
    try:
        prepared = _prepared(request)
        started = time.monotonic()
        answer = pool.adapter(address).send(
            prepared,
            stream=True,
            timeout=limits,  # type: ignore[arg-type]  # requests hands urllib3's own on as it is
            verify=way.verify,
            proxies=way.proxies,
        )
        answer.raw = io.BytesIO(_body(answer, largest))
        answer.elapsed = timedelta(seconds=time.monotonic() - started)
        _ = answer.content  # now, and not in whatever thread looks first
        return answer
    except (requests.RequestException, HTTPError, OSError, ValueError) as problem:
        # "from None": the original error may quote what was sent.
        waits = (CONNECT_SECONDS, read)
        raise trouble.explained(problem, address, way, waits, answer is not None) from None
    finally:
        if answer is not None:
            answer.close()  # a whole answer has given its connection back before


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


def _prepared(request: requests.Request) -> requests.PreparedRequest:
    # Not by a session: that would add cookies, and a password from ~/.netrc in place of the token.
    request.headers = {**_HEADERS, **revealed(request.headers or {})}
    if isinstance(request.data, Mapping):
        request.data = revealed(request.data)
    return request.prepare()


def _body(answer: requests.Response, largest: int) -> bytes:
    body = bytearray()
    for piece in answer.raw.stream(_PIECE, decode_content=True):
        body += piece
        if len(body) > largest:
            raise TooLong(
                f"The answer is larger than {largest / 1e6:g} MB, so the rest was not read. "
                "Ask for less, or check the address that was asked."
            )
    return bytes(body)
