"""A kernel on another computer: the whole sign-in takes place inside the notebook."""

from collections.abc import Iterator

import pytest

from tests.browser.lab import Lab, running_lab
from tests.browser.notebook import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def remote_lab(chromium, tmp_path_factory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("remote"), remote=True) as lab:
        yield lab


@pytest.fixture
def asked(page) -> list[str]:
    """Every address that the browser asks for."""
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    return addresses


def test_cancel_then_authorize_by_keyboard(page, remote_lab, asked):
    ready = Notebook(page, remote_lab, "00_get_ready")
    ready.run_through("credentials-code")
    form = ready.output("credentials-code")
    form.get_by_role("button", name="Use these credentials").click()
    form.get_by_text("In use").wait_for()
    ready.run_from(ready.code_ids[ready.code_ids.index("credentials-code") + 1])

    notebook = Notebook(page, remote_lab, "02_user_access_token")
    notebook.run_through("request-code")
    panel = notebook.output("request-code")
    panel.get_by_role("button", name="Open here").click()
    panel.get_by_role("heading", name="Who is signing in?").wait_for()
    panel.get_by_label("Marta_Paints").check()
    panel.get_by_role("button", name="Sign in", exact=True).click()
    panel.get_by_role("heading", name="Authorize Sandbox practice app?").wait_for()
    panel.get_by_role("button", name="Cancel", exact=True).click()
    panel.get_by_text("You pressed Cancel").wait_for()

    panel.get_by_role("button", name="Open here").focus()
    page.keyboard.press("Enter")
    panel.get_by_role("heading", name="Authorize Sandbox practice app?").wait_for()
    panel.locator(":focus", has_text="Close this page").wait_for()  # at the head of the new page
    for name in ("Sign in as someone else", "Authorize"):
        page.keyboard.press("Tab")
        panel.locator(":focus", has_text=name).wait_for()
    page.keyboard.press("Enter")
    panel.get_by_text("The token has arrived").wait_for()
    lab = remote_lab.url
    assert [each for each in asked if each.startswith("http") and not each.startswith(lab)] == []
