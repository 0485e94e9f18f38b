"""The lesson in JupyterLab, in a real browser, as a learner goes through it.

In CI a missing browser is a failure. Elsewhere these tests are skipped, with the reason.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial

import pytest

from helpers import embedded, tokens
from helpers.secret import Secret
from helpers.tokens import Application
from tests import notebooks
from tests.bad_server import answering
from tests.lab import BROWSER_FLAGS, Lab, Notebook, close_tabs, find_browser, running_lab

pytestmark = pytest.mark.browser

SIGN_IN = re.compile(r"Authorize \(opens")
TIMEOUT = 20_000


def _give_up(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{reason} In CI the browser tests must run.")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    if path is None:
        _give_up("No Chromium was found; install it (Debian: apt-get install chromium).")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _give_up("The package playwright is missing: pip install -r tests/requirements.txt.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def running(browser, tmp_path_factory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="module")
def lab_page(browser):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(TIMEOUT)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(lab_page):
    """A tab with JupyterLab. It takes seconds to load, so the tests share it, emptied."""
    yield lab_page
    close_tabs(lab_page)
    for each in lab_page.context.pages:
        if each is not lab_page:
            each.close()
    lab_page.context.clear_cookies(domain="127.0.0.1", name=re.compile("sandbox"))


@pytest.fixture
def lab(running, page) -> Lab:
    running.start_over()
    return running


@pytest.fixture
def opened(lab, page):
    return partial(Notebook, page, lab)


def use_credentials(notebook: Notebook) -> None:
    form = notebook.output("credentials-code")
    form.get_by_role("button", name="Use these credentials").click()
    form.get_by_text("In use: the client ID").wait_for()


@pytest.fixture
def ready(lab, monkeypatch) -> None:
    """A learner who has been through notebook 00: the sandbox's application is saved."""
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(lab.home))
    running = embedded.sandbox()
    tokens.save(application=Application(running.client_id, Secret(running.client_secret)))
    embedded.stop_all()


def sign_in_tab(notebook: Notebook):
    """Press Authorize in the notebook; return the tab that opens.

    Close it to go back: a browser lets the pages behind the front one run at a crawl.
    """
    link = notebook.output("request-code").get_by_role("link", name=SIGN_IN)
    with notebook.page.context.expect_page() as opening:
        link.click()
    return opening.value


def sign_in(tab) -> None:
    tab.get_by_label("TwitchDev").check()
    tab.get_by_role("button", name="Sign in").click()


def address_bar(devtools) -> str:
    """What stands in the address bar, even over a page that did not load."""
    history = devtools.send("Page.getNavigationHistory")
    return history["entries"][history["currentIndex"]]["url"]


def saved(lab: Lab) -> dict:
    return json.loads((lab.home / "tokens.sandbox.json").read_text())


def secrets_of(lab: Lab) -> list[str]:
    """Everything that must stay out of sight: the secret and both tokens of this sandbox."""
    with closing(sqlite3.connect(lab.home / "sandbox.sqlite3")) as state:
        secrets = state.execute("SELECT secret FROM apps WHERE secret IS NOT NULL").fetchall()
        issued = state.execute("SELECT access_token FROM tokens").fetchall()
    return [row[0] for row in secrets + issued]


def holding(lab: Lab, secrets: list[str]) -> set[str]:
    """The files below the lab's folder that hold one of the secrets."""
    return {
        str(path.relative_to(lab.folder))
        for path in lab.folder.rglob("*")
        if path.is_file() and any(secret.encode() in path.read_bytes() for secret in secrets)
    }


def test_the_whole_lesson(lab, opened, page):
    visited = []
    page.context.on("request", lambda request: visited.append(request.url))

    notebook = opened("00_get_ready")
    notebook.run_through("mode-code")
    notebook.run("credentials-code")
    # Typed by hand, as in live mode; "filled in already" would not put it into the browser.
    form = notebook.output("credentials-code")
    form.get_by_label("Client secret").fill(secrets_of(lab)[0])
    use_credentials(notebook)
    notebook.run("check-code", "keep-code", "done-code")
    notebook.save()
    notebook.said("done-code", "Checkpoint: all there")

    notebook = opened("01_app_access_token")
    notebook.run(*notebook.code_ids)
    shown = notebook.said("request-code", "200 OK")
    assert "client_credentials" in shown
    notebook.said("done-code", "Checkpoint: all there")
    notebook.save()

    notebook = opened("02_user_access_token")
    notebook.run_through("request-code")
    tab = sign_in_tab(notebook)
    assert "practice" in tab.inner_text("body").lower()
    sign_in(tab)
    consent = tab.inner_text("body")
    assert "channel:read:editors" in consent
    tab.get_by_role("button", name="Authorize", exact=True).click()
    tab.get_by_role("heading", name="Your token has arrived").wait_for()
    assert "#" not in tab.url
    assert "access_token" not in tab.url
    tab.close()
    notebook.output("request-code").get_by_text("The token has arrived").wait_for()
    after = notebook.code_ids[notebook.code_ids.index("request-code") + 1 :]
    notebook.run(*after)
    notebook.said("response-code", "the same as was sent")
    notebook.said("done-code", "Checkpoint: all there")
    notebook.save()

    notebook = opened("03_save_the_token")
    notebook.run(*notebook.code_ids)
    notebook.said("response-code", "TwitchDev")
    notebook.said("file-code", "Only your own account")
    notebook.said("done-code", "Checkpoint: all there")
    assert saved(lab)["user"]["login"] == "twitchdev"

    # Once everything is saved, each notebook runs from top to bottom without a click.
    for name in notebooks.NAMES:
        notebook = opened(name, again=True)
        notebook.restart_and_run_all()
        notebook.said_anew("done-code", "Checkpoint: all there")
        assert "Not yet" not in notebook.panel.text_content()
        notebook.save()

    # No secret is in any file but the token file; the sandbox plays Twitch and knows its own.
    secrets = secrets_of(lab)
    assert len(secrets) >= 4
    found = holding(lab, secrets)
    assert {name for name in found if "sandbox.sqlite3" not in name} == {
        "saved/tokens.sandbox.json"
    }
    assert not [url for url in visited if any(secret in url for secret in secrets)]


def test_run_all_before_any_click_stops_calmly(lab, opened):
    notebook = opened("00_get_ready")
    notebook.run_all()
    notebook.output("check-code").get_by_text("Not yet: press “Use these credentials”").wait_for()
    assert "Traceback" not in notebook.output("check-code").text_content()
    notebook.wait_until_idle()
    assert not notebook.was_run("keep-code")
    use_credentials(notebook)
    notebook.run("check-code", "keep-code")
    notebook.said("check-code", "Everything works")

    notebook = opened("02_user_access_token")
    notebook.run_all()
    notebook.output("response-code").get_by_text("Not yet: press Authorize").wait_for()
    assert not notebook.was_run("token-code")


def test_a_step_without_the_one_before_names_the_notebook(lab, opened):
    notebook = opened("03_save_the_token")
    notebook.run("begin-code", "saved-code")
    said = notebook.said("saved-code", "02_user_access_token")
    assert "Traceback" not in said
    notebook = opened("02_user_access_token")
    notebook.run_through("request-code")
    notebook.said("request-code", "00_get_ready")
    notebook.run("response-code")
    said = notebook.said("response-code", "the name panel is not known")
    assert "Traceback" not in said


def test_refusal_is_shown_as_what_it_is(lab, ready, opened):
    notebook = opened("02_user_access_token")
    notebook.run_through("request-code")
    tab = sign_in_tab(notebook)
    sign_in(tab)
    tab.get_by_role("button", name="Cancel").click()
    tab.get_by_text("You pressed Cancel").wait_for()
    assert "?" not in tab.url
    tab.close()
    notebook.output("request-code").get_by_text("You pressed Cancel").wait_for()
    notebook.run("response-code")
    notebook.said("response-code", "Not yet")
    assert "user" not in saved(lab)
    # The same panel takes a change of mind.
    tab = sign_in_tab(notebook)
    tab.get_by_role("button", name="Authorize", exact=True).click()
    tab.get_by_role("heading", name="Your token has arrived").wait_for()
    tab.close()
    notebook.said("request-code", "The token has arrived")


def test_the_pasted_address(lab, ready, opened):
    notebook = opened("02_user_access_token")
    # Another program has the port, and shows no page. On a remote kernel it looks the same.
    with answering(port=int(lab.redirect_uri.rpartition(":")[2])):
        notebook.run_through("request-code")
        panel = notebook.output("request-code")
        notebook.said("request-code", "already listens on port")
        tab = sign_in_tab(notebook)
        history = tab.context.new_cdp_session(tab)
        sign_in(tab)
        tab.get_by_role("button", name="Authorize", exact=True).click(no_wait_after=True)
        tab.locator("#main-frame-error").wait_for()
        address = address_bar(history)
    tab.close()
    assert "#access_token=" in address, "the browser keeps the whole address"
    panel.get_by_label("Address").fill("  " + address + "\n")
    panel.get_by_role("button", name="Use this address").click()
    panel.get_by_text("The token has arrived").wait_for()
    assert panel.get_by_label("Address").input_value() == ""
    notebook.run("response-code", "token-code")
    assert len(saved(lab)["user"]["scopes"]) == 10


def test_a_wrong_secret(lab, opened):
    notebook = opened("01_app_access_token")
    notebook.run_through("form-code")
    form = notebook.output("form-code")
    form.get_by_label("Client secret").fill("wrong-secret-wrong-secret")
    form.get_by_role("button", name="Use these credentials").click()
    form.get_by_text("In use: the client ID").wait_for()
    assert form.get_by_label("Client secret").input_value() == ""
    notebook.run("request-code")
    shown = notebook.said("request-code", "403 Forbidden")
    assert "invalid client secret" in shown
    assert "New Secret" in shown
    notebook.run("token-code")
    said = notebook.said("token-code", "the secret is not")
    assert "Traceback" not in said
    assert not (lab.home / "tokens.sandbox.json").exists()


def test_a_page_reload_keeps_the_form_at_work(lab, opened):
    notebook = opened("00_get_ready")
    notebook.run_through("credentials-code")
    notebook.save()
    notebook.page.reload()
    notebook.wait_until_idle()
    use_credentials(notebook)
    notebook.run("check-code")
    notebook.said("check-code", "Everything works")


def test_the_scope_form(lab, opened):
    notebook = opened("02_user_access_token")
    notebook.run_through("scopes-code")
    form = notebook.output("scopes-code")
    form.get_by_label("Search").type("chat:read")
    form.get_by_label("chat:read: Read chat over IRC").check()
    form.get_by_text("11 scopes").wait_for()
    assert "user:edit chat:read" in form.text_content()
    form.get_by_label(re.compile("^clips:edit")).uncheck()
    form.get_by_text("10 scopes").wait_for()
    assert "clips:edit " not in form.locator("code").last.text_content()


def test_the_stop_button_leaves_one_sentence(lab, opened):
    notebook = opened("00_get_ready")
    notebook.run("begin-code")
    editor = notebook.cell("where-code").locator(".jp-InputArea-editor")
    editor.click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.type("import threading; print('on'); threading.Event().wait(60)")
    notebook.page.keyboard.press("Shift+Enter")
    notebook.output("where-code").get_by_text("on", exact=True).wait_for()
    lab.interrupt()
    notebook.output("where-code").get_by_text("Stopped: you pressed the stop button").wait_for()
    said = notebook.output("where-code").text_content()
    assert "Traceback" not in said
    assert "KeyboardInterrupt" not in said
