"""The redirect URI as a browser asks for it: taken so, or refused at once."""

import pytest
import requests

from helpers.course import scripted_learner
from helpers.errors import SettingError
from helpers.grants import implicit
from helpers.redirect import uri
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Waiting
from tests.ports import free_port

# (redirect URI, what a browser sends as Host, the path that it asks for)
NORMALISED = [
    ("http://localhost:3000", "localhost:3000", "/"),
    ("http://localhost:3000/", "localhost:3000", "/"),
    ("http://LOCALHOST:3000/A", "localhost:3000", "/A"),
    ("HTTP://localhost:3000", "localhost:3000", "/"),
    ("http://localhost", "localhost", "/"),
    ("http://localhost:80/x", "localhost", "/x"),
    ("http://localhost:", "localhost", "/"),
    ("http://localhost:03000", "localhost:3000", "/"),
    ("http://127.0.0.1:3000", "127.0.0.1:3000", "/"),
    ("http://[::1]:3000", "[::1]:3000", "/"),
    ("http://[0:0:0:0:0:0:0:1]:3000", "[::1]:3000", "/"),
    ("http://[::0001]", "[::1]", "/"),
    ("http://localhost:3000/a/../b", "localhost:3000", "/b"),
    ("http://localhost:3000/a/./b", "localhost:3000", "/a/b"),
    ("http://localhost:3000/%61%20b", "localhost:3000", "/a b"),
    ("http://localhost:3000/{id}", "localhost:3000", "/{id}"),
    ("http://localhost:3000/x?y=z", "localhost:3000", "/x"),
    ("http://localhost:3000?y=z", "localhost:3000", "/"),
]
REFUSED = [
    ("", "it is empty"),
    ("x", "does not begin with http://"),
    ("localhost:3000", "does not begin with http://"),
    ("'http://localhost:3000'", "quotes around it"),
    ("http://localhost:3000 ", "a blank"),
    ("http://localhost:abc", "its host or its port"),
    ("http://localhost:99999", "its host or its port"),
    ("http://localhost:-1", "its host or its port"),
    ("http://localhost:0", "its port is not a number"),
    ("http://localhost:3000/#", "a # in it"),
    ("http://localhost:3000/#x", "a # in it"),
    ("http://127.8.9.1:3000", "write localhost"),
    ("http://127.1:3000", "its host is neither"),
    ("http://localhost.:3000", "its host is neither"),
    ("http://evil.test\\@localhost:3000", "a backslash"),
    ("http://me:marker0secret@localhost:3000", "a user name"),
    ("http://localhost:6000", "open no page on port 6000"),
    ("http://localhost:22", "open no page on port 22"),
    ("http://localhost:10080", "open no page on port 10080"),
]
STATE = "state-of-this-sign-in"


@pytest.mark.parametrize(("given", "host", "path"), NORMALISED)
def test_it_is_read_as_a_browser_reads_it(given, host, path):
    read = uri.read(given)
    assert (read.hosts, read.origin, read.paths) == ((host,), f"http://{host}", (path,))


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_where_no_browser_can_arrive_nobody_waits(given, words):
    with pytest.raises(SettingError) as caught:
        Listener(given, Waiting(STATE, implicit.parse_redirect))
    assert words in str(caught.value)
    assert "Correct TWITCH_COURSE_REDIRECT_URI" in str(caught.value)
    assert "marker0secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("http://LOCALHOST:{port}/Back", "http://localhost:{port}/Back"),
        ("http://localhost:{port}/a%7Bb%7D/%63", "http://localhost:{port}/a{{b}}/c"),
        ("http://localhost:{port}/a/../b", "http://localhost:{port}/b"),
        ("http://127.0.0.1:{port}?x=y", "http://127.0.0.1:{port}/?x=y"),
        ("http://[0:0::1]:{port}", "http://[::1]:{port}/"),
    ],
)
def test_the_browser_arrives_there(given, asked):
    port = free_port()
    waiting = Waiting(STATE, implicit.parse_redirect)
    listener = Listener(given.format(port=port), waiting)
    try:
        page = requests.get(asked.format(port=port), timeout=5)
        assert (page.status_code, "Back from Twitch" in page.text) == (200, True)
        address = f"{given.format(port=port)}#access_token=abc&state={STATE}"
        scripted_learner.open_redirect_page(address, port)
    finally:
        listener.close()
    assert waiting.arrived.access_token == "abc"
