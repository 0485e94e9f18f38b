"""A browser window without a screen: it opens the sandbox's pages, and knows what they offer.

The scripted learner presses the buttons by itself; *Open here* shows them to a person. It goes
nowhere but to this computer, so it can never say yes on live Twitch.
"""

from collections.abc import Mapping
from urllib.parse import urlencode, urljoin, urlsplit

import requests

from helpers.course.page import Button, Form, Heading, Page, Text, read
from helpers.credentials.exchange import json_object
from helpers.credentials.secret import Secret
from helpers.errors import CourseError
from helpers.wire import Browser

MOST_REDIRECTS = 6
IN_CIRCLES = "The sandbox's pages go round in circles. Restart the kernel and try again."


class PracticeBrowser:
    """One window. In a `session`, which windows may share, who signed in stays signed in.

    Every method raises CourseError if the sandbox cannot be reached, or sends it in circles.
    """

    def __init__(self, session: Browser | None = None) -> None:
        self._browser = session or Browser()
        self._server = ""
        self.address = ""  # what stands in the address bar
        self.status = 0
        self.page = Page()
        self.left_for = Secret("")  # the address elsewhere that the sandbox sent the browser to

    def open(self, address: str) -> None:
        """Go to an address, and stay on that server: who is sent elsewhere has left."""
        page = self._browser.open(address)  # or says why not, before anything reads the address
        self._server = urlsplit(address).netloc
        self._show(page)

    def follow(self, address: str) -> None:
        """Press a link of the page."""
        self._show(self._browser.open(address))

    def press(self, form: Form, button: Button, filled: Mapping[str, str]) -> None:
        """Press a button of the page. `filled` is what a person set, by the fields' names."""
        values = {**form.values, **filled, **button.sends}
        if form.method == "post":
            self._show(self._browser.open(form.address, values))
        else:
            self._show(self._browser.open(f"{form.address}?{urlencode(values)}"))

    def _show(self, response: requests.Response) -> None:
        for _ in range(MOST_REDIRECTS):
            if not response.is_redirect:
                self._arrive(response)
                return
            target = urljoin(response.url, response.headers["Location"])
            if urlsplit(target).netloc != self._server:
                self.left_for, self.page = Secret(target), Page()
                return
            response = self._browser.open(target)
        raise CourseError(IN_CIRCLES)

    def _arrive(self, response: requests.Response) -> None:
        self.address, self.status = response.url, response.status_code
        body = json_object(response)
        self.page = read(response.text, response.url) if body is None else _refusal(body)


def _refusal(body: Mapping[str, object]) -> Page:
    """Return an answer that is no page, as a browser would show it: it says what is wrong."""
    said = str(body.get("message") or "nothing at all").rstrip(".")
    title = Heading("The sandbox shows no page", 1)
    return Page(alert=said, parts=(title, Text(((f"It says: {said}.", ""),))))
