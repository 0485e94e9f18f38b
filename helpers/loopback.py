"""Serves a small web application on this computer alone, from a thread of its own.

Both the sandbox and the listener that receives the user's return are built on it.
"""

import errno
import ipaddress
import logging
import os
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # slow to import: only who serves should wait for them
    import asyncio

    import uvicorn

_PORT_ATTEMPTS = 20  # a free port on IPv4 may be taken on IPv6: then try another one
_KEEP_ALIVE = 60  # seconds that an idle connection stays open for the next request
_QUIET = logging.NullHandler()
_NO_SUCH_ADDRESS = {errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL}


class Server:
    """A running application. `port` is the number that it listens on."""

    def __init__(self, port: int, running: "uvicorn.Server", thread: threading.Thread) -> None:
        self.port = port
        self._running = running
        self._thread = thread

    def stop(self) -> None:
        """Stop, and return when the port is free (within about a second). May be called twice.

        Answers under way get 0.1 s to finish; whoever is still sending a request is cut off.
        Called by the application itself, it returns at once and stops after that answer.
        """
        self._running.force_exit = True  # do not wait for connections that stay open
        self._running.should_exit = True
        if threading.current_thread() is not self._thread:
            self._thread.join()


def bind(port: int, hosts: Sequence[str] = ("127.0.0.1",)) -> list[socket.socket]:
    """Return one listening socket per host, all on the same port (0: any free one).

    "::1" is left out where the computer has no IPv6. Raises ValueError for a host that is not
    a loopback address, OSError when the port is taken or may not be used.
    """
    for host in hosts:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"{host} is not a loopback address, so others could reach it.")
    for _ in range(_PORT_ATTEMPTS - 1):
        try:
            return _bind_all(port, hosts)
        except OSError as problem:
            if port != 0 or problem.errno != errno.EADDRINUSE:
                raise
    return _bind_all(port, hosts)


def serve(app: Any, sockets: Sequence[socket.socket]) -> Server:
    """Serve an ASGI application on sockets from `bind`; return once it accepts connections.

    Raises RuntimeError if the server cannot start.
    """
    import uvicorn

    # Without this, Python's logging prints uvicorn's warnings into the learner's notebook.
    logging.getLogger("uvicorn").addHandler(_QUIET)
    config = uvicorn.Config(
        app,
        http=_one_write_protocol(),
        log_config=None,
        access_log=False,  # an address may hold what nobody should keep
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=1,
    )
    port = sockets[0].getsockname()[1]
    running = uvicorn.Server(config)
    thread = threading.Thread(
        target=running.run, args=(list(sockets),), name=f"loopback:{port}", daemon=True
    )
    thread.start()
    while not running.started:
        if not thread.is_alive():
            _close(sockets)
            raise RuntimeError(f"The server for port {port} could not start.")
        time.sleep(0.001)
    return Server(port, running, thread)


class _JoiningTransport:
    """Sends in one piece what is written in one go.

    uvicorn writes a response's headers and its body separately; as two small packets they can
    wait for each other for 40 ms (Nagle's algorithm against delayed acknowledgement).
    """

    def __init__(self, transport: "asyncio.Transport", loop: "asyncio.AbstractEventLoop") -> None:
        self._transport = transport
        self._loop = loop
        self._pieces: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._pieces and not self._transport.is_closing():
            self._transport.write(b"".join(self._pieces))
        self._pieces.clear()


def _one_write_protocol() -> "type[asyncio.Protocol]":
    import asyncio

    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    class OneWrite(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(_JoiningTransport(transport, asyncio.get_running_loop()))

    return OneWrite


def _bind_all(port: int, hosts: Sequence[str]) -> list[socket.socket]:
    bound: list[socket.socket] = []
    try:
        for host in hosts:
            try:
                bound.append(_listen(host, port))
            except OSError as problem:
                if host == "127.0.0.1" or problem.errno not in _NO_SUCH_ADDRESS:
                    raise
                continue  # no IPv6 on this computer
            port = bound[0].getsockname()[1]
        if not bound:
            raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    except BaseException:
        _close(bound)
        raise
    return bound


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            # A port that was just freed may be bound again at once. (On Windows the same
            # option would let another program take over a port that is in use.)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((host, port))
        opened.listen()
    except BaseException:
        opened.close()
        raise
    return opened


def _close(sockets: Sequence[socket.socket]) -> None:
    for opened in sockets:
        with suppress(OSError):
            opened.close()
