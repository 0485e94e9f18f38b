"""Connections that keep their time limits, however slow the name service or the server is.

By itself urllib3 limits each single piece that it waits for. A server that sends one byte a
second is never late that way, and the search for a name has no limit at all.
"""

import io
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from http.client import HTTPException, HTTPResponse
from queue import SimpleQueue
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, ProxyError

from helpers.patience import soon, steps


class Adapter(HTTPAdapter):
    """What requests sends with: it keeps open connections, but no cookies and no passwords."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return the connections to a server (or through a proxy), made punctual."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        if not issubclass(pool.ConnectionCls, _Punctual):
            pool.ConnectionCls = _punctual(pool.ConnectionCls)
        return pool


class _Reader(io.RawIOBase):
    """Reads from a socket for as long as its timeout says, however many pieces come."""

    def __init__(self, raw: io.RawIOBase, connected: socket.socket) -> None:
        self._raw = raw
        self._socket = connected
        self._until = time.monotonic() + (connected.gettimeout() or 0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        for seconds in steps(self._until - time.monotonic()):
            self._socket.settimeout(seconds)
            with suppress(TimeoutError):  # the raw file would read no more after one
                return self._socket.recv_into(buffer)
        raise TimeoutError

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    def __init__(self, connected: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(connected, *args, **kwargs)
        self.fp = io.BufferedReader(_Reader(self.fp.detach(), connected))


class _Punctual:
    """Goes before a connection class of urllib3."""

    response_class = _Answer
    timeout: float
    close: Callable[[], None]
    sock: socket.socket | None
    proxy: Any
    _through = False  # the proxy, to the server

    def _tunnel(self) -> None:
        try:
            super()._tunnel()  # type: ignore[misc]
        except (OSError, HTTPException) as problem:  # urllib3 blames the server for most of them
            raise ProxyError("No way through the proxy.", problem) from None
        self._through = True

    def connect(self) -> None:
        try:
            _within(self.timeout, super().connect, self.close)  # type: ignore[misc]
        except TimeoutError as problem:  # also in the middle of a TLS handshake
            if self.proxy and not self._through:
                raise ProxyError("No way through the proxy.", problem) from None
            raise ConnectTimeoutError(self, "No connection in time.") from None

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock:  # kept: it still has what was left of the time of the answer before
            self.sock.settimeout(self.timeout)
        super().request(*args, **kwargs)  # type: ignore[misc]


@lru_cache
def _punctual(kind: type) -> type:
    return type(f"Punctual{kind.__name__}", (_Punctual, kind), {})


def _within(seconds: float, connect: Callable[[], None], close: Callable[[], None]) -> None:
    """Let `connect` run, and raise what it raises; TimeoutError when the time is over.

    It runs in a thread: nothing else can leave a search for a name, not even the stop button.
    What is connected after that is closed: urllib3 has given up the connection by then.
    """
    outcome: SimpleQueue[Exception | None] = SimpleQueue()
    left = threading.Event()

    def run() -> None:
        problem = _problem(connect)
        outcome.put(problem)
        if left.is_set():
            close()

    threading.Thread(target=run, daemon=True).start()
    try:
        problem = soon(outcome, seconds)
    except BaseException:
        left.set()
        raise
    if problem:
        raise problem


def _problem(connect: Callable[[], None]) -> Exception | None:
    try:
        connect()
    except Exception as problem:
        return problem
    return None
