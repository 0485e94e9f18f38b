"""The notebooks beside the grants, in a real browser: choosing, mistakes, scopes, and the API."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest

from helpers import settings, tokens
from helpers.catalogue import reach
from helpers.catalogue.scopes import LESSON
from helpers.grants import authorization_code
from helpers.grants.validate import validate
from helpers.tokens import Token
from helpers.tokens.saved import NOTEBOOKS
from helpers.wire import embedded
from tests.browser.notebook import wait_until
from tests.browser.steps import (
    TOKEN_FILE,
    holding,
    pictures_show,
    run_to_the_end,
    saved,
    secrets_of,
)
from tests.sandbox.box import Browser

pytestmark = pytest.mark.browser

DONE = "Checkpoint: all there"


@pytest.fixture
def nothing_leaks(lab) -> Callable[[], None]:
    """Check that no file but the token file holds a secret, and that the check has some."""

    def nothing_leaks() -> None:
        secrets = secrets_of(lab)
        assert len(secrets) >= 7, "two applications' worth, and four tokens"
        assert holding(lab, secrets) == {TOKEN_FILE}

    return nothing_leaks


def test_choose_a_grant(lab, stand_before, opened):
    stand_before("04_choose_a_grant")
    notebook = opened("04_choose_a_grant")
    assert run_to_the_end(notebook) == {}
    notebook.said("done-code", DONE)
    notebook.said("questions-code", "Authorization code grant.")
    form = notebook.output("questions-code")
    form.get_by_label("No: a console").check()
    assert "06_device_code" in notebook.said("questions-code", "Device code grant.")
    form.get_by_label("The application itself").check()
    assert "01_app_access_token" in notebook.said("questions-code", "Client credentials grant.")
    form.get_by_label("No: people install it").check()
    assert "taught in" not in notebook.said("questions-code", "None: ask differently.")
    notebook.run("answer-code")
    notebook.said("answer-code", "none: ask differently")


def test_when_it_goes_wrong(lab, stand_before, opened, nothing_leaks):
    stand_before("09_when_it_goes_wrong")
    before = saved(lab)
    notebook = opened("09_when_it_goes_wrong")
    assert run_to_the_end(notebook) == {}
    assert "New Secret" in notebook.said("secret-code", "403 Forbidden")
    notebook.said("mismatch-code", "redirect_mismatch")
    notebook.said("refused-code", "Cancel")
    notebook.said("twice-code", "The code was used before")
    notebook.said("revoked-code", "Invalid OAuth token")
    notebook.said("scope-code", "user:read:subscriptions")
    notebook.said("done-code", DONE)
    assert saved(lab) == before, "none of the tokens is harmed"
    nothing_leaks()


def test_the_scope_explorer(lab, stand_before, opened):
    stand_before("10_scopes")
    notebook = opened("10_scopes")
    assert run_to_the_end(notebook) == {}
    notebook.said("done-code", DONE)
    every = reach.reach("user", LESSON)
    number = sum(each.ok for each in every)
    notebook.said("explorer-code", f"with these scopes opens {number} of {len(every)} endpoints")
    notebook.said("reach-code", f"{number} of {len(every)} calls")

    explorer = notebook.output("explorer-code")
    rows = explorer.locator("tr", has_text="/")
    explorer.get_by_label("Endpoint").fill("check user subscription")
    wait_until(notebook.page, "one row is left", lambda: rows.count() == 1)
    assert "lacks user:read:subscriptions" in rows.inner_text()
    explorer.get_by_label("Search").fill("user:read:subscriptions")
    explorer.get_by_label("user:read:subscriptions").check()
    notebook.said("explorer-code", f"opens {number + 1} of {len(every)} endpoints")
    rows.filter(has_text="Check User Subscription").get_by_text("can", exact=True).wait_for()
    assert "lacks" not in rows.inner_text()
    explorer.get_by_label("Show").select_option("what it cannot call")
    notebook.said("explorer-code", "No endpoint fits")
    explorer.get_by_label("If it were").select_option("an app access token")
    notebook.said("explorer-code", "An app access token opens")
    rows.filter(has_text="Check User Subscription").wait_for()


# Of each notebook: what shows that it changed something, what it said, and its pictures.
CHANGES = {
    "11_users": (
        {"after-code": "1 field changed: description", "block-after-code": "1"},
        ["pictures-code"],
    ),
    "12_channels": (
        {"after-code": "2 fields changed: title, tags", "undo-code": "204"},
        ["search-pictures-code"],
    ),
    "13_streams": (
        {
            "update-code": "1 field changed: title",
            "cancel-code": "canceled_until",
            "undo-code": "(204, 204)",
        },
        ["thumbnails-code", "top-code"],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_is_undone(name, lab, stand_before, opened, nothing_leaks):
    stand_before(name)
    notebook = opened(name)
    said, pictures = CHANGES[name]
    for _ in range(2):  # the second run finds everything as the first did
        assert run_to_the_end(notebook) == {}
        for cell_id, words in said.items():
            notebook.said(cell_id, words)
        notebook.said("done-code", DONE)
    pictures_show(notebook, *pictures)
    nothing_leaks()


def test_the_clip_arrives_by_itself(lab, stand_before, opened, nothing_leaks):
    stand_before("14_videos_and_clips")
    notebook = opened("14_videos_and_clips")
    notebook.run_from("begin-code", "wait-code")
    panel = notebook.output("wait-code")
    notebook.said("wait-code", "Waiting for the new clip.")
    bar = panel.locator(".progress-bar")
    width = bar.get_attribute("style")
    wait_until(notebook.page, "the bar moves", lambda: bar.get_attribute("style") != width)
    notebook.said("wait-code", "Here: the new clip. Run the next cell.")
    # In one go, the cell behind the wait waits for the rest of it.
    assert run_to_the_end(notebook) == {}
    pictures_show(notebook, "videos-pictures-code", "ready-code")
    notebook.said("ready-table-code", "The moment it clicked")
    assert "Missing scope" in notebook.said("delete-code", "401 Unauthorized")
    notebook.said("done-code", DONE)
    nothing_leaks()


def test_tidy_up(lab, stand_before, opened):
    stand_before("15_wrap_up")
    notebook = opened("15_wrap_up")
    assert run_to_the_end(notebook) == {}
    notebook.said("check-code", "200 OK")
    notebook.said("done-code", DONE)
    was = {name: tokens.peek(name) for name in NOTEBOOKS}
    secrets = secrets_of(lab)
    assert holding(lab, secrets) == {TOKEN_FILE}

    tidy = notebook.output("tidy-code")
    tidy.get_by_role("button", name="Revoke every token").click()
    said = notebook.said("tidy-code", "Sign-in (OpenID Connect): Revoked")
    assert said.count("Revoked: Twitch no longer accepts it.") == 4
    assert saved(lab).keys().isdisjoint(was)
    assert {validate(token).status_code for token in was.values()} == {401}
    notebook.run("check-code")
    notebook.said("check-code", "No user access token is saved.")
    notebook.run("wallet-code")
    notebook.said("wallet-code", "Begin with 01_app_access_token")
    tidy.get_by_role("button", name="Empty the local file").click()
    notebook.said("tidy-code", "The file holds no token and no client secret any more.")
    notebook.run("done-code")
    notebook.said("done-code", "Checkpoint: something is still to do")
    notebook.save()
    assert holding(lab, secrets) == set()

    notebook = opened("11_users")
    notebook.run("begin-code", "tokens-code")
    said = notebook.said("tokens-code", "No app access token is saved in sandbox mode.")
    assert "Make a new one in notebook 01_app_access_token." in said
    assert "Traceback" not in said


# What somebody reads who never streams, and runs one cell after the other all the same.
REFUSED = {
    "12_channels": {},
    "13_streams": {
        "markers-code": "There is no video that fits",
        "schedule-code": "This channel has no schedule yet. Add a stream to it first",
    },
    "14_videos_and_clips": {
        "wait-code": "The channel is not live, and this needs a running stream.",
        "ready-code": "Not yet: the name panel is not known.",
        "ready-table-code": "Not yet: the name clip is not known.",
    },
}


def test_somebody_who_never_streams(lab, stand_before, opened, nothing_leaks):
    stand_before("12_channels")
    _sign_in_as("quiet_viewer")
    assert saved(lab)["user"]["login"] == "quiet_viewer"
    for name, expected in REFUSED.items():
        lab.run_past_errors(name)
        notebook = opened(name)
        refused = run_to_the_end(notebook)
        assert refused.keys() == expected.keys()
        for cell_id, sentence in expected.items():
            assert sentence in refused[cell_id]
        notebook.said("done-code", DONE)
    nothing_leaks()


def _sign_in_as(login: str) -> None:
    """Save the token that the authorization code grant brings to another practice person."""
    running, redirect_uri = embedded.sandbox(), settings.redirect_uri()
    state = authorization_code.new_state()
    url = authorization_code.authorization_url(running.client_id, redirect_uri, LESSON, state)
    browser = Browser(running.id_url)
    browser.sign_in(dict(parse_qsl(urlsplit(url).query)), login)
    code = authorization_code.parse_redirect(browser.decide("authorize").headers["Location"], state)
    token = Token.from_response(
        authorization_code.exchange_code(
            running.client_id, running.client_secret, code, redirect_uri
        )
    )
    tokens.save(user=token.with_validation(validate(token)))
    embedded.stop_all()
