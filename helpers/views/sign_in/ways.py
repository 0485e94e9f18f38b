"""How the learner gets to Twitch's pages and back: three ways, and what each panel says of them."""

from dataclasses import dataclass

from helpers import remote, settings
from helpers.errors import BadAddress
from helpers.wire import is_proxied, uses_embedded_sandbox, web_address

OPEN_HERE = "Open here"


@dataclass(frozen=True)
class Way:
    """What a sign-in panel offers, and its sentences."""

    opens_tab: bool  # a new tab of the learner's browser can show Twitch's page
    listens: bool  # and comes back to where this notebook waits
    press: str  # what to press, in a sentence
    before: str  # what to know before that ("" for nothing)
    paste: str  # above the field for an address ("" for no field: no browser would show one)
    left_to_do: str  # what the next cell says if nothing has come back


BY_TAB = Way(
    opens_tab=True,
    listens=True,
    press="press Authorize",
    before="",
    paste="No page came up? Copy everything in the address bar of the page you came back to, and "
    "paste it here:",
    left_to_do="press Authorize in the sign-in panel and say yes, then run this cell again.",
)
INSIDE = Way(
    opens_tab=False,
    listens=False,
    press=f"press “{OPEN_HERE}”",
    before="Your browser is on another computer than this notebook, and cannot open the sandbox's "
    f"pages. Press “{OPEN_HERE}”: the same pages come up inside the notebook.",
    paste="",
    left_to_do=f"press “{OPEN_HERE}” in the sign-in panel, sign in and say yes, then run this cell "
    "again.",
)
BY_HAND = Way(
    opens_tab=True,
    listens=False,
    press="press Authorize",
    before="Your browser is on another computer than this notebook. So after Authorize you will "
    "see a page that cannot be reached. That is expected: copy its whole address and paste it "
    "below. The device code grant (06_device_code) is the way without pasting.",
    paste="The whole address of the page that cannot be reached:",
    left_to_do="press Authorize in the sign-in panel and say yes, paste the address of the page "
    "that cannot be reached, then run this cell again.",
)


def way() -> Way:
    """Return the way that the learner's browser can take now.

    A run without a person is the same on every machine.
    """
    if settings.headless():
        return BY_TAB
    if uses_embedded_sandbox():
        reached = _is_opened(settings.redirect_uri()) if is_proxied() else not remote.is_remote()
        return BY_TAB if reached else INSIDE
    return BY_TAB if is_proxied() or not remote.is_remote() else BY_HAND


def _is_opened(address: str) -> bool:
    try:
        return bool(web_address(address))
    except BadAddress:  # a hub without https: no link leads there
        return False
