"""A request without its secrets: what the ways to send it again are written from."""

from dataclasses import dataclass
from typing import Any

from helpers.credentials.sent import Pairs


@dataclass(frozen=True)
class Sent:
    """A request without its secrets. `form` and `body` (JSON): at most one of them is there."""

    method: str
    url: str
    headers: dict[str, str]
    form: Pairs
    body: Any
