"""Which grant for which program? Three questions, one answer.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth; RFC 9700 (best current practice)
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """A grant, the notebook that teaches it ("" if none does), and why it fits."""

    grant: str
    notebook: str
    why: str


CLIENT_CREDENTIALS = Advice(
    "client credentials grant",
    "01_app_access_token",
    "The application asks for itself, and its secret proves who it is. No person takes part.",
)
AUTHORIZATION_CODE = Advice(
    "authorization code grant",
    "05_authorization_code",
    "The user says yes in the browser, and your server changes the code for a token. The token "
    "never stands in an address, and it can be refreshed.",
)
DEVICE_CODE = Advice(
    "device code grant",
    "06_device_code",
    "The user says yes in a browser anywhere, and the device needs neither a secret nor a "
    "redirect URI. The token can be refreshed.",
)
NONE = Advice(
    "none: ask differently",
    "",
    "An application without a secret cannot prove who it is. Let a user act, or keep the secret "
    "on a server of yours that asks Twitch for you.",
)


def choose_grant(*, user: bool, secret: bool, browser: bool) -> Advice:
    """Return the grant for a program.

    `user`: a person must say yes (False: the application acts for itself). `secret`: the program
    runs where nobody but you can read its secret. `browser`: the device that it runs on can show
    a web page.
    """
    if not user:
        return CLIENT_CREDENTIALS if secret else NONE
    if secret and browser:
        return AUTHORIZATION_CODE
    # Twitch offers a browser application without a secret the implicit grant only, which
    # RFC 9700 (section 2.1.2) advises against. The device code grant works there as well.
    return DEVICE_CODE
