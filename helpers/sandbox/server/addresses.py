"""The addresses at which one sandbox is reached: on this computer, and through a hub's proxy.

The Host header of a request tells which one it is, and nothing else does: X-Forwarded-Prefix and
the like can be sent by anyone, so they are not read at all.
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, repr=False)  # no repr: a private sandbox's addresses are secret
class Address:
    """What stands before /oauth2, /activate … for one Host header."""

    url: str  # as the browser writes it, such as http://127.0.0.1:4711
    issuer: str  # the same for ID tokens: whoever checks them asks from this computer
    root: str  # the path in `url`; "" if there is none
    handed_on: str  # how much of `root` arrives here: a proxy may take its own part away


def on_this_computer(port: int, private: str) -> str:
    """Return the address that the sandbox gives out. `private` is its first path part, or ""."""
    return f"http://127.0.0.1:{port}{_root(private)}"


def behind(proxy: str, port: int, private: str) -> str:
    """Return the address behind a proxy (https://hub.example/user/NAME/proxy); "" without one."""
    return f"{proxy}/{port}{_root(private)}" if proxy else ""


def by_host(port: int, private: str, proxy: str) -> dict[bytes, Address]:
    """Return the addresses by the value of the Host header, in small letters."""
    root, found = _root(private), {}
    for host in _LOOPBACK:
        url = f"http://{host}:{port}{root}"
        found[f"{host}:{port}".encode()] = Address(url, url, root, root)
    if proxy:
        url = behind(proxy, port, private)
        parts = urlsplit(url)
        # /proxy/absolute/4711/… arrives whole; of /proxy/4711/… only what is behind the port.
        whole = urlsplit(proxy).path.endswith("/absolute")
        handed_on = unquote(parts.path) if whole else root
        here = on_this_computer(port, private)
        found[_host(proxy)] = Address(url, here, parts.path, handed_on)
    return found


def _root(private: str) -> str:
    return f"/{private}" if private else ""


def _host(proxy: str) -> bytes:
    parts = urlsplit(proxy)
    usual = parts.port in (None, _USUAL_PORTS.get(parts.scheme))  # a browser leaves it out
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return (f"{host}" if usual else f"{host}:{parts.port}").encode()
