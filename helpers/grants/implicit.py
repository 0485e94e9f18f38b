"""The implicit grant: a user access token, handed to the browser at once.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth#implicit-grant-flow
RFC 6749, section 4.2. RFC 9700 (2025) advises against this grant for new applications.
"""

import re
import secrets
from collections.abc import Iterable
from urllib.parse import unquote

from helpers.clock import now
from helpers.credentials.secret import Secret
from helpers.credentials.token import Token
from helpers.errors import NoTokenInAddress
from helpers.redirect import address as redirect_address
from helpers.wire import authorize_address


def new_state() -> str:
    """Return 256 random bits as text: proof that an answer belongs to this sign-in."""
    return secrets.token_urlsafe(32)


def authorization_url(
    client_id: str,
    redirect_uri: str,
    scopes: Iterable[str] | str,
    state: str,
    force_verify: bool = False,
) -> str:
    """Return the address that the user's browser opens to sign in and give consent."""
    return authorize_address("token", client_id, redirect_uri, scopes, state, force_verify)


def parse_redirect(address: str, expected_state: str) -> Token:
    """Return the user access token that an address of the redirect page carries.

    Twitch puts no lifetime into the fragment, so `expires_at` is None. Raises NotAnAddress,
    ConsentRefused, RedirectMismatch, AuthorizationFailed, WrongState or NoTokenInAddress.
    """
    answer = redirect_address.read(address)
    redirect_address.check_error(answer, expected_state)
    if "access_token" not in answer.fragment:
        raise NoTokenInAddress(_why_no_token("access_token" in answer.query))
    redirect_address.check_state(answer.fragment, expected_state)
    return Token(
        kind="user",
        access_token=_access_token(answer.fragment["access_token"]),
        scopes=_scopes(answer.fragment.get("scope", [""])[0]),
        obtained_at=now(),
    )


def _access_token(values: list[str]) -> Secret:
    if len(values) != 1 or not re.fullmatch(r"[!-~]+", values[0]):  # one word of visible ASCII
        raise NoTokenInAddress(
            "The address has a place for the token, but it is empty or damaged. Nothing was saved. "
            "Authorize again from the notebook."
        )
    return Secret(values[0])


def _scopes(text: str) -> tuple[str, ...]:
    # One page of Twitch's documentation shows the colon encoded twice; take both.
    return tuple(unquote(scope) for scope in text.split())


def _why_no_token(in_query: bool) -> str:
    if in_query:
        return (
            "The token stands behind a question mark. Twitch only puts it behind #, so this answer "
            "is not from Twitch. Nothing was saved. Authorize again from the notebook."
        )
    return (
        "There is no access_token behind # in this address. Copy the address of the page that you "
        "came back to after Authorize, all of it, and paste it again."
    )
