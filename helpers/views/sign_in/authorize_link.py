"""The Authorize link: offered only while this notebook waits where the browser will come back.

Twitch sends the browser to the redirect URI, whoever listens there: another program would receive
the token or the code, and if nobody listens, it stays in the address bar of an error page.
"""

from helpers.errors import CourseError
from helpers.views.form import link_button, prose, status
from helpers.views.html_widget import Html


class AuthorizeLink(Html):
    """The link, or in its place the reason why it is off."""

    def __init__(self, url: str) -> None:
        super().__init__(link_button(url, "Authorize"))
        self.offered = True

    def withhold(self, why: str) -> None:
        """Put a sentence in the link's place. It is text, never HTML."""
        self.offered = False
        self.value = prose(status(why))


ARRIVED = "Authorize is off now. To sign in anew, run this cell again."
REPLACED = (
    "Another sign-in was begun in this notebook, and only one can wait: Authorize is off here. "
    "To sign in here, run this cell again."
)


def too_late(redirect_uri: str) -> str:
    """Return why the link is off when the time is over."""
    return (
        f"Five minutes are over: the notebook no longer waits at {redirect_uri}, so Authorize is "
        "off. Run this cell again. Did you come back to that address before? Then pasting it "
        "below still counts."
    )


def cannot_wait(problem: CourseError, *, practice: bool) -> str:
    """Return why the link is off from the start: `problem` is what the listener said."""
    other = " Or press “Open here” or “Approve for me”, which need no port." if practice else ""
    return f"Authorize is off. {problem}{other}"
