"""A learner who needs no hands: signs in on the sandbox's pages over plain HTTP.

Plays the browser for "Approve for me", and for runs without a person. It refuses to go anywhere
but to this computer, so it can never say yes on live Twitch.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

from helpers.credentials.exchange import json_object
from helpers.errors import CourseError
from helpers.redirect import uri
from helpers.wire import Browser

# The buttons to press, in order of wish.
YES = ("Authorize", "Sign in")
MOST_PAGES = 6


@dataclass
class _Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, dict[str, str]] = field(default_factory=dict)  # label: what it sends


class _Page(HTMLParser):
    """Reads the forms of a page, and what it says in an alert."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.alert = ""
        self._in_alert = False
        self._button: dict[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_alert = values.get("role") == "alert"
        if tag == "form":
            self.forms.append(_Form(values.get("action", "")))
        elif tag == "input" and self.forms and _is_sent(values):
            self.forms[-1].fields[values["name"]] = values.get("value", "")
        elif tag == "button":
            self._button = {values["name"]: values.get("value", "")} if "name" in values else {}

    def handle_data(self, data: str) -> None:
        if self._in_alert:
            self.alert += data
        if self._button is not None and self.forms and data.strip():
            self.forms[-1].buttons[data.strip()] = self._button

    def handle_endtag(self, tag: str) -> None:
        self._in_alert = False
        if tag == "button":
            self._button = None


def authorize(url: str, login: str = "") -> str:
    """Return the address that the browser is sent to after sign-in and Authorize.

    `login` names the practice person; "" is the one that the page offers first. Raises
    CourseError if the sandbox shows something else, such as an error.
    """
    browser = Browser()
    response = browser.open(url)
    start = urlsplit(url).netloc
    for _ in range(MOST_PAGES):
        if response.is_redirect:
            target = urljoin(response.url, response.headers["Location"])
            if urlsplit(target).netloc != start:
                return target
            response = browser.open(target)
        else:
            response = _press_yes(browser, response, login)
    raise CourseError("The sandbox's pages go round in circles. Restart the kernel and try again.")


def activate(url: str, login: str = "") -> None:
    """Do what a person does at the verification_uri of a device: sign in, and press Authorize.

    `login` as for `authorize`. Raises CourseError if no device waits with the code in the address.
    """
    browser = Browser()
    response = browser.open(url)
    for _ in range(MOST_PAGES):
        if response.is_redirect:
            response = browser.open(urljoin(response.url, response.headers["Location"]))
            continue
        forms = _Page(response.text).forms
        if not forms and response.ok:
            return  # the page after the decision asks nothing
        if not response.ok and not forms:
            raise CourseError(_refusal(response))
        if not any(label in form.buttons for form in forms for label in YES):
            break  # it asks for another code
        response = _press_yes(browser, response, login)
    raise CourseError(
        "No device waits with this code: it was used, refused, or is over. Request new codes."
    )


def open_redirect_page(address: str, port: int) -> None:
    """Do what a browser does on the redirect page, which listens on `port`.

    The page is opened without its fragment, and its script posts the address back.
    """
    parts = urlsplit(address)
    here = uri.read(address.partition("#")[0])
    at = "[::1]" if here.listen_at == ("::1",) else "127.0.0.1"
    page = f"http://{at}:{port}{parts.path or '/'}"
    headers = {"Host": here.host, "Origin": here.origin}
    browser = Browser()
    browser.open(f"{page}?{parts.query}", headers=headers)
    browser.open(page, address, headers)


def _press_yes(browser: Browser, page: requests.Response, login: str) -> requests.Response:
    forms = _Page(page.text).forms
    pressed = [
        (form, form.buttons[label]) for label in YES for form in forms if label in form.buttons
    ]
    if not pressed:
        raise CourseError(_refusal(page))
    form, sent_by_button = pressed[0]
    person = {"user": login} if login and "user" in form.fields else {}
    target = urljoin(page.url, form.action or page.url)
    return browser.open(target, form.fields | person | sent_by_button)


def _refusal(page: requests.Response) -> str:
    """Return the sentence on a page that asks nothing: what it says, and what to do."""
    said = (json_object(page) or {}).get("message") or _Page(page.text).alert or "nothing at all"
    sentence = f"The sandbox did not ask for consent; it said: {str(said).rstrip('.')}."
    if page.status_code >= 500:
        return f"{sentence} Then run this cell again."
    return f"{sentence} Check the parameters of the address, then run this cell again."


def _is_sent(values: dict[str, str]) -> bool:
    return "name" in values and (values.get("type") != "radio" or "checked" in values)
