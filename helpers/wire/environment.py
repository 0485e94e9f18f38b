"""What the environment says about the way out: the proxy, and whose certificates are trusted.

The same variables as requests reads (https://requests.readthedocs.io/en/latest/user/advanced/),
looked at for every request. ~/.netrc is not read: no password goes along that we did not write.
"""

import os
from dataclasses import dataclass, field
from importlib.util import find_spec

from requests.utils import get_environ_proxies, select_proxy
from urllib3.util import Url

from helpers.errors import BadAddress, SettingError
from helpers.settings import AGAIN
from helpers.wire.address import is_here, parse

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_PROXIES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")


@dataclass(frozen=True)
class Route:
    """The way to one server."""

    verify: bool | str = True  # what requests calls it: True, or a file of certificates
    bundle: str = ""  # the variable that names the file
    proxies: dict[str, str] = field(default_factory=dict, repr=False)  # may hold a password
    proxy: str = ""  # the proxy's host and port
    setting: str = ""  # the variable that names the proxy


def route(address: Url) -> Route:
    """Return the way to a server. Raises SettingError for a variable that cannot be used."""
    verify, bundle = _certificates() if address.scheme == "https" else (True, "")
    if is_here(address):  # a proxy is for the way out; nothing on this computer is behind it
        return Route(verify, bundle)
    proxy = select_proxy(address.url, get_environ_proxies(address.url))  # but for NO_PROXY
    if not proxy:
        return Route(verify, bundle)
    setting = _setting_of(proxy, (f"{address.scheme}_proxy", "all_proxy"))
    parts = _proxy(proxy, setting)
    shown = parts.host if parts.port is None else f"{parts.host}:{parts.port}"
    return Route(verify, bundle, {address.scheme or "": proxy}, shown or "", setting)


def _certificates() -> tuple[bool | str, str]:
    for name in _BUNDLES:
        value = os.environ.get(name)
        if value and not os.path.exists(value):  # noqa: PTH110 - Path raises for a long name
            raise SettingError(
                f"{name} names {value!r}, which does not exist. Give it the path of a file of "
                f"certificates, without quotes, or unset it, {AGAIN}."
            )
        if value:
            return value, name
    return True, ""


def _setting_of(proxy: str, names: tuple[str, ...]) -> str:
    spelled = (each for name in names for each in (name, name.upper()))
    return next(
        (name for name in spelled if os.environ.get(name) == proxy),
        "The proxy setting of this computer",
    )


def _proxy(proxy: str, setting: str) -> Url:
    text = proxy if "://" in proxy else f"http://{proxy}"  # as requests does
    try:
        parts = parse(text, _PROXIES, with_password=True)
    except BadAddress as problem:
        raise SettingError(
            f"{setting} names a proxy that cannot be used: {problem.reason}. Write it like "
            f"http://proxy.example:8080, or unset it, {AGAIN}."
        ) from None
    if (parts.scheme or "").startswith("socks") and not find_spec("socks"):
        raise SettingError(
            f"{setting} names a SOCKS proxy, and the Python package for those is missing. "
            f"Run `pip install pysocks`, or name an HTTP proxy, {AGAIN}."
        )
    return parts
