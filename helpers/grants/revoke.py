"""End a token before its time.

https://dev.twitch.tv/docs/authentication/revoke-tokens
RFC 7009
"""

import requests

from helpers.credentials.secret import Secret
from helpers.credentials.token import Token, hidden_token
from helpers.wire import send, twitch


def revoke(client_id: str, token: Token | Secret | str) -> requests.Response:
    """Return Twitch's answer: 200 with an empty body when the token is over.

    400 means that the token is not this application's, or was over before; 404 that there is no
    such application. Raises NoConnection, TimedOut or BadAnswer.
    """
    token = hidden_token(token)
    parameters: dict[str, str | Secret] = {"client_id": client_id, "token": token}
    return send("POST", f"{twitch().id_url}/revoke", data=parameters)
