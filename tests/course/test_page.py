"""What a person can read and press on each practice page is all on the page that was read."""

from html.parser import HTMLParser

import pytest

from helpers.course.page import Heading, Link, Page, Text, read
from helpers.sandbox import pages
from helpers.sandbox.memory.people import PEOPLE
from helpers.sandbox.memory.state import App

ME = PEOPLE[0]
APP = App("client", "An <app> & co.", "secret")
SCOPES = ["clips:edit", "openid"]
BACK = "http://localhost:3000"
PAGES = {
    "sign in": lambda: pages.sign_in("go on", "sign-in?a=1&b=2", "t", BACK, note="Try again."),
    "consent": lambda: pages.consent(APP, SCOPES, BACK, "a=1&b=2", ME, "t"),
    "no scopes": lambda: pages.consent(APP, [], BACK, "a=1", ME, "t", note="Out of date."),
    "code": lambda: pages.user_code(ME, "ABCD"),
    "device": lambda: pages.activate(APP, "ABCDEFGH", SCOPES, ME, "t"),
    "connected": lambda: pages.activated(APP, approved=True),
    "not connected": lambda: pages.activated(APP, approved=False),
    "connections": lambda: pages.connections([(APP, SCOPES), (APP, [])], ME, "t"),
    "no connections": lambda: pages.connections([], ME, "t"),
    "trouble": lambda: pages.trouble("The disk is full."),
}
ADDRESS = "http://127.0.0.1:9/oauth2/authorize?x=1"


class Seen(HTMLParser):
    """What a browser shows between <main> and its end, and what can be sent from there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.sent: set[str] = set()
        self.addresses: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self._inside = self._inside or tag == "main"
        if tag in ("input", "button") and values.get("name"):
            self.sent.add(values["name"])
        self.addresses += [values[name] for name in ("href", "action") if name in values]

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "main"

    def handle_data(self, data):
        if self._inside:
            self.words += data.split()


def words_of(page: Page) -> list[str]:
    text = [page.alert]
    for part in page.parts:
        if isinstance(part, Heading):
            text.append(part.text)
        elif isinstance(part, Text):
            text += [piece for piece, _ in part.pieces]
        elif isinstance(part, Link):
            text.append(part.label)
        else:
            text += [ask.label for ask in part.asks]
            text += [words for ask in part.asks for words in getattr(ask, "options", {}).values()]
            text += [button.label for button in part.buttons]
    return [word for each in text for word in each.split() if word != "·"]


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def html(request) -> str:
    return request.param().body.decode()


def test_every_word_is_there(html):
    read_words, seen = words_of(read(html, ADDRESS)), Seen(html).words
    assert sorted("".join(read_words)) == sorted("".join(seen))
    assert len(seen) > 5


def test_everything_that_is_sent_is_there(html):
    page = read(html, ADDRESS)
    known = {name for form in page.forms for name in form.values}
    known |= {name for form in page.forms for button in form.buttons for name in button.sends}
    assert known == Seen(html).sent


def test_every_address_is_there_and_whole(html):
    page = read(html, ADDRESS)
    found = [part.address for part in page.parts if isinstance(part, Link)]
    found += [form.address for form in page.forms]
    assert len(found) == len(Seen(html).addresses)
    assert all(each.startswith("http://127.0.0.1:9/") for each in found)


def test_what_a_form_asks():
    sign_in, code = (read(PAGES[name]().body.decode(), ADDRESS) for name in ("sign in", "code"))
    choice = sign_in.forms[0].asks[0]
    assert (choice.label, choice.value) == ("Practice people", ME.login)
    assert list(choice.options) == [person.login for person in PEOPLE]
    field = code.forms[0].asks[0]
    assert (field.label, field.value) == ("The code that the device shows", "ABCD")
    assert (sign_in.forms[0].method, code.forms[0].method) == ("post", "get")


def test_what_is_no_page_has_nothing_on_it():
    assert read("", ADDRESS) == Page()
