"""How learners at a hub go through the notebooks: step by step, all of them at once."""

from collections.abc import Callable, Iterable

from tests.browser.notebook import Notebook, close_tabs
from tests.browser.steps import use_credentials
from tests.hub.learner import Learner

Yes = Callable[[Notebook, str], None]  # says yes in the panel of this cell


def sign_in_together(learners: Iterable[Learner]) -> None:
    """Let all sign in at the hub, and wait until each has JupyterLab in front."""
    for learner in learners:
        learner.sign_in()
    for learner in learners:
        learner.wait_for_jupyterlab()


def enter_credentials(learner: Learner, client_id: str = "", secret: str = "") -> None:
    """Go through 00. In the sandbox, the form is filled in already."""
    notebook = learner.opened("00_get_ready")
    notebook.run_through("credentials-code")
    form = notebook.output("credentials-code")
    if client_id:
        form.get_by_label("Client ID").fill(client_id)
        form.get_by_label("Client secret").fill(secret)
    use_credentials(notebook)
    go_on(notebook, "check-code")


def run(learner: Learner, name: str) -> None:
    """Go through a notebook in which nobody has to say yes."""
    go_on(learner.opened(name), "begin-code")


def say_yes_together(
    learners: Iterable[Learner], name: str, yes: Yes, *, panel: str, then: str
) -> None:
    """Go through a notebook with a panel: all stand before it at the same time."""
    notebooks = [learner.opened(name) for learner in learners]
    for notebook in notebooks:
        notebook.run_through(panel)
    for notebook in notebooks:
        yes(notebook, panel)
        go_on(notebook, then)


def open_here(notebook: Notebook, panel: str, *, again: bool = False) -> None:
    """Sign in and say yes on the sandbox's own pages, inside the notebook.

    `again`: the sandbox remembers the yes, and does not ask for it.
    """
    output = notebook.output(panel)
    output.get_by_role("button", name="Open here").click()
    output.get_by_label("TwitchDev").check()
    output.get_by_role("button", name="Sign in").click()
    if not again:
        output.get_by_role("button", name="Authorize", exact=True).click()
    notebook.said(panel, "has arrived")


def go_on(notebook: Notebook, first: str) -> None:
    """Run the rest of a notebook; it must end with everything that it promises."""
    notebook.run_from(first)
    notebook.said("done-code", "Checkpoint: all there")
    assert "Traceback" not in notebook.panel.text_content()
    notebook.save()
    close_tabs(notebook.page)  # what is open and not looked at only costs time
