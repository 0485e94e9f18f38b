"""Binding a port on this computer alone, on one of its addresses or on both."""

import errno
import socket

import pytest

from helpers import loopback
from tests.ports import BOTH, is_free, needs_ipv6


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "localhost", "example.com", ""])
def test_only_loopback_addresses(host):
    with pytest.raises(ValueError):
        loopback.bind(0, ["127.0.0.1", host])


def test_several_hosts_share_one_port():
    sockets = loopback.bind(0, BOTH)
    assert len({each.getsockname()[1] for each in sockets}) == 1
    for each in sockets:
        each.close()


def test_a_busy_port_is_an_error_and_leaves_nothing_bound():
    (taken,) = loopback.bind(0)
    port = taken.getsockname()[1]
    for hosts in (BOTH, ("::1", "127.0.0.1")):
        with pytest.raises(OSError) as caught:
            loopback.bind(port, hosts)
        assert caught.value.errno == errno.EADDRINUSE
    taken.close()
    assert is_free(port)


@needs_ipv6
def test_a_port_busy_on_ipv6_alone_is_an_error():
    (taken,) = loopback.bind(0, ["::1"])
    port = taken.getsockname()[1]
    with pytest.raises(OSError) as caught:
        loopback.bind(port, BOTH)
    assert caught.value.errno == errno.EADDRINUSE
    taken.close()
    assert is_free(port)


@pytest.mark.parametrize("code", [errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL])
def test_without_ipv6_there_is_one_socket(monkeypatch, code):
    real = loopback._listen

    def listen(host: str, port: int) -> socket.socket:
        if ":" in host:
            raise OSError(code, "no IPv6")
        return real(host, port)

    monkeypatch.setattr(loopback, "_listen", listen)
    (only,) = loopback.bind(0, BOTH)
    only.close()
    with pytest.raises(OSError):
        loopback.bind(0, ["::1"])


def test_another_port_is_tried_when_ipv6_has_the_first_one(monkeypatch):
    real = loopback._listen
    tries = []

    def listen(host: str, port: int) -> socket.socket:
        if ":" in host:
            tries.append(port)
            raise OSError(errno.EADDRINUSE, "busy")
        return real(host, port)

    monkeypatch.setattr(loopback, "_listen", listen)
    with pytest.raises(OSError):
        loopback.bind(0, BOTH)
    assert len(set(tries)) > 1
    assert is_free(tries[0], ["127.0.0.1"])
