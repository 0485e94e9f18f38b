"""The client credentials grant: an app access token. No user takes part.

https://dev.twitch.tv/docs/authentication/getting-tokens-oauth#client-credentials-grant-flow
RFC 6749, section 4.4
"""

import requests

from helpers.credentials.secret import Secret
from helpers.wire import send, twitch


def request_token(client_id: str, client_secret: str | Secret) -> requests.Response:
    """Return Twitch's answer: JSON with access_token, expires_in (seconds) and token_type.

    An error status is returned too, not raised. Raises NoConnection, TimedOut or BadAnswer
    when no whole answer came.
    """
    client_secret = Secret(client_secret)  # hidden, also from tracebacks, until it is sent
    endpoint = f"{twitch().id_url}/token"
    parameters: dict[str, str | Secret] = {
        "client_id": client_id,
        "client_secret": client_secret,
        "grant_type": "client_credentials",
    }
    # In the form body: a URL would end up in logs and histories.
    return send("POST", endpoint, data=parameters)
