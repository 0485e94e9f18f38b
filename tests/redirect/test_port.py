"""Where the redirect page waits, how long, and who else may be there."""

import errno
import socket
import threading

import pytest

from helpers import loopback
from helpers.errors import PortBusy, SettingError
from helpers.redirect import listener as listener_module
from helpers.redirect.listener import Listener
from tests.ports import free_port, is_free
from tests.redirect.arrivals import wait_until_free


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6], ids=["127.0.0.1", "::1"])
def test_a_busy_port_is_one_sentence(waiting, family):
    host = "127.0.0.1" if family == socket.AF_INET else "::1"
    try:
        other = socket.create_server((host, 0), family=family)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with other, pytest.raises(PortBusy, match="already listens on port") as caught:
        Listener(f"http://localhost:{other.getsockname()[1]}", waiting)
    assert "do not authorize now" in str(caught.value)
    assert "06_device_code" in str(caught.value)


FORBIDDEN = dict.fromkeys([errno.EACCES, errno.EPERM, 10013], "this computer keeps it for others")


@pytest.mark.parametrize(
    ("number", "why"), [*FORBIDDEN.items(), (errno.EADDRNOTAVAIL, "No such address")]
)
def test_a_port_that_may_not_be_used_is_not_called_busy(waiting, monkeypatch, number, why):
    def refuse(*args: object) -> None:
        raise OSError(number, "No such address")

    monkeypatch.setattr(loopback, "bind", refuse)
    with pytest.raises(SettingError, match=f"cannot wait on port 80: {why}"):
        Listener("http://localhost", waiting)


@pytest.mark.parametrize(
    "uri", ["https://hub.example/callback", "http://192.168.0.7:3000", "https://localhost:3000"]
)
def test_a_redirect_uri_elsewhere_is_never_listened_at(waiting, uri):
    with pytest.raises(SettingError, match="cannot wait there"):
        Listener(uri, waiting)


def test_it_listens_on_this_computer_only(page):
    port = int(page.rpartition(":")[2])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent
        own = probe.getsockname()[0]
    with pytest.raises(OSError):
        socket.create_connection((own, port), timeout=2).close()


def test_it_stops_by_itself_when_the_time_is_over(waiting, monkeypatch):
    monkeypatch.setattr(listener_module, "WAIT_SECONDS", 0.05)
    over = threading.Event()
    uri = f"http://localhost:{free_port()}"
    Listener(uri, waiting, on_timeout=over.set)
    assert over.wait(5)
    wait_until_free(uri)


def test_closing_frees_the_port_at_once_even_with_a_visitor_who_says_nothing(waiting):
    uri = f"http://localhost:{free_port()}"
    listener = Listener(uri, waiting)
    with socket.create_connection(("127.0.0.1", listener.port)) as visitor:
        visitor.sendall(b"GET / HTTP/1.1\r\nHost: ")
        listener.close()
        assert is_free(listener.port)
        listener.close()  # twice does no harm


def test_five_minutes_is_the_limit():
    assert listener_module.WAIT_SECONDS == 300
