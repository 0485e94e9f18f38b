"""Ask Twitch about a token: whose it is, what it may do, how long it lasts.

https://dev.twitch.tv/docs/authentication/validate-tokens
"""

import requests

from helpers.credentials.secret import Secret, reveal
from helpers.credentials.token import Token, hidden_token
from helpers.wire import send, twitch


def validate(token: Token | Secret | str) -> requests.Response:
    """Return Twitch's answer: JSON with client_id, login, scopes, user_id, expires_in (seconds).

    401 means that the token is over. An app token has no login and no user_id, and `scopes` is
    null when there are none. Raises the errors of `helpers.wire.send`.
    """
    token = hidden_token(token)
    headers = {"Authorization": Secret(f"OAuth {reveal(token)}")}
    return send("GET", f"{twitch().id_url}/validate", headers=headers)
