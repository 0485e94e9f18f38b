"""Connections that keep their time limits, however slow the name service or the server is.

By itself urllib3 limits each single piece that it waits for. A server that sends one byte a
second is never late that way, and the search for a name has no limit at all.
"""

import io
import socket
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from http.client import HTTPException, HTTPResponse
from queue import Empty, SimpleQueue
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, ProxyError


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
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._raw.readinto(buffer)

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
    sock: socket.socket | None

    def _new_conn(self) -> socket.socket:
        try:
            return _within(self.timeout, super()._new_conn)  # type: ignore[misc]
        except Empty:
            raise TimeoutError from None

    def _tunnel(self) -> None:
        try:
            super()._tunnel()  # type: ignore[misc]
        except (OSError, HTTPException) as problem:  # urllib3 blames the server for most of them
            raise ProxyError("No way through the proxy.", problem) from None

    def connect(self) -> None:
        try:
            super().connect()  # type: ignore[misc]
        except TimeoutError:  # also in the middle of a TLS handshake
            raise ConnectTimeoutError(self, "No connection in time.") from None

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock:  # kept: it still has what was left of the time of the answer before
            self.sock.settimeout(self.timeout)
        super().request(*args, **kwargs)  # type: ignore[misc]


@lru_cache
def _punctual(kind: type) -> type:
    return type(f"Punctual{kind.__name__}", (_Punctual, kind), {})


def _within(seconds: float, connect: Callable[[], socket.socket]) -> socket.socket:
    """Return what `connect` returns, or raise what it raises; Empty when the time is over.

    It runs in a thread: nothing else can leave a search for a name, not even the stop button.
    """
    outcome: SimpleQueue[socket.socket | Exception] = SimpleQueue()
    left = threading.Event()

    def run() -> None:
        try:
            connected = connect()
        except Exception as problem:
            outcome.put(problem)
            return
        outcome.put(connected)
        if left.is_set():
            connected.close()

    threading.Thread(target=run, daemon=True).start()
    try:
        found = outcome.get(timeout=seconds)
    except BaseException:
        left.set()
        raise
    if isinstance(found, Exception):
        raise found
    return found
