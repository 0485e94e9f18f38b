"""The five verbs of the API. Each returns Twitch's answer, whatever its status.

`path` is the part of the address after `/helix/`, such as "users". `params` may hold text, whole
numbers, booleans, datetimes with a time zone, None (left out), and lists of these:
`{"login": ["a", "b"]}` is sent as `login=a&login=b`. `json` is sent as the body. Without
`client_id`, the one of the token is sent.

A 429 waits until the rate limit is over (see `helpers.helix.waiting`), then the call is sent
again; after a 503, all but POST and PATCH are sent again at once. Each happens once.

All raise CourseError for what cannot be sent, and the errors of `helpers.wire.send`.
"""

from typing import Any

import requests

from helpers.credentials.secret import Secret
from helpers.credentials.token import Token
from helpers.errors import sentence_only
from helpers.helix.call import answer, prepare
from helpers.helix.parameters import Params


@sentence_only
def get(
    path: str,
    *,
    token: Token | Secret | str,
    client_id: str | None = None,
    params: Params | None = None,
) -> requests.Response:
    """Return the answer to GET {API}/{path}."""
    return _send("GET", path, token, client_id, params)


@sentence_only
def post(
    path: str,
    *,
    token: Token | Secret | str,
    client_id: str | None = None,
    params: Params | None = None,
    json: Any = None,
) -> requests.Response:
    """Return the answer to POST {API}/{path}, which makes something or starts it."""
    return _send("POST", path, token, client_id, params, json)


@sentence_only
def put(
    path: str,
    *,
    token: Token | Secret | str,
    client_id: str | None = None,
    params: Params | None = None,
    json: Any = None,
) -> requests.Response:
    """Return the answer to PUT {API}/{path}, which puts something in the place of another."""
    return _send("PUT", path, token, client_id, params, json)


@sentence_only
def patch(
    path: str,
    *,
    token: Token | Secret | str,
    client_id: str | None = None,
    params: Params | None = None,
    json: Any = None,
) -> requests.Response:
    """Return the answer to PATCH {API}/{path}, which changes a part of something."""
    return _send("PATCH", path, token, client_id, params, json)


@sentence_only
def delete(
    path: str,
    *,
    token: Token | Secret | str,
    client_id: str | None = None,
    params: Params | None = None,
    json: Any = None,
) -> requests.Response:
    """Return the answer to DELETE {API}/{path}."""
    return _send("DELETE", path, token, client_id, params, json)


def _send(
    method: str,
    path: str,
    token: Token | Secret | str,
    client_id: str | None,
    params: Params | None,
    json: Any = None,
) -> requests.Response:
    return answer(prepare(method, path, token, client_id, params, json))
