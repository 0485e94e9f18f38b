"""The redirect URI as a browser will ask for it, or why no browser can arrive there.

https://dev.twitch.tv/docs/authentication/register-app; RFC 6749, section 3.1.2
"""

from dataclasses import dataclass
from urllib.parse import unquote

from helpers.errors import BadAddress, SettingError
from helpers.settings import AGAIN
from helpers.wire.address import is_here, parse, port_of

# Browsers open no page on these (https://fetch.spec.whatwg.org/#port-blocking).
_BLOCKED = {
    *(1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95),
    *(101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179),
    *(389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601),
    *(636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566),
    *(6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
}
_HOSTS = {"localhost": ("127.0.0.1", "::1"), "127.0.0.1": ("127.0.0.1",), "[::1]": ("::1",)}
_CURE = f"Correct TWITCH_COURSE_REDIRECT_URI, {AGAIN}."


@dataclass(frozen=True)
class RedirectUri:
    """What a browser sends when it comes back to a redirect URI on this computer."""

    host: str  # the Host header
    origin: str  # the Origin header of the page
    path: str  # decoded
    port: int
    listen_at: tuple[str, ...]  # the IP addresses that a browser may look for it at


def read(redirect_uri: str) -> RedirectUri:
    """Return how a browser asks for a redirect URI. Raises SettingError if it cannot arrive."""
    try:
        url = parse(redirect_uri)
    except BadAddress as problem:
        raise SettingError(f"The redirect URI cannot be used: {problem.reason}. {_CURE}") from None
    if "#" in redirect_uri:
        raise SettingError(f"The redirect URI cannot be used: there is a # in it. {_CURE}")
    name = url.host or ""
    host = "[::1]" if name.startswith("[") and is_here(url) else name
    if url.scheme != "http" or not is_here(url):
        raise SettingError(
            f"The redirect URI {redirect_uri} is not plain http on this computer: the notebook "
            "cannot wait there, and whoever serves it would receive what Twitch sends back. "
            f"Register http://localhost:3000, set TWITCH_COURSE_REDIRECT_URI to it, {AGAIN}; or "
            "use the device code grant (06_device_code), which needs no redirect URI."
        )
    if host not in _HOSTS:
        raise SettingError(f"The redirect URI cannot be used: write localhost for {host}. {_CURE}")
    port = port_of(url)
    if port in _BLOCKED:
        raise SettingError(
            f"Browsers open no page on port {port}. Register another redirect URI, such as "
            f"http://localhost:3000. {_CURE}"
        )
    netloc = host if port == 80 else f"{host}:{port}"  # a browser leaves out the usual port
    return RedirectUri(netloc, f"http://{netloc}", unquote(url.path or "/"), port, _HOSTS[host])
