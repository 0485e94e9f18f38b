"""The table of causes and cures: what each error of Twitch means, and what to do about it.

Twitch says "do not depend on error message strings" (dev.twitch.tv/docs/api/guide), so the table
is help for a reader; no program decides anything by it. Errors of single API calls are in
`causes_of_calls`; the first row that fits counts, those here before those there.
"""

from typing import NamedTuple

# What kind of mistake it is, as a learner reads it.
CREDENTIALS = "your credentials"
REDIRECT_URI = "about the redirect URI"
REQUEST = "your request"
CODE = "about the code"
TOKEN = "about the token"  # noqa: S105 - it holds none
SCOPES = "about the scopes"
USER = "the user's choice"
RIGHTS = "the user's rights"
STATE = "the state of things"
LIMIT = "the rate limit"
NO_MISTAKE = "no mistake"
NETWORK = "your network"
SANDBOX = "the sandbox"
TWITCH = "Twitch's side"
UNKNOWN = "an unknown answer"


class Row(NamedTuple):
    """One cause. It is recognised by Twitch's message, in any letter case.

    In a message, {name} stands for one word and {text} for some; `cause` may repeat the first of
    each, and {all} is the whole message. With a `status`, it must be this one.
    `doubtful` names the parameter that Twitch does not know.
    """

    kind: str
    messages: tuple[str, ...]
    cause: str
    cure: str
    status: int | None = None
    doubtful: str = ""


REMOVED = Row(
    REQUEST,
    ("The API is deprecated.", "Gone"),
    "Twitch has removed this call.",
    "Look in the API reference for its successor.",
)

ROWS = (
    # --- the application: id.twitch.tv/oauth2 ---
    Row(
        CREDENTIALS,
        ("missing client id",),
        "The client ID was empty.",
        "Enter it in the form of 00_get_ready, or load it with tokens.load_application().",
    ),
    Row(
        CREDENTIALS,
        ("invalid client", "client does not exist", "Invalid client_id: {text}"),
        "Twitch knows no application with this client ID.",
        "Copy the ID again from the developer console, all of it (in the sandbox: use the one "
        "that 00_get_ready fills in).",
        doubtful="client_id",
    ),
    Row(
        CREDENTIALS,
        ("missing client secret",),
        "The client secret was empty, and an application of the Confidential type must send it.",
        "Enter it in the form of 00_get_ready, or load it with tokens.load_application().",
    ),
    Row(
        CREDENTIALS,
        ("invalid client secret",),
        "The client ID is right, but the secret is not.",
        "A click on New Secret makes the former one invalid: copy the newest secret, enter it in "
        "the form of 00_get_ready, then run this cell again.",
        doubtful="client_secret",
    ),
    Row(
        CREDENTIALS,
        ("Invalid client credentials", "unauthorized_client"),
        "This application is of the Public type, which has no secret and cannot use this grant.",
        "Use the device code grant (06_device_code), or register a Confidential application.",
    ),
    Row(
        CREDENTIALS,
        ("Client ID/Secret invalid",),  # of Twitch's own mock server
        "The client ID and the secret do not belong together.",
        "Copy both again, from the same application.",
    ),
    Row(
        REQUEST,
        ("missing grant type",),
        "The parameter grant_type was missing.",
        "Add it, then run this cell again.",
    ),
    Row(
        REQUEST,
        ("invalid grant type", "unsupported_grant_type"),
        "Twitch does not offer this grant_type to this application.",
        "Check its spelling; the grants are listed in 04_choose_a_grant.",
    ),
    Row(
        REQUEST,
        ("missing response type",),
        "The parameter response_type was missing.",
        "Add it: token for the implicit grant, code for the authorization code grant.",
    ),
    Row(
        REQUEST,
        ("unsupported_response_type", "Response type is not supported"),
        "Twitch does not offer this response_type here.",
        "Use token or code. An ID token also needs the scope openid.",
    ),
    Row(
        REQUEST,
        ("invalid_request", "Parameter claims is malformed"),
        "A parameter of the sign-in address has a value that cannot be read.",
        "Build the address with the grant's authorization_url, then authorize again.",
    ),
    # --- the way back, and what it brings ---
    Row(
        REDIRECT_URI,
        ("missing redirect uri",),
        "The parameter redirect_uri was missing.",
        "Send the one that is registered, to the last character: settings.redirect_uri() has it.",
    ),
    Row(
        REDIRECT_URI,
        ("redirect_mismatch",),
        "The redirect URI that was sent is not registered for this application, so the browser "
        "goes to the first one that is.",
        "Make the two the same, to the last character, press Save in the developer console, and "
        "authorize again (in the sandbox, settings.redirect_uri() is registered).",
    ),
    Row(
        REDIRECT_URI,
        ("Parameter redirect_uri does not match registered URI",),
        "The redirect URI is not the one that the code was made for.",
        "Send the very same one, to the last character; for a next try, authorize again.",
    ),
    Row(
        USER,
        ("access_denied", "The user denied you access"),
        "You pressed Cancel, so Twitch gave nothing, and nothing was saved.",
        "Press Authorize again whenever you like. A program takes it as its user's answer, and "
        "offers the way in again.",
    ),
    Row(
        TWITCH,
        ("server_error", "temporarily_unavailable"),  # RFC 6749, section 4.1.2.1
        "Something went wrong on Twitch's side, not on yours.",
        "Wait a minute, then authorize again.",
    ),
    Row(
        CODE,
        ("missing code", "missing authorization code"),
        "The parameter code was missing or empty.",
        "Authorize again: the address that you come back to carries a new one.",
    ),
    Row(
        CODE,
        ("Invalid authorization code",),
        "The code was used before, is older than a few minutes, or belongs to another application.",
        "Authorize again for a new one.",
        doubtful="code",
    ),
    Row(
        NO_MISTAKE,
        ("authorization_pending",),
        "The user has not said yes yet.",
        "Wait for the interval, then ask again.",
    ),
    Row(
        NO_MISTAKE,
        ("slow_down",),  # RFC 8628, section 3.5
        "The device asked too soon after its last question.",
        "Wait five seconds longer from now on, then ask again.",
    ),
    Row(
        CODE,
        ("invalid device code", "missing device code", "expired_token"),
        "The device code was used, refused, or is over, or it was never one.",
        "Ask for new codes and start again.",
        doubtful="device_code",
    ),
    # --- scopes ---
    Row(
        SCOPES,
        (
            "Sorry, the scope you are requesting is currently unavailable. Please request new "
            "scopes documented at {text}",
        ),
        "A scope that was asked for is an old one, which Twitch no longer gives.",
        "Take its successor from the list in 10_scopes, then authorize again.",
    ),
    Row(
        SCOPES,
        ("invalid_scope", "invalid scope requested: {text}", "Invalid scopes requested"),
        "Twitch knows no scope of this name.",
        "Check its spelling; several scopes are separated by spaces, never by commas.",
    ),
    Row(
        SCOPES,
        ("Missing scope: openid",),
        "The token lacks the scope openid, or it is an app access token, which has no user.",
        "Sign in with the scope openid: 08_openid_connect shows how.",
    ),
    Row(
        SCOPES,
        (
            # Two styles are in use; "a or b" where several scopes would do is UNCONFIRMED.
            "Missing scope: {text}",
            "Missing required scope {text}",
            "Missing {scope} scope",
        ),
        "The token lacks the scope {text}.",
        "Tick it in 05_authorization_code and authorize again.",
    ),
    # --- tokens ---
    Row(
        TOKEN,
        ("missing refresh token",),
        "The refresh token was empty.",
        "Load it from the saved token. Tokens of the implicit grant and app tokens have none.",
    ),
    Row(
        TOKEN,
        ("Invalid refresh token", "Invalid grant", "invalid_grant"),
        "The refresh token was used before, was revoked, or was never valid.",
        "Ask the user to authorize again: 05_authorization_code or 06_device_code.",
        doubtful="refresh_token",
    ),
    Row(
        TOKEN,
        ("missing oauth token",),
        "The parameter token was empty.",
        "Send the access token that is to be revoked.",
    ),
    Row(
        TOKEN,
        ("Invalid token",),
        "The token is not this application's, or was over already.",
        "Send the client ID that it was made for. If that was right, there is nothing to revoke.",
        doubtful="token",
    ),
    Row(
        TOKEN,
        ("OAuth token is missing", "missing authorization token"),
        "The Authorization header was missing, or held no token behind Bearer (a capital B).",
        "Send the token with the request.",
    ),
    Row(
        TOKEN,
        ("Invalid OAuth token", "invalid access token", "Token expired", "invalid_token"),
        "The token has expired, was revoked, or was never valid.",
        "Go back to 01_app_access_token (app token) or 05_authorization_code (user token) for a "
        "new one.",
        doubtful="token",
    ),
    Row(
        REQUEST,
        ("Client ID is missing",),
        "The Client-Id header was missing or empty.",
        "Send it: Twitch wants it on every API call, with the ID that the token was made for.",
    ),
    Row(
        CREDENTIALS,
        ("Client ID and OAuth token do not match",),
        "The token was made for another application.",
        "Send the Client-Id that it was made for.",
    ),
    Row(
        TOKEN,
        ("Must provide a valid Client-ID or OAuth token", "Missing Client ID or OAuth token"),
        "The token or the Client-Id was missing, or they do not fit each other.",
        "Send the token together with the ID of the application that it was made for.",
    ),
    Row(
        TOKEN,
        ("Must provide valid app token.",),
        "This call needs an app access token, and the token is of another kind.",
        "Get one in 01_app_access_token.",
    ),
    Row(
        TOKEN,
        ("Missing User OAUTH Token",),
        "This call needs a user access token, and the token is of another kind.",
        "Get one in 05_authorization_code.",
    ),
    Row(
        TOKEN,
        ("Must provide a valid JWT.",),  # UNCONFIRMED
        "This call needs a JWT that a Twitch extension signs, and no token of this course will do.",
        "Leave it to extensions.",
    ),
    # --- the server ---
    Row(
        LIMIT,
        ("Request limit exceeded", "Too Many Requests"),
        "Too many calls in one minute.",
        "Wait a little, then try again.",
    ),
    Row(
        SANDBOX,
        ("The sandbox's state file {text}", "The sandbox's memory {text}"),
        "The sandbox could not write down what it did, so nothing was done. It says: {all}.",
        "Then run this cell again.",
    ),
    Row(
        SANDBOX,
        ("The sandbox does not play this endpoint.",),
        "Your call was right, but the sandbox does not play this part of Twitch.",
        "Try it in live mode, or use one of the calls of 11_users to 14_videos_and_clips.",
    ),
    Row(
        REQUEST,
        ("", "not found", "Not Found", "404 page not found"),
        "Twitch has nothing at this path for this method.",
        "Check both, letter by letter.",
        status=404,
    ),
    REMOVED,
)

# What is known if the message is not.
BY_STATUS = {
    400: Row(
        REQUEST,
        (),
        "Twitch did not accept the request.",
        "Read its message, correct the value that it names, and try again.",
    ),
    401: Row(
        TOKEN,
        (),
        "Twitch did not accept the token for this call.",
        "Read its message; if that does not help, get a new token.",
    ),
    403: Row(
        RIGHTS,
        (),
        "Twitch understood the request, but does not allow it.",
        "Read its message: it says what this application or this user may not do.",
    ),
    404: Row(
        REQUEST,
        (),
        "Twitch did not find what the request names.",
        "Read its message, then check the path and the values.",
    ),
    405: Row(
        REQUEST,
        (),
        "This path does not know this method.",
        "Look in the API reference whether it is GET, POST, PUT, PATCH or DELETE.",
    ),
    407: Row(
        NETWORK,
        (),
        "A proxy between this computer and Twitch wants a name and a password.",
        "Ask who runs your network, and put both into the HTTPS_PROXY setting.",
    ),
    410: REMOVED,
    413: Row(REQUEST, (), "The body of the request is too long.", "Send less of it at once."),
    414: Row(
        REQUEST,
        (),
        "The address of the request is too long.",
        "Send fewer values at once: a hundred of one parameter is the most.",
    ),
    421: Row(
        NETWORK,
        (),
        "The server does not answer under this name.",
        "Use its address as it names it itself (in the sandbox: 127.0.0.1 or localhost).",
    ),
    429: Row(LIMIT, (), "Too many calls in one minute.", "Wait a little, then try again."),
    501: Row(
        REQUEST,
        (),
        "The server does not offer this.",
        "Check the method and the path in the API reference.",
    ),
    511: Row(
        NETWORK,
        (),
        "Your network wants you to sign in before it lets anything through.",
        "Open any web page in the browser, sign in there, then run this cell again.",
    ),
}
REDIRECTED = Row(
    NETWORK,
    (),
    "Instead of an answer, a redirect to another address came back, and no secret is sent there.",
    "If you set TWITCH_COURSE_ID_URL or TWITCH_COURSE_API_URL, correct it; else ask who runs your "
    "network.",
)
SERVER_FAILED = Row(
    TWITCH,
    (),
    "Something went wrong on Twitch's side, not on yours.",
    "Wait a minute, then run this cell again (in the sandbox: restart the kernel).",
)
ANYTHING_ELSE = Row(
    UNKNOWN,
    (),
    "Twitch gave an answer that this course does not know.",
    "Look at the whole of it with show(…).",
)
