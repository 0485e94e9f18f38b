"""Live mode at a hub, by pasting the address: the sandbox's program plays Twitch.

Like Twitch, it has one address, at which both the hub and the browser find it.
"""

from urllib.parse import urlsplit

import pytest

from tests.browser.steps import SIGN_IN, address_bar, opened_tab, paste_address, saved, sign_in
from tests.hub.walk import enter_credentials, go_on, run, sign_in_together
from tests.sandbox.program import running

pytestmark = [pytest.mark.browser, pytest.mark.hub]


@pytest.fixture(scope="module")
def twitch():
    """What the program's first line says."""
    with running() as (_, card):
        yield card


@pytest.fixture(scope="module")
def ports(hub, twitch):
    return [hub.port, urlsplit(twitch["id_url"]).port]


def test_the_address_is_pasted(hub, twitch, arrive):
    settings = {
        "TWITCH_COURSE_MODE": "live",
        "TWITCH_COURSE_ID_URL": twitch["id_url"],
        "TWITCH_COURSE_API_URL": twitch["api_url"],
    }
    two = [arrive(name, **settings) for name in ("dina", "emil")]
    sign_in_together(two)
    for learner in two:
        enter_credentials(learner, twitch["client_id"], twitch["client_secret"])
        run(learner, "01_app_access_token")
    notebooks = [learner.opened("02_user_access_token") for learner in two]
    for notebook in notebooks:
        notebook.run_through("request-code")
        notebook.said("begin-code", "LIVE")
    for notebook, person in zip(notebooks, ("TwitchDev", "twitchgaming"), strict=True):
        # Both come back to the same redirect URI, and none of them finds anybody there.
        paste_address(notebook, came_back_to(notebook, person), "The token has arrived")
        go_on(notebook, "response-code")
    implicit = [saved(learner.seat, "live")["user"]["access_token"] for learner in two]

    for learner in two:
        notebook = learner.opened("05_authorization_code")
        notebook.run_through("request-code")
        paste_address(notebook, came_back_to(notebook), "The code has arrived")
        go_on(notebook, "code-code")
    by_code = [saved(learner.seat, "live")["user"]["access_token"] for learner in two]
    assert len({*implicit, *by_code}) == 4
    asked = {urlsplit(url).netloc for learner in two for url in learner.visited}
    twitch_and_hub = {urlsplit(url).netloc for url in (twitch["id_url"], hub.url)}
    assert asked == twitch_and_hub | {"localhost:3000"}, "and there was nobody"


def came_back_to(notebook, person: str = "") -> str:
    """Say yes at Twitch; return what stands in the address bar of the page that is not there.

    Without a `person`: Twitch remembers who signed in, and the yes, and asks nothing.
    """
    tab = opened_tab(notebook, "request-code", SIGN_IN)
    if person:
        sign_in(tab, person)
        tab.get_by_role("button", name="Authorize", exact=True).click(no_wait_after=True)
    tab.locator("#main-frame-error").wait_for()
    address = address_bar(tab.context.new_cdp_session(tab))
    tab.close()
    return address
