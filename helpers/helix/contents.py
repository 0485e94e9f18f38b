"""What an answer of the API holds.

https://dev.twitch.tv/docs/api/guide
"""

from typing import Any

import requests

from helpers.credentials.answers import checked_body
from helpers.errors import BadAnswer


def data(response: requests.Response) -> Any:
    """Return the `data` of an answer: a list of items, or one object (the schedule).

    Raises Refusal with a plain sentence for an error status, BadAnswer if there is no `data`.
    """
    body = checked_body(response)
    if "data" not in body:
        raise BadAnswer("Twitch's answer holds no data. Look at the whole of it with show(…).")
    return body["data"]
