"""Settings that cannot be used: each is named, with its cure, before anything is sent."""

import pytest

from helpers import settings, wire
from helpers.errors import NoConnection, SettingError
from helpers.wire import embedded
from tests.wire.bad_server import closed_port
from tests.wire.tls import Certificates, tls_server

PASSWORD = "marker0secret"
URLS = ("TWITCH_COURSE_ID_URL", "TWITCH_COURSE_API_URL")
REDIRECT = "TWITCH_COURSE_REDIRECT_URI"
PROXY = "HTTPS_PROXY"

# (the variable, its value, words of the sentence)
SETTINGS = [
    *[
        (name, value, words)
        for name in URLS
        for value, words in [
            ("id.twitch.tv/oauth2", "does not begin with http:// or https://"),
            ("localhost:8080", "does not begin with"),
            ("ftp://localhost/oauth2", "does not begin with"),
            ("http://example.org/oauth2", "neither https:// nor on this computer"),
            ("http://[::1", "host or its port"),
            (f"https://{'a' * 300}/oauth2", "host is neither"),
            ('"https://id.twitch.tv/oauth2"', "quotes around it"),
            ("“https://id.twitch.tv/oauth2”", "quotes around it"),
            ("https://id.twitch.tv/oauth2 ", "a blank"),
            (" https://id.twitch.tv/oauth2", "a blank"),
            ("https://id.twitch.tv\\@localhost", "a backslash"),
            (f"https://me:{PASSWORD}@id.twitch.tv", "a user name"),
            ("https://id.twitch.tv:0", "port is not a number"),
            ("https://id.twitch.tv:99999", "its port"),
            ("https://id.twitch.tv/oauth2?x=y", "a ? or a #"),
            ("https://id.twitch.tv/oauth2#x", "a ? or a #"),
            ("https://ïd.twitch.tv", "a letter in it"),
            ("https://twitch..tv", "host is neither"),
        ]
    ],
    (REDIRECT, "localhost:3000", "does not begin with http:// or https://"),
    (REDIRECT, "'http://localhost:3000'", "quotes around it"),
    (REDIRECT, "http://localhost:3000 ", "a blank"),
    (REDIRECT, "http://localhost:3000/#done", "a #"),
    (REDIRECT, "http://localhost:abc", "its port"),
    (REDIRECT, "http://localhost:0", "port is not a number"),
    (REDIRECT, "http://[::1", "host or its port"),
    (REDIRECT, "javascript:alert(1)", "does not begin with"),
    (REDIRECT, "http://localhost:3000;x", "its port"),
    (REDIRECT, "http://localhost:3000/a,b", "cannot be registered"),
    (REDIRECT, f"http://me:{PASSWORD}@localhost:3000", "a user name"),
    (PROXY, "http://", "its host"),
    (PROXY, "http://[::1", "its host or its port"),
    (PROXY, "http://proxy.test:99999", "its host or its port"),
    (PROXY, "http://proxy.test:0", "port is not a number"),
    (PROXY, "htp://proxy.test:8080", "does not begin with"),
    (PROXY, "ftp://proxy.test:8080", "does not begin with"),
    (PROXY, '"http://proxy.test:8080"', "a letter in it|quotes around it"),
    (PROXY, "http://proxy test:8080", "a blank"),
    (PROXY, f"http://me:{PASSWORD}@pro xy:8080", "a blank"),
    (PROXY, f"http://me:{PASSWORD}@", "its host"),
    (PROXY, f"me:{PASSWORD}@proxy..test:8080", "its host"),
    (PROXY, "nonsense:proxy:1", "its host or its port"),
    (PROXY, "socks5://proxy.test:1080", "pip install pysocks"),
    ("https_proxy", "socks5h://proxy.test:1080", "pip install pysocks"),
    ("ALL_PROXY", "socks4://proxy.test:1080", "pip install pysocks"),
    ("all_proxy", "http://proxy..test", "its host"),
    ("REQUESTS_CA_BUNDLE", "/no/such/file.pem", "does not exist"),
    ("REQUESTS_CA_BUNDLE", '"/etc/hosts"', "does not exist"),
    ("REQUESTS_CA_BUNDLE", "/" + "a" * 5000, "does not exist"),
    ("CURL_CA_BUNDLE", "no-such-file.pem", "does not exist"),
]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("name", "value", "words"), SETTINGS)
def test_a_setting_that_cannot_be_used_is_named(monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as caught:
        _use(name)
    said = str(caught.value)
    assert said.startswith(name)
    assert any(each in said for each in words.split("|"))
    assert said.endswith(f"{settings.AGAIN}.")
    assert PASSWORD not in said
    assert "older" not in said  # no cure about folders


def _use(name: str) -> None:
    if name == REDIRECT:
        embedded.sandbox()
    elif name in URLS:
        wire.twitch()
    else:
        wire.send("GET", "https://id.example/oauth2/validate")


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
@pytest.mark.parametrize("content", [b"", b"no certificate", b"\xff\x00", b"-----BEGIN CERTIFIC"])
def test_a_file_without_certificates_is_named(monkeypatch, tmp_path, name, content):
    file = tmp_path / "bundle.pem"
    file.write_bytes(content)
    with tls_server(Certificates(tmp_path).server()) as (base, _):
        monkeypatch.setenv(name, str(file))
        with pytest.raises(SettingError, match=f"^{name} names .*no certificates") as caught:
            wire.send("GET", base)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NO_PROXY", "[::1"),
        ("NO_PROXY", "999.1.2.3/99,*,,;"),
        ("NO_PROXY", "ïd.example"),
        ("HTTPS_PROXY", ""),
        ("REQUESTS_CA_BUNDLE", ""),
    ],
)
def test_an_odd_value_that_does_no_harm_does_none(monkeypatch, tmp_path, name, value):
    made = Certificates(tmp_path)
    monkeypatch.setenv("CURL_CA_BUNDLE", str(made.authority))
    monkeypatch.setenv(name, value)
    with tls_server(made.server()) as (base, _):
        assert wire.send("GET", base).ok


@pytest.mark.parametrize("odd", ["[::1", "192.0.2.1/99", "192.0.2.1/x/y", "*.", ",;,", "ï", "/"])
def test_an_odd_no_proxy_leads_through_the_proxy(monkeypatch, odd):
    monkeypatch.setenv("NO_PROXY", odd)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(NoConnection, match="which HTTPS_PROXY names, did not answer"):
        wire.send("GET", "https://192.0.2.1")


def test_a_setting_counts_from_the_next_request_on(monkeypatch, tmp_path):
    made = Certificates(tmp_path)
    with tls_server(made.server()) as (base, _):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(made.authority))
        assert wire.send("GET", base).ok
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file")
        with pytest.raises(SettingError):
            wire.send("GET", base)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(made.authority))
        assert wire.send("GET", base).ok
