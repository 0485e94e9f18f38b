"""People who call the API of one sandbox; every answer that succeeds has the right shape."""

from pathlib import Path
from typing import Any

from helpers import sandbox
from helpers.catalogue import endpoints
from tests.sandbox.api import shapes
from tests.sandbox.api.calls import Answer, Api, Sent
from tests.sandbox.box import Box, Clock

SCOPES = (
    "channel:manage:broadcast channel:manage:schedule channel:manage:videos clips:edit"
    " user:read:broadcast user:read:follows"
)


class Desk:
    """A sandbox with a clock that the test moves. Answers that succeed have the right shape."""

    def __init__(self, state: Path | None = None, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        running = sandbox.start(state, clock=self.clock, seed=7, rate_limit=None)
        self.box = Box(running, self.clock)
        self._api = Api(running.api_url, running.client_id)
        self._tokens: dict[str, str | None] = {"nobody": None}

    def close(self) -> None:
        self._api.close()
        self.box.running.stop()

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: str = "twitchdev",
        **query: str | list[str],
    ) -> Answer:
        """Call as a user, as "app" or as "nobody"."""
        endpoint = endpoints.find(method, path)
        assert endpoint
        asked = {name: [each] if isinstance(each, str) else each for name, each in query.items()}
        answer = self._api.send(endpoint, Sent(asked, body), self._token(by))
        if answer.status < 300 and isinstance(endpoint.response, dict):
            assert list(shapes.faults(endpoint.response, answer.body)) == []
        if answer.status < 300:
            assert answer.status == endpoint.success
        return answer

    def rows(self, method: str, path: str, body: Any = None, **asked: Any) -> list[dict[str, Any]]:
        """The `data` of a call that must succeed."""
        answer = self.call(method, path, body, **asked)
        assert answer.status < 300, answer.message
        return answer.body["data"]

    def pages(self, path: str, **asked: Any) -> list[list[dict[str, Any]]]:
        """The `data` of all pages, one after the other."""
        found, cursor = [], {}
        while True:
            answer = self.call("GET", path, **asked, **cursor)
            assert answer.status == 200, answer.message
            found.append(answer.body["data"])
            if not answer.body["pagination"]:
                return found
            cursor = {"after": answer.body["pagination"]["cursor"]}

    def _token(self, by: str) -> str | None:
        if by not in self._tokens:
            new = self.box.app_token() if by == "app" else self.box.user_token(SCOPES, by)
            self._tokens[by] = new
        return self._tokens[by]


def refusal(answer: Answer) -> tuple[int, str]:
    """The status and message of an error."""
    return answer.status, answer.message
