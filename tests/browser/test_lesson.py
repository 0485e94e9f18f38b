"""The lesson in JupyterLab, in a real browser, as a learner goes through it."""

import re

import pytest

from tests.browser.steps import (
    SIGN_IN,
    TOKEN_FILE,
    address_bar,
    find_nobody_at,
    holding,
    paste_address,
    saved,
    secrets_of,
    sign_in,
    sign_in_tab,
    use_credentials,
)
from tests.notebooks import files
from tests.wire.bad_server import answering

pytestmark = pytest.mark.browser

# The four notebooks of the lesson itself; test_browser_grants goes through the later ones.
LESSON = files.NAMES[:4]


def test_the_whole_lesson(lab, opened, visited):
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
    notebook.run_from("response-code")
    notebook.said("response-code", "the same as was sent")
    notebook.said("done-code", "Checkpoint: all there")
    notebook.save()

    notebook = opened("03_save_the_token")
    notebook.run_from("begin-code")
    notebook.said("response-code", "TwitchDev")
    notebook.said("file-code", "Only your own account")
    notebook.said("done-code", "Checkpoint: all there")
    assert saved(lab)["user"]["login"] == "twitchdev"

    # Once everything is saved, each notebook runs from top to bottom without a click.
    for name in LESSON:
        notebook = opened(name, again=True)
        notebook.restart_and_run_all()
        notebook.said_anew("done-code", "Checkpoint: all there")
        assert "Not yet" not in notebook.panel.text_content()
        notebook.save()

    # No secret is in any file but the token file.
    secrets = secrets_of(lab)
    assert len(secrets) >= 4
    assert holding(lab, secrets) == {TOKEN_FILE}
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


def test_refusal_is_shown_as_what_it_is(lab, stand_before, opened):
    stand_before("01_app_access_token")
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


def test_chosen_scopes_and_the_pasted_address(lab, stand_before, opened):
    stand_before("01_app_access_token")
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

    # Another program has the port: nobody is sent there.
    with answering(port=int(lab.redirect_uri.rpartition(":")[2])):
        notebook.run("request-code")
        notebook.said("request-code", "already listens on port")
        assert notebook.output("request-code").get_by_role("link", name=SIGN_IN).count() == 0

    # The notebook waits, but on another machine: the browser finds nobody.
    notebook.run("request-code")
    panel = notebook.output("request-code")
    tab = sign_in_tab(notebook)
    devtools = tab.context.new_cdp_session(tab)
    find_nobody_at(lab.redirect_uri, devtools)
    sign_in(tab)
    tab.get_by_role("button", name="Authorize", exact=True).click(no_wait_after=True)
    tab.locator("#main-frame-error").wait_for()
    address = address_bar(devtools)
    tab.close()
    assert "#access_token=" in address, "the browser keeps the whole address"
    paste_address(notebook, "  " + address + "\n", "The token has arrived")
    assert panel.get_by_label("Address").input_value() == ""
    assert panel.get_by_role("link", name=SIGN_IN).count() == 0, "Authorize is off"
    notebook.run("response-code", "token-code")
    scopes = saved(lab)["user"]["scopes"]
    assert len(scopes) == 10
    assert "chat:read" in scopes
    assert "clips:edit" not in scopes


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
