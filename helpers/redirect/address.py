"""Reading the address that Twitch sends the browser back to.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth#implicit-grant-flow
RFC 6749, sections 4.2.2 (fragment) and 4.2.2.1 (error)
"""

import hmac
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

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
    parts = _split(_cleaned(address))
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
    if error == "access_denied":
        raise ConsentRefused(
            "You pressed Cancel, so Twitch gave no token. Nothing was saved. "
            "Press Authorize again whenever you like."
        )
    if error == "redirect_mismatch":
        raise RedirectMismatch(
            "The redirect URI that was sent is not registered for this application. Twitch sends "
            "this error to the first registered one. Make the two the same, to the last "
            "character, press Save in the developer console, and authorize again."
        )
    raise AuthorizationFailed(
        f"Twitch answered with the error {error[:80]!r} ({description[:200]!r}). "
        "Check the parameters of the address, then authorize again."
    )


def check_state(fields: Fields, expected_state: str) -> None:
    """Raise WrongState unless `state` came back once and unchanged (RFC 6749, section 10.12)."""
    came_back = fields.get("state", [])
    if not came_back:
        raise WrongState(
            "The answer carries no state, so nobody can tell whether it belongs to your sign-in. "
            "Nothing was saved. Authorize again from the notebook."
        )
    same = hmac.compare_digest(_bytes(came_back[0]), _bytes(expected_state))
    if len(came_back) > 1 or not expected_state or not same:
        raise WrongState(
            "This answer belongs to another sign-in: its state is not the one that this notebook "
            "sent last, so nothing was taken. If another notebook waits for it, paste the whole "
            "address of the page there; else authorize again from here."
        )


_NOT_AN_ADDRESS = (
    "This is not the address of the redirect page. Copy everything in the browser's address bar, "
    "from http to the end, and paste it again."
)
_SEVERAL = (
    "There is more than one address in this text. Paste only the one of the page that you came "
    "back to after Authorize."
)

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WRAPPED = re.compile(r"\s*[\r\n]+\s*(?=[&?#])|(?<=[&?#=])\s*[\r\n]+\s*")  # a line was broken here
_ADDRESS = re.compile(r"https?://[^\s<>\"'`“”„‘’«»]*", re.IGNORECASE)
# Browsers hide http://, and some copy the address without it.
_NO_SCHEME = re.compile(r"[a-z0-9.-]+(:\d+)?[/?#]\S*", re.IGNORECASE)
_AROUND = "<>()[]{}\"'`“”„‘’«».,;:!*_ \t\r\n"


def _cleaned(pasted: str) -> str:
    """Return the address in a text that was pasted, however it was copied. Raises NotAnAddress."""
    text = _INVISIBLE.sub("", pasted)
    text = _WRAPPED.sub("", text.replace("&amp;", "&"))
    found = list(_ADDRESS.finditer(text))
    if len(found) > 1 or (found and found[0][0].count("://") > 1):
        raise NotAnAddress(_SEVERAL)
    if found and text[found[0].end() :].startswith("<"):  # markup in the middle: not copied so
        raise NotAnAddress(_NOT_AN_ADDRESS)
    if found:
        return found[0][0].rstrip(_AROUND)
    alone = text.strip(_AROUND)
    return f"http://{alone}" if _NO_SCHEME.fullmatch(alone) else alone


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


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # half a character can be pasted, too
