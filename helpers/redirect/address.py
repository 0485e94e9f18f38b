"""Reading the address that Twitch sends the browser back to.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth#implicit-grant-flow
RFC 6749, sections 4.2.2 (fragment) and 4.2.2.1 (error)
"""

import hmac
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from helpers.catalogue.explain import explain_redirect
from helpers.credentials.secret import sendable
from helpers.errors import (
    AuthorizationFailed,
    ConsentRefused,
    NotAnAddress,
    RedirectMismatch,
    WrongState,
)

# A few kilobytes hold every real answer; more is not one.
LONGEST = 8192

Fields = dict[str, list[str]]


@dataclass(frozen=True, repr=False)  # no repr: the fields may hold a token
class Answer:
    """What an address carries behind `?` (query) and behind `#` (fragment)."""

    query: Fields
    fragment: Fields


def read(address: str) -> Answer:
    """Return the fields of an address. Raises NotAnAddress."""
    if not isinstance(address, str) or not sendable(address):
        raise NotAnAddress(_NOT_AN_ADDRESS)
    parts = _split(address.strip().strip("<>\"'").strip())
    try:
        return Answer(_fields(parts.query), _fields(parts.fragment))
    except ValueError:  # hundreds of fields: no answer of Twitch's
        raise NotAnAddress(_NOT_AN_ADDRESS) from None


def check_error(answer: Answer, expected_state: str) -> None:
    """Raise what Twitch reported, if it reported an error.

    Raises ConsentRefused, RedirectMismatch or AuthorizationFailed; WrongState if the report
    carries another sign-in's state (Twitch leaves state out when it was not sent).
    """
    fields = answer.query if "error" in answer.query else answer.fragment
    if "error" not in fields:
        return
    if "state" in fields:
        check_state(fields, expected_state)
    error, description = fields["error"][0], fields.get("error_description", [""])[0]
    raise _ERRORS.get(error, AuthorizationFailed)(explain_redirect(error or "none", description))


_ERRORS = {"access_denied": ConsentRefused, "redirect_mismatch": RedirectMismatch}


def check_state(fields: Fields, expected_state: str) -> None:
    """Raise WrongState unless `state` came back once and unchanged (RFC 6749, section 10.12)."""
    came_back = fields.get("state", [])
    if not came_back:
        raise WrongState(
            "The answer carries no state, so nobody can tell whether it belongs to your sign-in. "
            "Nothing was saved. Authorize again from the notebook."
        )
    same = hmac.compare_digest(came_back[0].encode(), str(expected_state).encode(errors="replace"))
    if len(came_back) > 1 or not expected_state or not same:
        raise WrongState(
            "The state in the answer is not the one that the notebook sent, so the answer belongs "
            "to another sign-in. Nothing was saved. Authorize again from the notebook."
        )


_NOT_AN_ADDRESS = (
    "This is not the address of the redirect page. Copy everything in the browser's address bar, "
    "from http to the end, and paste it again."
)


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise NotAnAddress(_NOT_AN_ADDRESS) from None
    blanks = any(character.isspace() for character in address)
    if parts.scheme not in ("http", "https") or not parts.netloc or blanks:
        raise NotAnAddress(_NOT_AN_ADDRESS)
    if len(address) > LONGEST:
        raise NotAnAddress(_NOT_AN_ADDRESS)
    return parts


def _fields(text: str) -> Fields:
    # keep_blank_values: a token without scopes comes back with an empty "scope=".
    return parse_qs(text, keep_blank_values=True, max_num_fields=50)
