"""What every endpoint of the sandbox is given: its memory, its limits, its own address."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.memory.state import State
from helpers.sandbox.server import addresses
from helpers.sandbox.server.addresses import Address
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
    private: str = field(default="", repr=False)  # the first part of every path; "": none
    proxy: str = ""  # a hub's, such as https://hub.example/user/NAME/proxy; "": none

    @cached_property
    def address(self) -> str:
        """What stands before /oauth2, /images … in the addresses that the sandbox gives out."""
        return addresses.on_this_computer(self.port, self.private)

    def addresses(self) -> dict[bytes, Address]:
        """Return where the sandbox is reached, by the value of the Host header."""
        return addresses.by_host(self.port, self.private, self.proxy)


Endpoint = Callable[[Context, Request], Awaitable[Response]]
