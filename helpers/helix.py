"""Calling the Twitch API ("Helix") with a token.

https://dev.twitch.tv/docs/api/guide
"""

import re
from collections.abc import Mapping

import requests

from helpers.errors import CourseError
from helpers.secret import Secret, reveal
from helpers.tokens import Token
from helpers.wire import Values, send, twitch


def get(
    path: str,
    *,
    token: Token | Secret | str,
    client_id: str,
    params: Mapping[str, Values] | None = None,
) -> requests.Response:
    """Return the answer to GET {API}/{path}, whatever its status.

    `params` may hold lists: `{"login": ["a", "b"]}` is sent as `login=a&login=b`.
    Raises CourseError for a path that is none, and the errors of `helpers.wire.send`.
    """
    access_token = token.access_token if isinstance(token, Token) else token
    headers = {"Authorization": f"Bearer {reveal(access_token)}", "Client-Id": client_id}
    return send("GET", f"{twitch().api_url}/{_path(path)}", params=params, headers=headers)


def _path(path: str) -> str:
    clean = path.strip("/")
    if not re.fullmatch(r"\w+(/\w+)*", clean, re.ASCII):  # a whole address could leak the token
        raise CourseError(
            f"{path!r} is not a path of the Twitch API. "
            'Write it without the server, for example "users".'
        )
    return clean
