"""The practice people at the API of one sandbox, each with a token that has every scope."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from helpers.catalogue import endpoints
from tests.sandbox.api.calls import Answer, Api
from tests.sandbox.box import Box, running_box
from tests.sandbox.ids import KOFI, MARTA, TWITCH, TWITCHDEV, VIEWER

SCOPES = " ".join(
    sorted(
        {
            scope
            for each in endpoints.catalogue()
            for scope in (*each.scopes_any_of, *each.optional_scopes)
        }
    )
)
IDS = {"twitchdev": TWITCHDEV, "twitch": TWITCH, "marta_paints": MARTA, "kofi_speedruns": KOFI,
       "quiet_viewer": VIEWER}  # fmt: skip


class Caller:
    """Calls the API with one token. `id` is the user's, empty for an application."""

    def __init__(self, api: Api, token: str, user_id: str = "") -> None:
        self._api = api
        self._token = token
        self.id = user_id

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Answer:
        text = None if body is None else json.dumps(body)
        return self._api.raw(
            method, f"{path}?{urlencode(query, doseq=True)}", self._token, body=text
        )

    def get(self, path: str, **query: Any) -> Any:
        """The answer's JSON, which must be a success."""
        answer = self.call("GET", path, **query)
        assert answer.status == 200, answer.message
        return answer.body

    def pages(self, path: str, **query: Any) -> Iterator[Any]:
        """All pages, from the first to the one without a cursor."""
        cursor = {}
        while True:
            page = self.get(path, **query, **cursor)
            yield page
            if "cursor" not in page["pagination"]:
                return
            cursor = {"after": page["pagination"]["cursor"]}

    def refused(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, str]:
        """Status and message of an error."""
        answer = self.call(method, path, body, **query)
        assert answer.body, answer.status
        assert answer.body["status"] == answer.status
        return answer.status, answer.message


class People:
    """`people("marta_paints")` is Marta at the API; `people()` is the application."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self._api = Api(box.running.api_url, box.running.client_id)
        self._known: dict[tuple[str, str], Caller] = {}

    def __call__(self, login: str = "", scope: str = SCOPES) -> Caller:
        if (login, scope) not in self._known:
            token = self.box.user_token(scope, login) if login else self.box.app_token()
            self._known[login, scope] = Caller(self._api, token, IDS.get(login, ""))
        return self._known[login, scope]

    def close(self) -> None:
        self._api.close()


@contextmanager
def gathered(state: Path | None = None) -> Iterator[People]:
    """Run a sandbox without a rate limit; yields its people."""
    with running_box(state, rate_limit=None) as box:
        people = People(box)
        yield people
        people.close()
