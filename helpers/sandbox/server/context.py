"""What every endpoint of the sandbox is given: its memory, its limits, its own address."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.memory.state import State
from helpers.sandbox.server.faults import Faults
from helpers.sandbox.server.rate_limit import RateLimit


@dataclass(frozen=True)
class Context:
    """One running sandbox, as its endpoints see it."""

    port: int
    state: State
    redirect_uris: tuple[str, ...]  # the first is where a redirect mismatch ends
    rate_limit: RateLimit
    faults: Faults
    session_key: bytes = field(repr=False)


Endpoint = Callable[[Context, Request], Awaitable[Response]]
