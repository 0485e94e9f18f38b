"""Ports of this computer, on both of its loopback addresses."""

import socket
from collections.abc import Iterable

import pytest

from helpers import loopback

BOTH = ("127.0.0.1", "::1")


def free_port() -> int:
    """Return a port on which nobody listens."""
    sockets = loopback.bind(0, BOTH)
    port: int = sockets[0].getsockname()[1]
    for each in sockets:
        each.close()
    return port


def is_free(port: int, hosts: Iterable[str] = BOTH) -> bool:
    try:
        for each in loopback.bind(port, hosts):
            each.close()
    except OSError:
        return False
    return True


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not _has_ipv6(), reason="no IPv6 here")
