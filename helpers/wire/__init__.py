"""Where Twitch is, and the one function that sends a request there."""

from helpers.wire.address import is_loopback
from helpers.wire.place import (
    LIVE_API_URL,
    LIVE_ID_URL,
    Twitch,
    authorize_address,
    twitch,
    uses_embedded_sandbox,
)
from helpers.wire.sender import check_headers, open_session, send

__all__ = [
    "LIVE_API_URL",
    "LIVE_ID_URL",
    "Twitch",
    "authorize_address",
    "check_headers",
    "is_loopback",
    "open_session",
    "send",
    "twitch",
    "uses_embedded_sandbox",
]
