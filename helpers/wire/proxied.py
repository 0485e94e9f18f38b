"""A redirect URI behind a hub's proxy, such as https://hub.example/user/NAME/proxy/3000/.

What arrives there is handed on to port 3000 of the kernel's computer:
https://jupyter-server-proxy.readthedocs.io/en/latest/arbitrary-ports-hosts.html
"""

import re
from dataclasses import dataclass

from urllib3.util import Url

from helpers import settings
from helpers.errors import BadAddress
from helpers.wire.address import parse

_PATH = re.compile(
    r"(?P<before>(?:/[^/]+)*/proxy(?P<absolute>/absolute)?)/(?P<port>\d+)(?P<rest>/.*)?"
)


@dataclass(frozen=True)
class Proxied:
    """An address behind a proxy, taken apart."""

    proxy: str  # what stands before the port: https://hub.example/user/NAME/proxy
    port: int
    handed_on: str  # the path with which a request arrives at the port


def is_proxied() -> bool:
    """Tell whether the redirect URI of the settings is behind a hub's proxy."""
    return proxy_of_settings() != ""


def proxy_of_settings() -> str:
    """Return what stands before the port in the redirect URI of the settings, if it is proxied.

    Such as https://hub.example/user/NAME/proxy; "" if it is not, or cannot be used.
    """
    try:
        found = read(parse(settings.redirect_uri()))
    except BadAddress:
        return ""
    return found.proxy if found else ""


def read(url: Url) -> Proxied | None:
    """Return what an address behind a proxy means; None for any other one.

    Raises BadAddress if no program can listen on its port.
    """
    found = _PATH.fullmatch(url.path or "")
    if found is None:
        return None
    port = int(found["port"])
    if not 0 < port < 65536:
        raise BadAddress("the port behind /proxy/ is not a number from 1 to 65535")
    whole = url.path if found["absolute"] else found["rest"]
    return Proxied(f"{url.scheme}://{url.netloc}{found['before']}", port, whole or "/")
