"""What a call of the API sends and what is answered, over a connection that stays open."""

import http.client
import json
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from helpers.catalogue.endpoints import Endpoint
from tests.sandbox.ids import TWITCH, TWITCHDEV

OWNER, STRANGER = TWITCHDEV, TWITCH


@dataclass(frozen=True)
class Sent:
    """The parameters of one call. Values of the query are lists of texts."""

    query: dict[str, list[str]] = field(default_factory=dict)
    body: dict[str, Any] | None = None

    def asking(self, name: str, *values: str) -> "Sent":
        return replace(self, query={**self.query, name: list(values)})

    def holding(self, name: str, value: Any) -> "Sent":
        return replace(self, body={**(self.body or {}), name: value})

    def without(self, name: str) -> "Sent":
        query = {key: value for key, value in self.query.items() if key != name}
        body = self.body and {key: value for key, value in self.body.items() if key != name}
        return Sent(query, body)


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any  # None: not JSON, or nothing
    headers: dict[str, str]  # names in lower case

    @property
    def message(self) -> str:
        return self.body["message"] if self.body and "message" in self.body else ""


class Api:
    """Calls one sandbox's API over a connection that stays open: thousands of calls in seconds."""

    def __init__(self, api_url: str, client_id: str) -> None:
        parts = urlsplit(api_url)
        self._open = http.client.HTTPConnection(parts.netloc, timeout=10)
        self._path = parts.path
        self._client_id = client_id

    def close(self) -> None:
        self._open.close()

    def send(
        self, endpoint: Endpoint, sent: Sent, token: str | None, client_id: str | None = "mine"
    ) -> Answer:
        body = None if sent.body is None else json.dumps(sent.body)
        return self.raw(
            endpoint.method,
            f"{endpoint.path}?{urlencode(sent.query, doseq=True)}",
            token,
            client_id,
            body,
        )

    def raw(
        self,
        method: str,
        path: str,
        token: str | None = None,
        client_id: str | None = "mine",
        body: str | bytes | None = None,
    ) -> Answer:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        if client_id is not None:
            headers["Client-Id"] = self._client_id if client_id == "mine" else client_id
        self._open.request(method, self._path + path, body, headers)
        response = self._open.getresponse()
        text = response.read()
        is_json = text and response.headers.get_content_type() == "application/json"
        named = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, json.loads(text) if is_json else None, named)
