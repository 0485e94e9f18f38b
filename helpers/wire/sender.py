"""Where Twitch is, and the one function that sends a request there."""

import ipaddress
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import requests
from requests.exceptions import ReadTimeout, SSLError, Timeout
from urllib3.exceptions import ReadTimeoutError

from helpers import settings
from helpers.errors import BadAnswer, CourseError, NoConnection, SettingError, TimedOut

# https://dev.twitch.tv/docs/authentication/getting-tokens-oauth and …/docs/api/reference
LIVE_ID_URL = "https://id.twitch.tv/oauth2"
LIVE_API_URL = "https://api.twitch.tv/helix"

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0

Values = str | Sequence[str]


@dataclass(frozen=True)
class Twitch:
    """The two base addresses: the login service and the API."""

    id_url: str
    api_url: str


def twitch() -> Twitch:
    """Return where Twitch is: live, another server from the settings, or the sandbox.

    The sandbox is started at the first call. Raises SettingError for an address that is
    neither https nor on this computer.
    """
    id_url = _from_setting("TWITCH_COURSE_ID_URL")
    api_url = _from_setting("TWITCH_COURSE_API_URL")
    if id_url and api_url:
        return Twitch(id_url, api_url)
    if settings.mode() == "live":
        return Twitch(id_url or LIVE_ID_URL, api_url or LIVE_API_URL)

    from helpers.embedded import sandbox  # only now: live mode never needs the sandbox

    running = sandbox()
    return Twitch(id_url or running.id_url, api_url or running.api_url)


def authorize_address(
    response_type: str,
    client_id: str,
    redirect_uri: str,
    scopes: Iterable[str] | str,
    state: str,
    force_verify: bool,
    extra: Mapping[str, str] | None = None,
) -> str:
    """Return the address of Twitch's authorize page, its parameters URL-encoded.

    `response_type` is "token", "code", "id_token" or "token id_token": what the browser shall
    bring back. `extra` holds the parameters that only some grants send.
    """
    names = scopes.split() if isinstance(scopes, str) else scopes
    parameters = {
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "response_type": response_type,
        "scope": " ".join(names),
        "force_verify": "true" if force_verify else "false",
        "state": state,
        **(extra or {}),
    }
    return f"{twitch().id_url}/authorize?{urlencode(parameters, quote_via=quote)}"


def uses_embedded_sandbox() -> bool:
    """Tell whether sign-in happens on the sandbox inside this kernel."""
    return settings.mode() == "sandbox" and not os.environ.get("TWITCH_COURSE_ID_URL")


def send(
    method: str,
    url: str,
    *,
    data: Mapping[str, str] | bytes | None = None,
    params: Mapping[str, Values] | Sequence[tuple[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
    session: requests.Session | None = None,
) -> requests.Response:
    """Send one request and return Twitch's answer, whatever its status.

    With a `session` of `open_session`, the connection is kept for the next request. Redirects
    are not followed, so that no secret travels to another address. Raises NoConnection, TimedOut
    (5 s to connect, 20 s for each part of the answer), BadAnswer (the answer broke off), or
    CourseError for a header value that cannot be sent.
    """
    check_headers(headers or {})
    host = urlsplit(url).netloc
    try:
        with nullcontext(session) if session else open_session(url) as connection:
            return connection.request(
                method,
                url,
                data=data,
                params=params,
                headers=headers,
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


def is_loopback(url: str) -> bool:
    """Tell whether an address is on this computer."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name, not a number


def check_headers(headers: Mapping[str, str]) -> None:
    """Raise CourseError for a header value that cannot be sent."""
    for name, value in headers.items():
        if not re.fullmatch(r"[ -~]*", value):  # ASCII on one line: a header carries nothing else
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


def _from_setting(name: str) -> str | None:
    url = os.environ.get(name, "").rstrip("/")
    if not url:
        return None
    scheme = urlsplit(url).scheme
    if scheme == "https" or (scheme == "http" and is_loopback(url)):
        return url
    raise SettingError(
        f"{name} is {url!r}. Start it with https:// (http:// is only for this computer), "
        "then restart the kernel."
    )
