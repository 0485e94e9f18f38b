"""The refresh token grant: a new access token without asking the user again.

https://dev.twitch.tv/docs/authentication/refresh-tokens
RFC 6749, section 6
"""

import requests

from helpers.credentials.secret import Secret
from helpers.wire import send, twitch


def refresh(
    client_id: str, client_secret: str | Secret | None, refresh_token: str | Secret
) -> requests.Response:
    """Return Twitch's answer: a new access_token, and the refresh_token to use from now on.

    A public application has no secret: pass None. Its refresh token is good for one use, so save
    the new one before anything else. An error status is returned too. Raises NoConnection,
    TimedOut or BadAnswer.
    """
    # Hidden, also from tracebacks, until they are sent.
    refresh_token = Secret(refresh_token)
    client_secret = None if client_secret is None else Secret(client_secret)
    parameters: dict[str, str | Secret] = {
        "client_id": client_id,
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
    }
    if client_secret is not None:
        parameters["client_secret"] = client_secret
    return send("POST", f"{twitch().id_url}/token", data=parameters)
