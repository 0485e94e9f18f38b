"""One reading of an address, for everybody who asks, opens or shows one."""

import pytest
import requests
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import wire
from helpers.course import scripted_learner
from helpers.errors import BadAddress, CourseError
from helpers.helix import pictures
from helpers.views.form import link_button
from helpers.wire.address import is_loopback, parse, port_of, server_address, web_address
from helpers.wire.connection import Adapter

# What looks like this computer, or like an address at all, and is neither: (address, why not).
REFUSED = [
    ("", "empty"),
    ("http://evil.test\\@localhost:9", "backslash"),
    ("http://localhost:9\\@evil.test", "backslash"),
    ("http://localhost\\.evil.test", "backslash"),
    ("http://localhost@evil.test", "@"),
    ("http://evil.test@localhost", "@"),
    ("http://user:password@localhost:9", "@"),
    ("http://@localhost", "@"),
    ("http://localhost:9;@evil.test", "@"),
    ("https://id.twitch.tv@evil.test/oauth2", "@"),
    ("javascript:alert(1)", "http://"),
    ("javascript://localhost/%0aalert(1)", "http://"),
    ("data:text/html,x", "http://"),
    ("file:///etc/passwd", "http://"),
    ("ftp://localhost", "http://"),
    ("httpx://localhost", "http://"),
    ("localhost:9", "http://"),
    ("//localhost:9", "http://"),
    ("http:/localhost", "http://"),
    ("http:localhost", "http://"),
    ("http:///localhost", "host"),
    ("http://", "host"),
    ("http://?x=@localhost", "host"),
    ("http://:80", "host"),
    ("http://[::1", "host or its port"),
    ("http://[::1]evil.test", "host or its port"),
    ("http://[::1]@evil.test", "@"),
    ("http://[::1%25lo]", "%"),
    ("http://[::999.1.1.1]", "host"),
    ("http://[localhost]", "host or its port"),
    ("http://localhost%2eevil.test", "%"),
    ("http://localhost%00.evil.test", "%"),
    ("http://%6cocalhost", "%"),
    ("http://localhost..", "host"),
    ("http://localhost.", "host"),
    ("http://.localhost", "host"),
    ("http://-localhost", "host"),
    ("http://local*host", "host"),
    ("http://local,host", "host"),
    ("http://localhost:0", "port"),
    ("http://localhost:65536", "host or its port"),
    ("http://localhost:99999999999", "host or its port"),
    ("http://localhost:-1", "host or its port"),
    ("http://localhost:abc", "host or its port"),
    ("http://localhost:80:90", "host or its port"),
    ("http://localhost:٣", "letter"),
    ("http://127.1", "host"),
    ("http://127.0.1", "host"),
    ("http://0x7f.1", "host"),
    ("http://0x7f000001", "host"),
    ("http://2130706433", "host"),
    ("http://017700000001", "host"),
    ("http://127.0.0.01", "host"),
    ("http://127.0.0.1.", "host"),
    ("http://127.0.0.256", "host"),
    ("http://ⓛocalhost", "letter"),
    ("http://localhost\u3002evil.test", "letter"),
    ("http://localhost\u200b", "letter"),
    ("\ufeffhttp://localhost", "letter"),
    ("http://lоcalhost", "letter"),  # a Cyrillic o
    ("http://localhost\ud800", "letter"),
    ("http://localhost\x00", "letter"),
    ("http://localhost\x7f", "letter"),
    ("http://local host", "blank"),
    (" http://localhost", "blank"),
    ("http://localhost\n", "blank"),
    ("http://localhost\t.evil.test", "blank"),
    ("http://localhost/\r\nHost:x", "blank"),
    ('"http://localhost"', "quotes"),
    ("“http://localhost”", "quotes"),
    ("'http://localhost'", "quotes"),
    (f"https://{'a' * 300}", "host"),
    (f"https://{'a' * 64}.test", "host"),
    (f"https://{'a.' * 150}test", "host"),
]
ELSEWHERE = [
    "http://example.org",
    "http://localhost.evil.test",
    "http://127.0.0.1.evil.test",
    "http://evil.test/?http://localhost",
    "http://evil.test#@localhost",
    "http://evil.test?@localhost",
    "http://192.168.0.7:3000",
    "http://0.0.0.0",
    "http://169.254.169.254",
    "http://[::]",
    "http://[::ffff:127.0.0.1]",
    "http://[::2]",
    "http://128.0.0.1",
]
HERE = [
    "http://localhost",
    "http://localhost:3000/a?b#c",
    "HTTP://LOCALHOST:80",
    "https://localhost",
    "http://127.0.0.1:9",
    "http://127.8.9.1",
    "http://[::1]:3000",
    "http://[0:0:0:0:0:0:0:1]",
    "http://localhost?@evil.test",
    "http://localhost#@evil.test",
    "http://localhost/@evil.test",
]


@pytest.mark.parametrize(("address", "why"), REFUSED)
def test_what_is_no_address_is_refused_with_its_reason(address, why):
    with pytest.raises(BadAddress) as caught:
        parse(address)
    assert why in caught.value.reason
    assert address == "" or address not in str(caught.value)
    assert not is_loopback(address)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_another_computer_is_never_this_one(address):
    assert not is_loopback(address)
    with pytest.raises(BadAddress, match="neither https:// nor on this computer"):
        web_address(address)
    assert web_address(address.replace("http://", "https://", 1))


@pytest.mark.parametrize("address", HERE)
def test_this_computer_has_several_names(address):
    assert is_loopback(address)
    assert web_address(address) == address


@pytest.mark.parametrize("given", [None, 7, ["http://localhost"], b"http://localhost", {}])
def test_what_is_no_text_is_no_address(given):
    assert not is_loopback(given)


def test_a_port_is_known_where_none_is_written():
    ports = ["http://localhost", "https://localhost", "http://localhost:", "http://localhost:081"]
    assert [port_of(parse(each)) for each in ports] == [80, 443, 80, 81]


HOSTS = ["http://", "https://", "localhost", "127.0.0.1", "[::1]", "evil.test", "//"]
SIGNS = [*"@\\/?#:%.;[]\tß。x", ":9", ":80", "%2e", "%00"]
PIECES = st.sampled_from([*HOSTS, *SIGNS])


@given(st.lists(PIECES, max_size=7).map("".join))
@example("http://evil.test\\@localhost:9")
def test_the_check_and_the_connection_see_the_same_host(text):
    """Whatever passes: requests connects to the very host and port that were looked at."""
    try:
        checked = server_address(text)
    except BadAddress:
        return
    prepared = requests.Request("GET", text).prepare()
    parts, _ = Adapter().build_connection_pool_key_attributes(prepared, True)
    host = parts["host"]
    assert (checked.host or "").strip("[]") == host
    assert port_of(checked) == (parts["port"] or (443 if parts["scheme"] == "https" else 80))
    assert checked.scheme == "https" or host in ("localhost", "127.0.0.1", "::1")


# --- everybody asks it -----------------------------------------------------------------------

TRICKS = ["http://evil.test\\@localhost:9", "javascript:alert(1)", "http://example.org"]


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_is_sent_there(trick):
    with pytest.raises(BadAddress):
        wire.send("GET", trick)


@pytest.mark.parametrize("trick", [*TRICKS, "http://[::1", "https://example.org"])
def test_the_scripted_learner_does_not_go_there(trick):
    for go in (scripted_learner.authorize, scripted_learner.activate):
        with pytest.raises(CourseError, match="only signs in to the sandbox"):
            go(trick)


@pytest.mark.parametrize("trick", TRICKS)
def test_no_picture_comes_from_there(trick):
    assert "neither https nor on this computer" in pictures.fetch(trick).problem


@pytest.mark.parametrize("trick", TRICKS)
def test_no_link_leads_there(trick):
    with pytest.raises(BadAddress):
        link_button(trick, "Enter the code")
