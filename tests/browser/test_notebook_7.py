"""Jupyter Notebook 7 in place of JupyterLab: the lesson as far as the user access token."""

import pytest

from tests.browser.lab import running_lab
from tests.browser.notebook_7 import Notebook7
from tests.browser.steps import saved, say_yes, sign_in, sign_in_tab, use_credentials

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running_jupyterlab(chromium, tmp_path_factory):
    """Its place is taken by the other application."""
    pytest.importorskip("notebook", reason="The package notebook is missing (tests/requirements).")
    with running_lab(tmp_path_factory.mktemp("notebook"), program="notebook") as lab:
        yield lab


def test_from_the_first_notebook_to_the_token(lab, page):
    notebook = Notebook7(page, lab, "00_get_ready")
    notebook.run_through("credentials-code")
    use_credentials(notebook)
    notebook.run_from("check-code")
    notebook.said("done-code", "Checkpoint: all there")
    notebook.save()

    notebook = notebook.follow("navigation-bottom", "01_app_access_token")
    notebook.run_from("begin-code")
    notebook.said("request-code", "200 OK")
    notebook.said("done-code", "Checkpoint: all there")

    notebook = notebook.follow("navigation-bottom", "02_user_access_token")
    notebook.run_through("request-code")
    tab = sign_in_tab(notebook)
    sign_in(tab)
    say_yes(tab, "Your token has arrived")
    notebook.said("request-code", "The token has arrived")
    notebook.run_from("response-code")
    notebook.said("done-code", "Checkpoint: all there")
    assert saved(lab)["user"]["access_token"]
