"""Where the hub offers jupyter-server-proxy: the pages open in a tab, and nothing is pasted."""

from urllib.parse import urlsplit

import pytest

from tests.browser.steps import saved, say_yes, sign_in, sign_in_tab
from tests.hub.walk import enter_credentials, go_on, run, sign_in_together
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.hub]


def test_the_token_arrives_by_itself(hub, arrive):
    redirect_uri = f"{hub.url}/user/fay/proxy/{free_port()}/"
    learner = arrive("fay", TWITCH_COURSE_REDIRECT_URI=redirect_uri)
    sign_in_together([learner])
    enter_credentials(learner)
    run(learner, "01_app_access_token")
    notebook = learner.opened("02_user_access_token")
    notebook.run_through("request-code")
    tab = sign_in_tab(notebook)
    sign_in(tab)
    say_yes(tab, "Your token has arrived")
    notebook.said("request-code", "The token has arrived")
    go_on(notebook, "response-code")
    assert saved(learner.seat)["user"]["access_token"]
    assert {urlsplit(url).netloc for url in learner.visited} == {urlsplit(hub.url).netloc}
