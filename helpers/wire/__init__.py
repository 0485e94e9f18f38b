"""Where Twitch is, and the one function that sends a request there."""

from helpers.wire.address import is_loopback, web_address
from helpers.wire.browser import Browser
from helpers.wire.place import (
    LIVE_API_URL,
    LIVE_ID_URL,
    Twitch,
    authorize_address,
    for_browser,
    practises,
    twitch,
    uses_embedded_sandbox,
)
from helpers.wire.proxied import is_proxied
from helpers.wire.sender import check_headers, exchange, send

__all__ = [
    "LIVE_API_URL",
    "LIVE_ID_URL",
    "Browser",
    "Twitch",
    "authorize_address",
    "check_headers",
    "exchange",
    "for_browser",
    "is_loopback",
    "is_proxied",
    "practises",
    "send",
    "twitch",
    "uses_embedded_sandbox",
    "web_address",
]
