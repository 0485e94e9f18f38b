"""A secret that was typed into a form and not yet used is in no file and in no message back."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser.notebook import Notebook

pytestmark = pytest.mark.browser

MARKER = "marker0typed0and0not0yet0used0"
ADDRESS = f"http://localhost:3000/#access_token={MARKER}&scope=&state=s&token_type=bearer"
SAVE_STATE = "Save Widget State Automatically"
# Where something secret is typed: the notebook, its cell, the field, and what is typed.
SECRET = ("00_get_ready", "credentials-code", "Client secret", MARKER)
PASTED = ("02_user_access_token", "request-code", "Address", ADDRESS)


@pytest.fixture
def careless(opened, stand_before) -> Iterator[Callable[[str, str], Notebook]]:
    """Runs a notebook up to a cell, in a JupyterLab that saves the state of all widgets."""
    notebooks: list[Notebook] = []

    def careless(name: str, last: str) -> Notebook:
        stand_before(name)
        notebooks.append(opened(name))
        notebooks[0].choose("Settings", SAVE_STATE)
        notebooks[0].run_through(last)
        return notebooks[0]

    yield careless
    notebooks[0].choose("Settings", SAVE_STATE)


@pytest.fixture
def heard(page) -> list[str]:
    """What the kernel says to the browser from now on."""
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda f: frames.append(f)))
    return frames


@pytest.mark.parametrize("leave", ["stay in the field", "Tab", "Enter"])
@pytest.mark.parametrize(("name", "cell_id", "label", "typed"), [SECRET, PASTED])
def test_a_secret_that_was_typed_only(heard, careless, lab, name, cell_id, label, typed, leave):
    notebook = careless(name, cell_id)
    field = notebook.output(cell_id).get_by_label(label)
    field.press_sequentially(typed)
    if leave != "stay in the field":
        field.press(leave)
        hidden = f"{len(typed)} characters entered (hidden)"
        notebook.output(cell_id).get_by_placeholder(hidden).wait_for()
        assert field.input_value() == ""
    notebook.save()
    saved = lab.notebooks / f"{name}.ipynb"
    assert '"widgets"' in saved.read_text()
    for path in [saved, *lab.folder.rglob("*checkpoint*.ipynb")]:
        assert MARKER not in path.read_text(), path
    said = [frame if isinstance(frame, bytes) else frame.encode() for frame in heard]
    assert said
    assert not any(MARKER.encode() in frame for frame in said)


def test_what_was_entered_is_used_and_said_by_its_length(careless):
    notebook = careless("00_get_ready", "credentials-code")
    form = notebook.output("credentials-code")
    form.get_by_label("Client secret").press_sequentially(MARKER)
    form.get_by_role("button", name="Use these credentials").click()
    notebook.said("credentials-code", f"a secret of {len(MARKER)} characters")
