"""What the form of a value tells that Twitch did not know: how it was probably copied."""

import re

from helpers.credentials.secret import Secret, reveal

# Real values have this many small letters and digits. Twitch promises no length: it is a hint.
_LENGTHS = {"client_id": 30, "client_secret": 30, "token": 30}
_NAMES = {
    "client_id": "client ID",
    "client_secret": "client secret",
    "device_code": "device code",
    "refresh_token": "refresh token",
}
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"
_IN_FRONT = re.compile(
    r"\s*(oauth:|bearer\s|oauth\s|authorization:"
    r"|(?:access_|refresh_|id_|client_|device_)?(?:token|code|secret|id)\s*[=:])",
    re.IGNORECASE,
)


def oddity(parameter: str, value: str | Secret, client_id: str = "") -> tuple[str, str] | None:
    """Return why a value cannot be right, and the cure; None if its form tells nothing.

    `parameter` is its name; `client_id` is the one that was sent with it.
    """
    what = _NAMES.get(parameter, parameter)
    if _is(value, r".*://.*"):
        return f"The {what} is a whole address.", f"Send the {what} alone."
    if found := _IN_FRONT.match(reveal(value)):
        begin = found[1].strip()
        return f'The {what} begins with "{begin}".', f"Leave that out: send the {what} alone."
    if _is(value, rf"[{_QUOTES}].*|.*[{_QUOTES}]"):
        return f"The {what} has quotes around it.", "Send it without them."
    if _is(value, r".*\s.*"):
        return (
            f"The {what} has a blank in it or beside it.",
            "Copy it again, without anything else.",
        )
    if parameter != "client_id" and client_id and value == client_id:
        return f"The client ID was sent as the {what}.", f"Send the {what} in its place."
    if parameter == "token" and _is(value, r"eyJ[\w-]*\.[\w-]+\.[\w-]*"):
        return "An ID token was sent as the token.", "Send the access token that came with it."
    return None


def length(parameter: str, value: str | Secret) -> str:
    """Return what the length of a value lets suspect, as the end of a sentence; "" if nothing."""
    usual = _LENGTHS.get(parameter, len(value))
    if len(value) == usual:
        return ""
    return (
        f"; it has {len(value)} characters where {usual} are usual, so look first whether it was "
        "copied whole"
    )


def _is(value: str | Secret, pattern: str) -> bool:
    return re.fullmatch(pattern, reveal(value), re.DOTALL) is not None
