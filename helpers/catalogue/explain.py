"""Twitch's error messages in plain words: the cause, and what to do next."""

import re

# Twitch says "do not depend on error message strings" (dev.twitch.tv/docs/api/guide), so each
# sentence is help for a reader; no program decides anything by them.
_BY_MESSAGE = {
    "missing client id": ("The client ID was empty. Fill it in above, then run this cell again."),
    "invalid client": (
        "Twitch knows no application with this client ID. "
        "Copy the ID again from the developer console (in the sandbox: use the one filled in)."
    ),
    "missing client secret": (
        "The client secret was empty. Fill it in above, then run this cell again."
    ),
    "invalid client secret": (
        "The client ID is right, but the secret is not. A click on New Secret makes the former "
        "one invalid: copy the newest secret, enter it above, then run this cell again."
    ),
    "invalid grant type": (
        "Twitch does not offer this grant_type to this application. Check its spelling."
    ),
    "Invalid client credentials": (
        "This application is of the Public type, which has no secret and cannot use this grant. "
        "Use the device code grant, or register a Confidential application."
    ),
    "Invalid authorization code": (
        "The code was used before, is older than a few minutes, or belongs to another "
        "application. Authorize again for a new one."
    ),
    "missing authorization code": "The parameter code was missing. Authorize again for a code.",
    "Parameter redirect_uri does not match registered URI": (
        "The redirect URI is not the one that the code was made for. Send the very same one, "
        "to the last character."
    ),
    "Invalid refresh token": (
        "The refresh token was used before, was revoked, or was never valid. "
        "Ask the user to authorize again."
    ),
    "missing refresh token": "The refresh token was empty. Load it from the saved token.",
    "authorization_pending": (
        "The user has not said yes yet. Wait for the interval, then ask again."
    ),
    "invalid device code": (
        "The device code was used, refused, or is over. Ask for new codes and start again."
    ),
    "Invalid token": "The token is not this application's, or was over already.",
    "missing oauth token": "The parameter token was empty. Send the token to revoke.",
    "client does not exist": (
        "Twitch knows no application with this client ID. Copy it again from the developer console."
    ),
    "missing grant type": "The parameter grant_type was missing. Add it, then run this cell again.",
    "invalid access token": (
        "The token has expired, was revoked, or was never valid. Get a new one."
    ),
    "missing authorization token": (
        "The Authorization header was missing. Send the token with the request."
    ),
    "Invalid OAuth token": (
        "The token has expired, was revoked, or was never valid. "
        "Go back to 01 (app token) or 02 (user token) for a new one."
    ),
    "OAuth token is missing": (
        "The Authorization header was missing. Send the token with the request."
    ),
    "Client ID is missing": "The Client-Id header was missing. Twitch wants it on every API call.",
    "Client ID and OAuth token do not match": (
        "The token was made for another application. Send the Client-Id it was made for."
    ),
    "Must provide an ID, Login or OAuth Token": (
        "An app token belongs to no user, so say whose account you want: add id or login."
    ),
    "Must provide a valid Client-ID or OAuth token": (
        "The token or the Client-Id was missing, or one of them is not valid. Send both."
    ),
    "Must provide valid app token.": (
        "This call needs an app access token, and the token is of another kind. Get one in 01."
    ),
    "Missing User OAUTH Token": (  # UNCONFIRMED wording
        "This call needs a user access token, and an app access token was sent. Get one in 02."
    ),
    "Invalid cursor.": (
        "The cursor in after is not one that Twitch gave for this list. Start without after."
    ),
    "Clipping is not possible for an offline channel.": (
        "The channel is not live, so there is nothing to cut. Begin a stream first; in the "
        "sandbox, TwitchDev is always live: sign in as TwitchDev in 05."
    ),
    "The user in user_id is not live.": (
        "A marker needs a live stream. Begin one first; in the sandbox, TwitchDev is always live: "
        "sign in as TwitchDev in 05."
    ),
    "schedule was not found": "This channel has no schedule yet. Add a stream to it first.",
    "Request limit exceeded": "Too many calls in one minute. Wait a little, then try again.",
}

# What stands in the address that the browser is sent back to (RFC 6749, section 4.1.2.1).
_BY_REDIRECT_ERROR = {
    "redirect_mismatch": (
        "The redirect URI that was sent is not registered, so the browser goes to the first one "
        "that is. Make the two the same, to the last character, and press Save in the console."
    ),
    "access_denied": "The user pressed Cancel. Respect it, and offer the way in again.",
    "invalid_scope": (
        "Twitch knows no scope of this name. Check its spelling; several scopes are separated by "
        "spaces, never by commas."
    ),
    "unsupported_response_type": (
        "Twitch does not offer this response_type here. An ID token also needs the scope openid."
    ),
}

_BY_STATUS = {
    400: "Twitch did not accept the request. Read its message, correct the value, and try again.",
    401: "Twitch did not accept the token. Get a new one, then run this cell again.",
    403: "Twitch understood the request, but does not allow it. Read its message.",
    404: "Twitch did not find it. Read its message, then check the path and the values.",
    410: "Twitch has removed this endpoint.",
    429: "Too many calls in one minute. Wait a little, then try again.",
}


def explain(status: int, message: str) -> str:
    """Return one or two plain sentences about an error answer: its cause and its cure.

    `status` is the HTTP status; `message` is Twitch's own text (may be empty).
    """
    if message in _BY_MESSAGE:
        return _BY_MESSAGE[message]
    if scopes := missing_scopes(message):
        return f"The token lacks the scope {scopes}. Tick it in 02 or 05 and authorize again."
    if found := re.fullmatch(r"The ID in (\w+) must match the user ID found in .+", message):
        return f"The ID in {found[1]} is not the user's whose token was sent. Use that user's ID."
    if status >= 500:
        return "Something is wrong on Twitch's side. Wait a minute, then run this cell again."
    return _BY_STATUS.get(status, "Twitch gave an answer that this course does not know.")


def explain_redirect(error: str) -> str:
    """Return one or two plain sentences about the `error` in an address; "" if there is none."""
    unknown = "Twitch refused, and sends the reason in the address. Check the request's parameters."
    return _BY_REDIRECT_ERROR.get(error, unknown) if error else ""


def missing_scopes(message: str) -> str:
    """Return the scopes that a message of the API says are missing, in its words; else ""."""
    # Two styles are in use; "a or b" where several scopes would do is UNCONFIRMED.
    found = re.fullmatch(r"Missing scope: (.+)|Missing (\S+:\S+) scope", message)
    return (found[1] or found[2]) if found else ""
