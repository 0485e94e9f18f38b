"""One call of the API, checked: what the handler of an endpoint is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import Response

from helpers.catalogue.endpoints import Endpoint
from helpers.sandbox.api import times
from helpers.sandbox.memory.state import Token
from helpers.sandbox.server import answers
from helpers.sandbox.server.context import Context

TRUE = frozenset({"true", "True", "TRUE", "t", "T", "1"})  # as Go reads them (UNCONFIRMED)
FALSE = frozenset({"false", "False", "FALSE", "f", "F", "0"})


@dataclass(frozen=True)
class Call:
    """A call whose caller may make it and whose parameters the catalogue allows.

    A user token's parameter `owner` names that token's user. The token of an endpoint that
    wants none has an empty client ID.
    """

    context: Context
    endpoint: Endpoint
    token: Token
    query: Mapping[str, list[str]]
    body: Mapping[str, Any]  # empty where the endpoint reads no body
    headers: Mapping[str, str]  # the rate limit's, for the answer

    def many(self, name: str) -> list[str]:
        """Return all values of a query parameter, in order, each once."""
        return list(dict.fromkeys(self.query.get(name, ())))

    def one(self, name: str, default: str = "") -> str:
        """Return a query parameter, or `default` if it is absent or empty."""
        return next(iter(self.query.get(name, ())), "") or default

    def number(self, name: str) -> int:
        """Return a whole number from the query; absent, the catalogue's default, or else 0."""
        given = self.one(name)
        if given:
            return int(given)
        defaults = (each.default for each in self.endpoint.query if each.name == name)
        return int(next(defaults, None) or 0)

    def flag(self, name: str) -> bool | None:
        """Return true or false from the query, or None if it is absent."""
        given = self.one(name)
        return given in TRUE if given else None

    def time(self, name: str) -> datetime | None:
        """Return a time from the query, or None if it is absent."""
        return times.parse(self.one(name))

    def refused(self, status: int, message: str) -> answers.Refused:
        """Return an error to raise: `raise call.refused(400, "Invalid cursor.")`."""
        return answers.Refused(answers.helix_error(status, message, self.headers))


# What a handler returns: the JSON of the answer, None for one without content, or an answer
# that is no JSON. The status is the catalogue's, and the rate limit's headers are added.
Answer = Mapping[str, Any] | Response | None
Handler = Callable[[Call], Answer]
