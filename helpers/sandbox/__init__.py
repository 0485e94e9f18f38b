"""The sandbox: an offline double of Twitch's login service and API, for practice.

`start()` serves it on this computer alone, from a thread. As a program, it is
`python -m helpers.sandbox`. It knows nothing of the rest of the helpers.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.sandbox.errors import StateError as StateError
from helpers.sandbox.memory.people import PEOPLE, Person

if TYPE_CHECKING:  # slow to import: only who starts a sandbox should wait for them
    from helpers.loopback import Server
    from helpers.sandbox.memory.state import State
    from helpers.sandbox.server.faults import Faults

DEFAULT_REDIRECT_URIS = ("http://localhost:3000", "http://localhost:17563")


@dataclass(frozen=True)
class Running:
    """A sandbox at work: its addresses, its two demo applications, its people."""

    # No repr: of a private sandbox, who knows its addresses may use it.
    id_url: str = field(repr=False)  # in place of https://id.twitch.tv/oauth2
    api_url: str = field(repr=False)  # in place of https://api.twitch.tv/helix
    address: str = field(repr=False)  # what both begin with
    public_address: str = field(repr=False)  # the same behind the proxy; "" without one
    client_id: str
    public_client_id: str
    redirect_uris: tuple[str, ...]  # registered; the first is where a mismatch ends
    users: tuple[Person, ...]
    _server: "Server" = field(repr=False)
    _state: "State" = field(repr=False)
    _faults: "Faults" = field(repr=False)

    @property
    def client_secret(self) -> str:
        """The secret that is valid now, also if another process asked for a new one.

        If the state file is in trouble, the last one that was seen.
        """
        return self._state.app(public=False).secret or ""

    def new_secret(self) -> str:
        """Give the application another secret, as the developer console does, and return it.

        The old one stops working at once, in every process on the same state file; tokens
        stay alive. Raises StateError if the state file cannot be written.
        """
        return self._state.new_secret()

    def expire(self, access_token: str) -> None:
        """End the token's life now, as if its `expires_in` seconds had passed.

        Raises StateError if the state file cannot be written.
        """
        self._state.expire(access_token)

    def fault(self, name: str) -> None:
        """Ask the API for trouble: "503 once", "429 now" or "slow"; "" ends it.

        helpers.sandbox.server.faults says what each does. Raises ValueError for another name.
        """
        self._faults.ask(name)

    def stop(self) -> str:
        """Stop serving, and return when the port is free. May be called twice.

        Returns what is wrong with the state file in the end: a sentence, mostly an empty one.
        """
        self._server.stop()
        return self._state.close()


def start(
    state: Path | None = None,
    *,
    port: int = 0,
    redirect_uris: Sequence[str] = (),
    clock: Callable[[], float] = time.time,
    seed: int | None = None,
    rate_limit: int | None = 800,
    reset: bool = False,
    private: bool = False,
    proxy: str = "",
) -> Running:
    """Start a sandbox in a thread and return once it answers.

    `state` is the file that keeps applications, tokens and consents (None: memory only);
    several processes may use it at once. `port` 0 is any free one. `redirect_uris` are
    registered before the default ones, for this start. `clock` returns Unix seconds. With a
    `seed`, the same calls give the same tokens. `rate_limit` is in API calls a minute (None: no
    limit). `reset` empties the state file first, also for other processes that use it.

    `private`: every address begins with a part that nobody can guess, another one at each start;
    without it, who else has an account on this computer could sign in here. `proxy` is the
    address of a jupyter-server-proxy (https://hub.example/user/NAME/proxy, or …/proxy/absolute):
    browsers then reach the pages there, too, below /<port>.

    Raises StateError if the file cannot be used, OSError if the port is taken, ValueError for a
    redirect URI without http(s) and host.
    """
    import secrets

    from helpers import loopback
    from helpers.sandbox import app
    from helpers.sandbox.memory.state import State
    from helpers.sandbox.memory.values import Values
    from helpers.sandbox.server import addresses
    from helpers.sandbox.server.context import Context
    from helpers.sandbox.server.faults import Faults
    from helpers.sandbox.server.rate_limit import RateLimit

    registered = _registered(redirect_uris)
    memory = State(state, clock, Values(seed), reset=reset)
    try:
        # The proxy looks for "localhost", which is either; nobody else may sit on the other one.
        sockets = loopback.bind(port, ("127.0.0.1", "::1") if proxy else ("127.0.0.1",))
        port = sockets[0].getsockname()[1]
        limit = RateLimit(rate_limit, clock)
        faults = Faults(limit)
        key, first_part = secrets.token_bytes(32), _unguessable() if private else ""
        context = Context(port, memory, registered, limit, faults, key, first_part, proxy)
        server = loopback.serve(app.build(context), sockets)
    except BaseException:
        memory.close()
        raise
    return Running(
        id_url=f"{context.address}/oauth2",
        api_url=f"{context.address}/helix",
        address=context.address,
        public_address=addresses.behind(proxy, port, first_part),
        client_id=memory.app(public=False).client_id,
        public_client_id=memory.app(public=True).client_id,
        redirect_uris=registered,
        users=PEOPLE,
        _server=server,
        _state=memory,
        _faults=faults,
    )


def _unguessable() -> str:
    """Return 155 bits from `secrets`, in the shape of a token: so they are hidden like one."""
    from helpers.sandbox.memory.values import Values

    part = Values().text("first part")
    has_both = not part.isalpha() and not part.isdecimal()  # nearly always
    return part if has_both else _unguessable()


def _registered(given: Sequence[str]) -> tuple[str, ...]:
    for uri in given:
        if not uri.startswith(("http://", "https://")) or any(c in uri for c in " ;,#\r\n"):
            raise ValueError(f"{uri!r} cannot be registered as a redirect URI.")
    return tuple(dict.fromkeys([*given, *DEFAULT_REDIRECT_URIS]))
