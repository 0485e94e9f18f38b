"""A learner at the hub: signs in, goes through notebooks, and leaves traces to look at."""

from typing import Any

from tests.browser.notebook import Notebook
from tests.hub.hub import Seat

TIMEOUT = 30_000


class Learner:
    def __init__(self, seat: Seat, context: Any) -> None:
        self.seat = seat
        self.visited: list[str] = []  # every address that this browser asked for
        context.set_default_timeout(TIMEOUT)
        context.on("request", lambda request: self.visited.append(request.url))
        self.page = context.new_page()

    def sign_in(self) -> None:
        """Sign in at the hub; it begins to start the learner's server."""
        self.page.goto(self.seat.url.partition("/user/")[0])
        self.page.get_by_label("Username").fill(self.seat.name)
        self.page.get_by_label("Password").fill("any")
        self.page.get_by_role("button", name="Sign in").click(no_wait_after=True)

    def wait_for_jupyterlab(self) -> None:
        self.page.wait_for_url(f"{self.seat.url}/lab**", timeout=60_000)

    def opened(self, name: str) -> Notebook:
        return Notebook(self.page, self.seat, name)
