"""A learner who needs no hands: signs in on the sandbox's pages, in a browser without a screen.

Plays the person for "Approve for me", and for runs without one.
"""

from urllib.parse import urlsplit

from helpers.course.page import Button, Form
from helpers.course.practice_browser import IN_CIRCLES, PracticeBrowser
from helpers.errors import CourseError
from helpers.redirect import uri
from helpers.wire import Browser

# The buttons to press, in order of wish.
YES = ("Authorize", "Sign in")
MOST_PAGES = 6


def authorize(url: str, login: str = "") -> str:
    """Return the address that the browser is sent to after sign-in and Authorize.

    `login` names the practice person; "" is the one that the page offers first. Raises
    CourseError if the sandbox shows something else, such as an error.
    """
    browser = PracticeBrowser()
    browser.open(url)
    for _ in range(MOST_PAGES):
        if browser.left_for:
            return browser.left_for.reveal()
        _press_yes(browser, login)
    raise CourseError(IN_CIRCLES)


def activate(url: str, login: str = "") -> None:
    """Do what a person does at the verification_uri of a device: sign in, and press Authorize.

    `login` as for `authorize`. Raises CourseError if no device waits with the code in the address.
    """
    browser = PracticeBrowser()
    browser.open(url)
    for _ in range(MOST_PAGES):
        if not browser.page.forms and browser.status < 400:
            return  # the page after the decision asks nothing
        if browser.page.forms and not _yes(browser):
            break  # it asks for another code
        _press_yes(browser, login)
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


def _press_yes(browser: PracticeBrowser, login: str) -> None:
    found = _yes(browser)
    if not found:
        raise CourseError(_refusal(browser))
    form, button = found[0]
    browser.press(form, button, {"user": login} if login and "user" in form.values else {})


def _yes(browser: PracticeBrowser) -> list[tuple[Form, Button]]:
    return [
        (form, button)
        for label in YES
        for form in browser.page.forms
        for button in form.buttons
        if button.label == label
    ]


def _refusal(browser: PracticeBrowser) -> str:
    """Return the sentence on a page that asks nothing: what it says, and what to do."""
    said = (browser.page.alert or "nothing at all").rstrip(".")
    sentence = f"The sandbox did not ask for consent; it said: {said}."
    if browser.status >= 500:
        return f"{sentence} Then run this cell again."
    return f"{sentence} Check the parameters of the address, then run this cell again."
