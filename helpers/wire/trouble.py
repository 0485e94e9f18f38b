"""Why no answer came: each cause on the way, and its cure, in one or two sentences."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import TypeVar

import requests
from urllib3 import exceptions
from urllib3.util import Url

from helpers import words
from helpers.errors import BadAnswer, CourseError, NoConnection, SettingError, TimedOut
from helpers.settings import AGAIN
from helpers.wire.address import is_here
from helpers.wire.environment import Route

_Cause = TypeVar("_Cause", bound=BaseException)

_RUN_AGAIN = "then run this cell again"
# OpenSSL's numbers for a certificate that fails (X509_V_ERR_…, openssl/x509_vfy.h).
_NOT_YET_VALID, _EXPIRED, _OTHER_NAMES = 9, 10, (62, 64)

_NO_ROUTE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN)
_FORBIDDEN = (errno.EACCES, errno.EPERM)


def explained(
    problem: Exception, address: Url, way: Route, waits: tuple[float, float], answered: bool
) -> CourseError:
    """Return the error for a learner.

    `waits` are the seconds that the connection and the answer had; `answered` tells whether the
    answer began.
    """
    host = address.netloc or ""
    causes = list(_causes(problem))
    if way.proxy and _first(causes, exceptions.ProxyError):
        return _proxy(host, way, causes)
    if certificate := _first(causes, ssl.SSLCertVerificationError):
        return _certificate(host, way, certificate.verify_code, certificate.verify_message)
    if _first(causes, ssl.SSLError, exceptions.SSLError):
        return _no_tls(host, way)
    if _first(causes, exceptions.NewConnectionError):
        return _unreachable(host, address, causes)
    if _first(causes, exceptions.TimeoutError, requests.Timeout, TimeoutError):
        if _first(causes, exceptions.ConnectTimeoutError, requests.ConnectTimeout):
            return _late(f"{host} could not be connected to", waits[0])
        return _late(f"{host} did not finish its answer", waits[1])
    if _first(causes, exceptions.DecodeError):
        return BadAnswer(f"The answer of {host} could not be unpacked. Run this cell again.")
    if answered:
        return BadAnswer(f"The answer of {host} broke off. Run this cell again.")
    if _first(causes, ConnectionError):
        return NoConnection(
            f"{host} broke the connection off without an answer. Wait a moment, {_RUN_AGAIN}; "
            "if you were changing something, look first whether it has happened."
        )
    if _first(causes, exceptions.HTTPError):
        return NoConnection(f"What came from {host} is no HTTP. Check the address, {_RUN_AGAIN}.")
    return CourseError(
        "This request cannot be sent as it is. Check its address and its parameters for "
        f"unusual letters, {_RUN_AGAIN}."
    )


def _causes(problem: object) -> Iterator[BaseException]:
    """Give an error and all that it was made from: requests wraps urllib3, urllib3 the socket."""
    if isinstance(problem, BaseException):
        yield problem
        inner = (getattr(problem, name, None) for name in ("reason", "original_error", "__cause__"))
        for each in (*problem.args, *inner):
            yield from _causes(each)


def _first(causes: list[BaseException], *kinds: type[_Cause]) -> _Cause | None:
    return next((cause for cause in causes if isinstance(cause, kinds)), None)


def _unreachable(host: str, address: Url, causes: list[BaseException]) -> NoConnection:
    if _first(causes, socket.gaierror):
        why = "no computer of this name was found (DNS). Check your network connection"
        why += ", and the address if you set one"
    elif is_here(address):
        why = "nothing listens there. In the sandbox, restart the kernel; else start that server"
    elif _number(causes) in _FORBIDDEN:
        why = "this computer does not allow it. Look at its firewall"
    elif _number(causes) in _NO_ROUTE:
        why = "there is no way to it. Check your network connection"
    else:
        why = "it did not take the connection. Check your network connection and the address"
    return NoConnection(f"{host} could not be reached: {why}, {_RUN_AGAIN}.")


def _number(causes: list[BaseException]) -> int | None:
    numbers = (cause.errno for cause in causes if isinstance(cause, OSError))
    return next((number for number in numbers if number), None)


def _late(what: str, seconds: float) -> TimedOut:
    return TimedOut(f"{what} within {seconds:g} seconds. Wait a moment, {_RUN_AGAIN}.")


# --- the proxy -----------------------------------------------------------------------------


def _proxy(host: str, way: Route, causes: list[BaseException]) -> NoConnection:
    named = f"the proxy {way.proxy}, which {way.setting} names"
    said = next(
        filter(None, (re.search(r"Tunnel .* (\d{3})\b", str(each)) for each in causes)), None
    )
    if said is None:
        return NoConnection(
            f"{host} could not be reached, because {named}, did not answer. Correct or unset "
            f"{way.setting}, {AGAIN}."
        )
    if said[1] == "407":
        return NoConnection(
            f"{words.capital(named)}, asks for a user name and a password. Write them into "
            f"{way.setting} as http://name:password@{way.proxy}, {AGAIN}."
        )
    return NoConnection(
        f"{words.capital(named)}, refused the way to {host} (status {said[1]}). Ask whoever "
        f"runs it, or unset {way.setting}, {AGAIN}."
    )


# --- TLS -----------------------------------------------------------------------------------


def _certificate(host: str, way: Route, code: int, reason: str) -> NoConnection:
    now = words.instant(datetime.now(timezone.utc))
    if code == _NOT_YET_VALID:
        why = f"it is not valid yet on the clock of this computer, which says {now}. Set the clock"
    elif code == _EXPIRED:
        why = (
            f"it has run out on the clock of this computer, which says {now}. If the clock is "
            "right, whoever runs the server must renew it; else set the clock"
        )
    elif code in _OTHER_NAMES:
        why = "it is for another name. Check the address, and whether a network asks you to sign in"
    elif way.bundle:
        why = (
            f"none of the certificates in {way.verify}, which {way.bundle} names, vouches for it "
            f"({reason}). Add the one of your network to that file, or unset {way.bundle}"
        )
    else:
        why = (
            f"nobody known vouches for it ({reason}). Does a company's network or a virus scanner "
            "stand in between? Put the path of its certificate file into REQUESTS_CA_BUNDLE"
        )
    return NoConnection(
        f"Nothing was sent: {host} showed a certificate that does not hold: {why}, {_RUN_AGAIN}."
    )


def _no_tls(host: str, way: Route) -> CourseError:
    if way.bundle and not _is_readable(way):
        return SettingError(
            f"{way.bundle} names {str(way.verify)!r}, which holds no certificates that can be read "
            f"(PEM). Correct or unset it, {AGAIN}."
        )
    return NoConnection(
        f"Nothing was sent: {host} did not answer with TLS, so it showed no certificate. Check the "
        f"address, and whether a network filter stands in between, {_RUN_AGAIN}."
    )


def _is_readable(way: Route) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(str(way.verify))
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        return False
    return True
