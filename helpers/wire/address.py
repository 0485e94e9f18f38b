"""Which addresses may be used, and whether one is on this computer: the one place that decides.

An address is read by urllib3, which also connects, and then held against a list of what is
allowed (RFC 3986): so no trick can make this check see another host than the connection does.
"""

import ipaddress
import re
from collections.abc import Collection
from functools import lru_cache

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from helpers.errors import BadAddress

WEB = ("http", "https")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}", re.IGNORECASE | re.ASCII)
_LONGEST_NAME = 253  # RFC 1035, section 2.3.4
_QUOTES = "\"'`‘’“”„«»"


def web_address(text: str) -> str:
    """Return an address that may be opened or asked, unchanged: https, or on this computer.

    Raises BadAddress.
    """
    server_address(text)
    return text


def server_address(text: str) -> Url:
    """Return the parts of an address as `web_address` allows it. Raises BadAddress."""
    url = parse(text)
    if url.scheme != "https" and not is_here(url):
        raise BadAddress("it is neither https:// nor on this computer")
    return url


def is_loopback(url: str) -> bool:
    """Tell whether an address is on this computer; an address that may not be used is not."""
    try:
        return is_here(parse(url))
    except BadAddress:
        return False


def parse(text: str, schemes: Collection[str] = WEB, *, with_password: bool = False) -> Url:
    """Return the parts of an address; the scheme and the host are in small letters.

    `with_password`: a user name and a password may stand before the host, as in a proxy's
    address. Raises BadAddress, which never repeats the address: it may hold a password.
    """
    if problem := _look(text, schemes, with_password):
        raise BadAddress(problem)
    try:
        url = parse_url(text)
    except LocationParseError:
        raise BadAddress("its host or its port is none") from None
    if not _is_host(url.host or ""):
        raise BadAddress("its host is neither a name nor a full IP address")
    if url.port == 0:
        raise BadAddress("its port is not a number from 1 to 65535")
    return url


@lru_cache(maxsize=64)
def is_here(url: Url) -> bool:
    """Tell whether parts from `parse` are on this computer: localhost, 127.x.x.x or [::1].

    Other ways to write the same (127.1, [::ffff:127.0.0.1], localhost.) do not count: not every
    program reads them alike.
    """
    host = url.host or ""
    if host.startswith("["):
        return ipaddress.IPv6Address(host[1:-1]) == ipaddress.IPv6Address("::1")
    return host == "localhost" or (_is_number(host) and ipaddress.IPv4Address(host).is_loopback)


def port_of(url: Url) -> int:
    """Return the port, also where the address leaves it out."""
    return url.port or (443 if url.scheme == "https" else 80)


def _look(text: object, schemes: Collection[str], with_password: bool) -> str:
    """Return what is wrong with the text itself; "" if nothing is."""
    if not isinstance(text, str) or not text:
        return "it is empty"
    if text[0] in _QUOTES or text[-1] in _QUOTES:
        return "there are quotes around it"
    if any(character.isspace() for character in text):
        return "there is a blank or a line break in it"
    if not re.fullmatch(r"[!-~]+", text):
        return "there is a letter in it that no address has"
    if "\\" in text:
        return "there is a backslash in it"
    scheme, separator, rest = text.partition("://")
    if not separator or scheme.lower() not in schemes:
        return "it does not begin with " + " or ".join(f"{each}://" for each in schemes)
    _, name, host = re.split("[/?#]", rest)[0].rpartition("@")
    if name and not with_password:
        return "there is a user name, or an @, before its host"
    if "%" in host:
        return "there is a % in its host"
    return ""


def _is_host(host: str) -> bool:
    if host.startswith("["):
        try:
            return bool(ipaddress.IPv6Address(host[1:-1]))
        except ValueError:
            return False
    if re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)", host.rpartition(".")[2], re.IGNORECASE):
        return _is_number(host)  # browsers read 127.1, 0x7f.1 and 2130706433 as numbers too
    return len(host) <= _LONGEST_NAME and bool(_NAME.fullmatch(host))


def _is_number(host: str) -> bool:
    try:
        return bool(ipaddress.IPv4Address(host))
    except ValueError:
        return False
