"""Fetches pictures to show them in a notebook: no token goes along, and nothing can go wrong.

A picture becomes a data: address, so that a saved notebook shows it without the server.
"""

import base64
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from helpers.wire import is_loopback, open_session

TYPES = ("image/svg+xml", "image/png", "image/jpeg")
LARGEST = 500_000  # bytes; it is kept in the notebook's file
CONNECT_SECONDS = 5.0
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
        wanted = address(url, width, height)
        parts = urlsplit(wanted)
        if not parts.hostname or not (parts.scheme == "https" or _is_here(wanted)):
            return Picture("", "No picture: its address is neither https nor on this computer.")
        with open_session(wanted) as session:
            return _fetched(session, wanted)
    except requests.Timeout:
        return Picture("", "No picture: the server took too long.")
    except (requests.RequestException, ValueError):  # ValueError: a damaged address
        return Picture("", "No picture: it could not be fetched.")


def fetch_all(urls: Sequence[str], width: int = 320, height: int = 180) -> list[Picture]:
    """Return the pictures at several addresses, in their order."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda url: fetch(url, width, height), urls))


def _is_here(url: str) -> bool:
    return urlsplit(url).scheme == "http" and is_loopback(url)


def _fetched(session: requests.Session, url: str) -> Picture:
    until = time.monotonic() + ALL_SECONDS
    timeout = (CONNECT_SECONDS, ALL_SECONDS)
    with session.get(
        url, stream=True, timeout=timeout, allow_redirects=False, auth=_as_it_is
    ) as answer:
        if answer.status_code != 200:
            return Picture("", f"No picture: the server answered {answer.status_code}.")
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in TYPES:
            return Picture("", "No picture: the answer is neither SVG, PNG nor JPEG.")
        content = b""
        for piece in answer.iter_content(16_384):
            content += piece
            if len(content) > LARGEST:
                return Picture("", f"No picture: it is larger than {LARGEST // 1000} kB.")
            if time.monotonic() > until:
                raise requests.Timeout
        return Picture(f"data:{kind};base64,{base64.b64encode(content).decode()}")


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    # Without an `auth` of its own, requests would add a password from ~/.netrc.
    return request
