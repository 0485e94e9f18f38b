"""A redirect URI behind a hub's proxy: which one is, and what it changes."""

import pytest

from helpers import wire
from helpers.errors import SettingError
from helpers.redirect import uri
from helpers.wire import embedded
from helpers.wire.redirect_uri import registered_redirect_uri
from tests.ports import is_free, needs_ipv6

HUB = "https://hub.example/user/ada/proxy"


def set_to(monkeypatch, redirect_uri: str) -> None:
    monkeypatch.setenv("TWITCH_COURSE_REDIRECT_URI", redirect_uri)


@pytest.mark.parametrize(
    ("redirect_uri", "host", "origin", "port", "paths"),
    [
        (f"{HUB}/3000/", "hub.example", "https://hub.example", 3000, {"/"}),
        (f"{HUB}/3000", "hub.example", "https://hub.example", 3000, {"/"}),
        (f"{HUB}/3000/back", "hub.example", "https://hub.example", 3000, {"/back"}),
        (f"{HUB}/absolute/17563/", "hub.example", "https://hub.example", 17563, set()),
        ("https://Hub.Example:443/proxy/1/", "hub.example", "https://hub.example", 1, {"/"}),
        ("https://hub.example:8443/proxy/9/", "hub.example:8443", "https://hub.example:8443", 9,
         {"/"}),
        ("http://localhost:8888/proxy/3000/", "localhost:8888", "http://localhost:8888", 3000,
         {"/"}),
    ],
)  # fmt: skip
def test_it_is_waited_for_on_this_computer(monkeypatch, redirect_uri, host, origin, port, paths):
    set_to(monkeypatch, redirect_uri)
    assert wire.is_proxied()
    read = uri.read(redirect_uri)
    assert read.host == host
    assert set(read.hosts) == {host, f"localhost:{port}", f"127.0.0.1:{port}"}
    assert (read.origin, read.port) == (origin, port)
    assert read.listen_at == ("127.0.0.1", "::1")
    public = "/" + redirect_uri.split("/", 3)[3]
    assert set(read.paths) == {public, *paths}
    assert registered_redirect_uri() == redirect_uri


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "http://localhost:3000",
        "http://localhost:3000/proxy",
        "http://localhost:3000/proxy/",
        "http://localhost:3000/proxy/now/",
        "http://localhost:3000/myproxy/3000/",
        "https://hub.example/?/proxy/3000/",
        "https://hub.example/user/ada/proxy/host:3000/",
        "not an address",
    ],
)
def test_any_other_is_none(monkeypatch, redirect_uri):
    set_to(monkeypatch, redirect_uri)
    assert not wire.is_proxied()
    assert wire.for_browser("http://127.0.0.1:9/x") == "http://127.0.0.1:9/x"


@pytest.mark.parametrize("port", ["0", "65536", "99999999999999"])
def test_a_port_that_is_none_is_a_sentence(monkeypatch, port):
    set_to(monkeypatch, f"{HUB}/{port}/")
    with pytest.raises(SettingError, match="the port behind /proxy/ is not a number from 1 to"):
        registered_redirect_uri()
    with pytest.raises(SettingError, match="the port behind /proxy/"):
        uri.read(f"{HUB}/{port}/")
    assert not wire.is_proxied()


PLAIN = "http://hub.example/user/ada/proxy/3000/"


def test_over_plain_http_only_practice_comes_back(monkeypatch):
    assert uri.read(PLAIN).origin == "http://hub.example"
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    with pytest.raises(SettingError, match="Register the one with https://"):
        uri.read(PLAIN)
    assert uri.read(f"{HUB}/3000/").origin == "https://hub.example"
    assert uri.read("http://localhost:8888/proxy/3000/").port == 3000
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", "http://127.0.0.1:9/oauth2")
    assert uri.read(PLAIN).origin == "http://hub.example"
    monkeypatch.setenv("TWITCH_COURSE_MODE", "sandbox")
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", "https://login.example/oauth2")
    with pytest.raises(SettingError, match="could read what Twitch sends back"):
        uri.read(PLAIN)


def test_an_address_of_the_sandbox_is_another_one_for_the_browser(monkeypatch):
    set_to(monkeypatch, f"{HUB}/3000/")
    running = embedded.sandbox()
    port, _, part = running.address.rpartition(":")[2].partition("/")
    behind = f"{HUB}/{port}/{part}"
    assert wire.for_browser(f"{running.id_url}/authorize?a=b") == f"{behind}/oauth2/authorize?a=b"
    assert wire.for_browser(running.address) == behind
    for other in (f"{running.address}x/", f"http://127.0.0.1:{port}/", "https://id.twitch.tv", ""):
        assert wire.for_browser(other) == other
    set_to(monkeypatch, "http://localhost:3000")
    assert wire.for_browser(running.id_url) == running.id_url


@needs_ipv6
def test_nobody_else_can_sit_on_the_other_address_that_a_proxy_may_mean(monkeypatch):
    set_to(monkeypatch, f"{HUB}/3000/")
    port = int(embedded.sandbox().address.split(":")[2].partition("/")[0])
    assert not is_free(port, ["::1"])
    assert not is_free(port, ["127.0.0.1"])


def test_no_sandbox_is_started_to_tell_an_address(monkeypatch, home):
    set_to(monkeypatch, f"{HUB}/3000/")
    assert wire.for_browser("http://127.0.0.1:9/x") == "http://127.0.0.1:9/x"
    assert not home.exists()


def test_the_kernels_sandbox_is_a_private_one(sandbox):
    part = sandbox.address.rpartition("/")[2]
    assert len(part) == 30
    open_address = f"{sandbox.address.removesuffix(part)}oauth2/keys"
    assert wire.send("GET", open_address).status_code == 404
    assert wire.send("GET", f"{sandbox.id_url}/keys").status_code == 200
    assert sandbox.id_url == wire.twitch().id_url
    assert part not in repr((sandbox, wire.is_proxied()))
