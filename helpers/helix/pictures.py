"""Fetches pictures to show them in a notebook: no token goes along, and nothing can go wrong.

A picture becomes a data: address, so that a saved notebook shows it without the server.
"""

import base64
import math
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue

import requests

from helpers.errors import BadAddress, CourseError, TimedOut, TooLong
from helpers.patience import soon
from helpers.wire import exchange

TYPES = ("image/svg+xml", "image/png", "image/jpeg")
LARGEST = 500_000  # bytes; it is kept in the notebook's file
ALL_SECONDS = 10.0
_AT_ONCE = 6


@dataclass(frozen=True)
class Picture:
    """A picture as a data: address, or, if that is empty, a sentence why there is none."""

    data: str
    problem: str = ""


def address(url: str, width: int, height: int) -> str:
    """Return the address with the size filled in where Twitch leaves it open.

    Most have {width}x{height}; a video's thumbnail has %{width}x%{height}.
    """
    for name, number in (("width", width), ("height", height)):
        url = url.replace(f"%{{{name}}}", str(number)).replace(f"{{{name}}}", str(number))
    return url


def fetch(url: str, width: int = 320, height: int = 180) -> Picture:
    """Return the picture at an address, in this size (pixels) where the address leaves it open.

    SVG, PNG or JPEG, over https or from this computer. No token, cookie or redirect. Whatever
    goes wrong is a sentence in the picture's place.
    """
    if not isinstance(url, str):
        return Picture("", "No picture: there is no address.")
    try:
        answer = exchange(
            requests.Request("GET", address(url, width, height)),
            seconds=ALL_SECONDS,
            largest=LARGEST,
        )
    except BadAddress:
        return Picture("", "No picture: its address is neither https nor on this computer.")
    except TooLong:
        return Picture("", f"No picture: it is larger than {LARGEST // 1000} kB.")
    except TimedOut:
        return Picture("", "No picture: the server took too long.")
    except CourseError:
        return Picture("", "No picture: it could not be fetched.")
    return _picture(answer)


def fetch_all(urls: Sequence[str], width: int = 320, height: int = 180) -> list[Picture]:
    """Return the pictures at several addresses, in their order, fetched a few at a time.

    The stop button ends it at once: no more are begun, and nothing waits for those under way.
    """
    to_do = deque(enumerate(urls))
    done: SimpleQueue[tuple[int, Picture]] = SimpleQueue()

    def fetch_in_turn() -> None:
        with suppress(IndexError):  # nothing is left to begin
            while True:
                number, url = to_do.popleft()
                done.put((number, _whatever_comes(url, width, height)))

    for _ in range(min(_AT_ONCE, len(urls))):
        # Daemons, unlike those of a ThreadPoolExecutor: a kernel that ends does not wait for them.
        threading.Thread(target=fetch_in_turn, daemon=True).start()
    try:
        found = dict(soon(done, math.inf) for _ in urls)
    finally:
        to_do.clear()
    return [found[number] for number in range(len(urls))]


def _whatever_comes(url: str, width: int, height: int) -> Picture:
    try:
        return fetch(url, width, height)
    except Exception:  # in a thread it would be seen nowhere, and be waited for
        return Picture("", "No picture: something unexpected went wrong.")


def _picture(answer: requests.Response) -> Picture:
    if answer.status_code != 200:
        return Picture("", f"No picture: the server answered {answer.status_code}.")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in TYPES:
        return Picture("", "No picture: the answer is neither SVG, PNG nor JPEG.")
    return Picture(f"data:{kind};base64,{base64.b64encode(answer.content).decode()}")
