"""Whatever comes from outside is shown as text, by every view: nothing is lost, nothing runs."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
import requests

from helpers import tokens, views
from helpers.course.checks import Check
from helpers.credentials.secret import Secret
from helpers.grants import device_code
from helpers.tokens import Token
from helpers.views import look
from helpers.views.form import Form, link_button
from helpers.views.html_widget import Html
from helpers.views.sign_in import device_panel, wait_panel
from helpers.wire import embedded
from tests.credentials.id_tokens import CLIENT_ID, ISSUER, NONCE, signer
from tests.wire.bad_server import answering, http

# Escaped once it comes back as it is, twice as &lt;img; not at all, as an element.
EVIL = "<img src=x onerror=alert(1)>\"'&lt;"
EVIL_IN_A_LINK = "<img/src=x/onerror=alert(1)>\"'&lt;"  # a blank would be refused
RECORD = {EVIL: EVIL, "n": 1, "when": "2026-11-20T10:00:00Z"}
SEGMENT = {"start_time": "2026-11-24T22:00:00Z", "title": EVIL, "category": {"name": EVIL}}

# They show the course's own words, numbers, and names that are on a list.
OWN_WORDS = {
    *(
        "begin",
        "connections",
        "contents",
        "rate_limit",
        "source",
        "tidy_form",
        "grant_chooser",
        "mode_form",
    ),
    *("credentials_form", "client_id_form", "scope_form", "scope_explorer"),
    "progress",  # in a Label, which shows text and never HTML
}


def answer(body: object, status: str = "200 OK") -> requests.Response:
    with answering(http(status, json.dumps(body))) as url:
        return requests.get(url, params={EVIL: EVIL}, headers={"Client-Id": EVIL}, timeout=5)


def a_device_panel(url: str) -> Form:
    client_id = embedded.sandbox().public_client_id
    codes = device_code.request_codes(client_id, ["clips:edit"])
    evil = {"user_code": EVIL, "verification_uri": f"https://x.example/?{EVIL_IN_A_LINK}"}
    codes._content = json.dumps(codes.json() | evil).encode()
    return views.device_panel(codes, client_id, ["clips:edit"])


def a_gallery(url: str) -> look.Shown:
    with answering(http("200 OK", "<svg/>", "image/svg+xml")) as pictures:
        rows = [{"url": f"{pictures}/a.svg", EVIL: EVIL}, {"url": EVIL, EVIL: EVIL}]
        return views.gallery(rows, "url", EVIL, EVIL)


def checked(url: str) -> look.Shown:
    token = signer().sign(iss=EVIL, nonce=EVIL, aud=EVIL)
    return views.id_token_checks(
        token, keys=signer().keys(), issuer=ISSUER, client_id=CLIENT_ID, nonce=NONCE
    )


VIEWS = {
    "account": lambda url: views.account(
        answer({"data": [{"display_name": EVIL, "login": EVIL, "id": EVIL}]})
    ),
    "bar_chart": lambda url: views.bar_chart([RECORD], EVIL, "n", EVIL),
    "before_after": lambda url: views.before_after({EVIL: EVIL}, {EVIL: 1}, title=EVIL),
    "checklist": lambda url: views.checklist([Check(EVIL, True, EVIL)]),
    "checkpoint": lambda url: views.checkpoint("03_save_the_token"),
    "confirmation": lambda url: views.confirmation(EVIL),
    "device_panel": a_device_panel,
    "explain_fields": lambda url: views.explain_fields(answer({EVIL: EVIL})),
    "gallery": a_gallery,
    "id_token_checks": checked,
    "id_token_parts": lambda url: views.id_token_parts(signer().sign(**{EVIL: EVIL})),
    "show": lambda url: views.show(answer({EVIL: [EVIL, {EVIL: EVIL}]}, f"400 {EVIL}")),
    "sign_in": lambda url: views.sign_in(f"{url}&{urlencode({EVIL: EVIL, 'claims': EVIL})}"),
    "table": lambda url: views.table([{EVIL: EVIL}], title=EVIL),
    "timeline": lambda url: views.timeline([RECORD], "when", EVIL, EVIL),
    "token_file": lambda url: views.token_file(),
    "wait_panel": lambda url: views.wait_panel(lambda: answer({}), lambda _: True, EVIL),
    "wallet": lambda url: views.wallet(),
    "week": lambda url: views.week([SEGMENT, SEGMENT | {"canceled_until": EVIL}], EVIL),
}


@pytest.fixture(autouse=True)
def _no_waiting_is_left():
    yield
    device_panel.stop_waiting()
    wait_panel.stop_waiting()


def test_every_view_is_tried():
    assert VIEWS.keys() | OWN_WORDS == set(views.__all__)


@pytest.mark.parametrize("name", VIEWS)
def test_what_comes_from_outside_is_text(name, url, monkeypatch):
    tokens.save(user=Token(Secret("u" * 30), "user", login=EVIL, scopes=(EVIL,)))
    if name == "confirmation":  # in the sandbox, it shows nothing of the sentence
        monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    shown = VIEWS[name](url)
    read = [Read(html) for html in pieces(shown)]
    texts = "\n".join(each.texts for each in read)
    assert EVIL in texts or json.dumps(EVIL)[1:-1] in texts, "it is shown"
    assert "&lt;img" not in texts, "nowhere is it escaped twice"
    assert list(pieces(shown)) == list(pieces(shown)), "it can be shown again"


PIECES = {
    "panel": look.panel(EVIL, EVIL, [EVIL]),
    "table": look.table([EVIL], [[EVIL]]),
    "paragraph": look.paragraph(EVIL),
    "code": look.code(EVIL),
    "name": look.name(EVIL),
    "link": link_button(f"https://x.example/?{EVIL_IN_A_LINK}", EVIL),
    "text": EVIL,
}


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_is_text_where_it_is_given_text(name):
    html = look.rendered(PIECES[name])
    assert EVIL in Read(html).texts
    assert Html(PIECES[name]).value == html


def test_a_widget_escapes_what_it_is_set_to():
    widget = Html(EVIL)
    once = widget.value
    assert Read(str(once)).texts == EVIL
    widget.set_trait("value", EVIL)
    assert widget.value == once
    widget.value = look.paragraph(EVIL)
    shown = widget.value
    assert shown == look.rendered(look.paragraph(EVIL))
    widget.value = widget.value
    assert widget.value == shown, "HTML stays HTML"
    assert json.loads(json.dumps(widget.get_state()))["value"] == shown, "the browser gets it too"


def test_a_form_says_text():
    form = Form(EVIL)
    form.say(EVIL)
    assert [EVIL in Read(html).texts for html in pieces(form)] == [True, True, False]


# --- reading HTML as a browser does ----------------------------------------------------------

EMPTY = ("br", "img")
TAGS = {
    *("a", "code", "details", "div", "figcaption", "figure", "li", "p", "pre", "s", "small"),
    *("span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul", *EMPTY),
}
ATTRIBUTES = {
    *("alt", "href", "open", "rel", "role", "scope", "src", "style", "target", "title", "width"),
}


class Read(HTMLParser):
    """What a browser makes of HTML; fails at an element or attribute that no view makes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES
            assert name != "src" or value.startswith("data:image/")
            self.texts += f"\n{value}\n"
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts += data


def pieces(shown: look.Shown | Form) -> Iterator[str]:
    """Every piece of HTML that a view gives to the browser."""
    if isinstance(shown, look.Shown):
        yield shown._repr_mimebundle_()["text/html"]
    elif isinstance(shown, Form):
        yield from _values(shown)
        if shown.drawn:
            yield look.rendered(shown.drawn)


def _values(widget) -> Iterator[str]:
    if isinstance(widget, Html):
        yield str(widget.value)
    for child in getattr(widget, "children", ()):
        yield from _values(child)
