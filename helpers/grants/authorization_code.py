"""The authorization code grant: a user access token for an application that keeps a secret.

The browser brings back a short-lived code; the application changes it for the token itself.
https://dev.twitch.tv/docs/authentication/getting-tokens-oauth#authorization-code-grant-flow
RFC 6749, section 4.1. Twitch has no PKCE (RFC 7636), so `state` is the protection.
"""

import re
from collections.abc import Iterable

import requests

from helpers.credentials.secret import Secret
from helpers.errors import NoCodeInAddress
from helpers.grants.implicit import new_state
from helpers.redirect import address as redirect_address
from helpers.wire import authorize_address, send, twitch

__all__ = ["authorization_url", "exchange_code", "new_state", "parse_redirect"]


def authorization_url(
    client_id: str,
    redirect_uri: str,
    scopes: Iterable[str] | str,
    state: str,
    force_verify: bool = False,
) -> str:
    """Return the address that the user's browser opens to sign in and give consent."""
    return authorize_address("code", client_id, redirect_uri, scopes, state, force_verify)


def parse_redirect(address: str, expected_state: str) -> Secret:
    """Return the code that an address of the redirect page carries, in its query.

    Raises NotAnAddress, ConsentRefused, RedirectMismatch, AuthorizationFailed, WrongState or
    NoCodeInAddress.
    """
    answer = redirect_address.read(address)
    redirect_address.check_error(answer, expected_state)
    if "code" not in answer.query:
        raise NoCodeInAddress(
            "There is no code behind ? in this address. Copy the address of the page that you "
            "came back to after Authorize, all of it, and paste it again."
        )
    redirect_address.check_state(answer.query, expected_state)
    codes = answer.query["code"]
    if len(codes) != 1 or not re.fullmatch(r"[!-~]+", codes[0]):  # one word of visible ASCII
        raise NoCodeInAddress(
            "The address has a place for the code, but it is empty or damaged. "
            "Authorize again from the notebook."
        )
    return Secret(codes[0])


def exchange_code(
    client_id: str, client_secret: str | Secret, code: str | Secret, redirect_uri: str
) -> requests.Response:
    """Return Twitch's answer: access_token, expires_in (seconds), refresh_token, scope, token_type.

    The code is good for one use, within minutes, and only with the redirect URI that it was made
    for. An error status is returned too. Raises NoConnection, TimedOut or BadAnswer.
    """
    # Hidden, also from tracebacks, until they are sent.
    client_secret, code = Secret(client_secret), Secret(code)
    parameters: dict[str, str | Secret] = {
        "client_id": client_id,
        "client_secret": client_secret,
        "code": code,
        "grant_type": "authorization_code",
        "redirect_uri": redirect_uri,
    }
    return send("POST", f"{twitch().id_url}/token", data=parameters)
