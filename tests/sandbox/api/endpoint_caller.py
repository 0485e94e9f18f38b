"""Calls every endpoint of Twitch's catalogue on the sandbox, and collects wrong answers."""

from collections.abc import Iterator
from typing import Any

from helpers.catalogue import endpoints
from helpers.catalogue.endpoints import Endpoint
from tests.sandbox.api.calls import Answer, Api, Sent
from tests.sandbox.api.right_and_wrong import JWT
from tests.sandbox.box import Box

ALL = [each for each in endpoints.catalogue() if not each.retired]
SCOPES = sorted({s for each in ALL for s in (*each.scopes_any_of, *each.optional_scopes)})
PHRASES = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 501: "Not Implemented"}


class EndpointCaller:
    """Calls endpoints with the token that each of them wants, and collects what is wrong."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.api = Api(box.running.api_url, box.running.client_id)
        self.tokens = {"app": box.app_token(), "jwt": JWT, "none": None}
        self.tokens["user"] = box.user_token(" ".join(SCOPES))

    def token(self, endpoint: Endpoint) -> str | None:
        return self.tokens["user" if "user" in endpoint.tokens else endpoint.tokens[0]]

    def send(self, endpoint: Endpoint, sent: Sent) -> Answer:
        return self.api.send(endpoint, sent, self.token(endpoint))


def differences(
    calls: Iterator[tuple[Endpoint, Any, Answer, int, str]],
) -> list[tuple[str, Any, int, Any]]:
    """The calls that were not answered with this status and message, in the API's error shape."""
    wrong = []
    for endpoint, what, answer, status, message in calls:
        body = {"error": PHRASES[status], "status": status, "message": message}
        if (answer.status, answer.body) != (status, body) or list(answer.body) != list(body):
            wrong.append((endpoint.name, what, answer.status, answer.body))
    return wrong
