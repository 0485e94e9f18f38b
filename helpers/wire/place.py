"""Where Twitch is: live, in the sandbox, or on another server that the settings name."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from helpers import settings
from helpers.credentials.scope_names import scope_names
from helpers.credentials.secret import for_address
from helpers.errors import BadAddress, SettingError
from helpers.settings import AGAIN
from helpers.wire.address import is_loopback, server_address
from helpers.wire.proxied import is_proxied

# https://dev.twitch.tv/docs/authentication/getting-tokens-oauth and …/docs/api/reference
LIVE_ID_URL = "https://id.twitch.tv/oauth2"
LIVE_API_URL = "https://api.twitch.tv/helix"


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

    from helpers.wire.embedded import sandbox  # only now: live mode never needs the sandbox

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
    parameters = {
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "response_type": response_type,
        "scope": " ".join(scope_names(scopes)),
        "force_verify": "true" if force_verify else "false",
        "state": state,
        **(extra or {}),
    }
    return f"{twitch().id_url}/authorize?{urlencode(for_address(parameters), quote_via=quote)}"


def uses_embedded_sandbox() -> bool:
    """Tell whether sign-in happens on the sandbox inside this kernel."""
    return settings.mode() == "sandbox" and not os.environ.get("TWITCH_COURSE_ID_URL")


def practises() -> bool:
    """Tell whether no real token can come back: sign-in happens on a server of this computer."""
    id_url = _from_setting("TWITCH_COURSE_ID_URL")
    return is_loopback(id_url) if id_url else settings.mode() == "sandbox"


def for_browser(address: str) -> str:
    """Return the address at which the learner's browser reaches an address of the sandbox.

    Behind a hub's proxy (`is_proxied`), that is another one than the kernel's own. Any other
    address comes back unchanged.
    """
    if not is_proxied():
        return address

    from helpers.wire import embedded  # only now, as above

    return embedded.public_address(address)


def _from_setting(name: str) -> str | None:
    url = os.environ.get(name, "").rstrip("/")
    if not url:
        return None
    try:
        server_address(url)
        if "?" in url or "#" in url:  # more will be added behind it
            raise BadAddress("there is a ? or a # in it")
    except BadAddress as problem:
        raise SettingError(
            f"{name} cannot be used: {problem.reason}. Start it with https:// (http:// is only for "
            f"this computer), {AGAIN}."
        ) from None
    return url
