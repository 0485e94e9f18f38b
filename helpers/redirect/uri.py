"""The redirect URI as a browser will ask for it, or why no browser can arrive there.

https://dev.twitch.tv/docs/authentication/register-app; RFC 6749, section 3.1.2
"""

from dataclasses import dataclass
from urllib.parse import unquote

from urllib3.util import Url

from helpers.errors import BadAddress, SettingError
from helpers.settings import AGAIN
from helpers.wire import practises, proxied
from helpers.wire.address import is_here, parse, port_of
from helpers.wire.proxied import Proxied

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
    """What arrives on this computer when a browser comes back to a redirect URI."""

    hosts: tuple[str, ...]  # the Host header; the first is the browser's own
    origin: str  # the Origin header of the page
    paths: tuple[str, ...]  # decoded; a hub's proxy may take its own part away
    port: int
    listen_at: tuple[str, ...]  # the IP addresses that it may be looked for at

    @property
    def host(self) -> str:
        """The Host header that a browser sends."""
        return self.hosts[0]


def read(redirect_uri: str) -> RedirectUri:
    """Return how a browser asks for a redirect URI. Raises SettingError if it cannot arrive."""
    try:
        url = parse(redirect_uri)
        behind = proxied.read(url)
    except BadAddress as problem:
        raise SettingError(f"The redirect URI cannot be used: {problem.reason}. {_CURE}") from None
    if "#" in redirect_uri:
        raise SettingError(f"The redirect URI cannot be used: there is a # in it. {_CURE}")
    if port_of(url) in _BLOCKED:
        raise SettingError(
            f"Browsers open no page on port {port_of(url)}. Register another redirect URI, such as "
            f"http://localhost:3000. {_CURE}"
        )
    return _behind_a_proxy(url, behind) if behind else _on_this_computer(url, redirect_uri)


def _behind_a_proxy(url: Url, behind: Proxied) -> RedirectUri:
    if url.scheme != "https" and not is_here(url) and not practises():
        raise SettingError(
            "The redirect URI begins with http://, so whoever is on the way between your browser "
            "and the hub could read what Twitch sends back. Register the one with https://, set "
            f"TWITCH_COURSE_REDIRECT_URI to it, {AGAIN}; or use the device code grant "
            "(06_device_code), which needs no redirect URI."
        )
    host, port = _netloc(url, url.host or ""), behind.port
    # Which of the two a proxy looks for is its own affair: nobody else may sit on the other one.
    return RedirectUri(
        hosts=(host, f"localhost:{port}", f"127.0.0.1:{port}"),
        origin=f"{url.scheme}://{host}",
        paths=(unquote(url.path or "/"), unquote(behind.handed_on)),
        port=port,
        listen_at=_HOSTS["localhost"],
    )


def _on_this_computer(url: Url, redirect_uri: str) -> RedirectUri:
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
    netloc, path = _netloc(url, host), unquote(url.path or "/")
    return RedirectUri((netloc,), f"http://{netloc}", (path,), port_of(url), _HOSTS[host])


def _netloc(url: Url, host: str) -> str:
    usual = {"http": 80, "https": 443}[url.scheme or "http"]  # a browser leaves it out
    return host if port_of(url) == usual else f"{host}:{port_of(url)}"
