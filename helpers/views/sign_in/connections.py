"""The page on which a person takes back what was allowed: every application, and its end."""

from htpy import Node, fragment

from helpers import settings
from helpers.views import look
from helpers.views.exchange.masking import shown_address
from helpers.views.form import Form, link_button, prose
from helpers.views.html_widget import Html
from helpers.views.sign_in.open_here import OpenHere
from helpers.views.sign_in.ways import way
from helpers.wire import for_browser, twitch, uses_embedded_sandbox

LIVE_PAGE = "https://www.twitch.tv/settings/connections"


class Connections(Form):
    """Names the page, and opens it in another tab, or, in the sandbox, here."""

    def __init__(self) -> None:
        practice = uses_embedded_sandbox()
        page = f"{twitch().id_url.rpartition('/')[0]}/connections" if practice else LIVE_PAGE
        in_tab = for_browser(page)
        told: Node = fragment[
            "The page ",
            look.code(shown_address(in_tab)),
            " lists the applications that you said yes to. Disconnect one, and its tokens stop "
            "working at once.",
        ]
        self.in_words = f"[form: connections] {shown_address(in_tab)}"
        self.drawn = look.panel("Your connections", prose(told)) if settings.headless() else None
        by_tab = [Html(link_button(in_tab, "Open the page"))] if way().opens_tab else []
        here = [OpenHere(page)] if practice else []
        super().__init__("Your connections", Html(prose(told)), *by_tab, *here)


def connections() -> Connections:
    """Return a panel that opens the page of the applications that you said yes to."""
    return Connections()
