"""A secret that was typed into a form and not yet used is in no file and in no message back."""

import pytest

from tests.browser.notebook import Notebook

pytestmark = pytest.mark.browser

MARKER = "marker0typed0and0not0yet0used0"
SAVE_STATE = "Save Widget State Automatically"


@pytest.fixture
def careless(opened) -> Notebook:
    """Notebook 00 up to its form, in a JupyterLab that saves the state of all widgets."""
    notebook = opened("00_get_ready")
    notebook.choose("Settings", SAVE_STATE)
    notebook.run_through("credentials-code")
    yield notebook
    notebook.choose("Settings", SAVE_STATE)


@pytest.fixture
def heard(page) -> list[str]:
    """What the kernel says to the browser from now on."""
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda f: frames.append(f)))
    return frames


@pytest.mark.parametrize("leave", ["stay in the field", "Tab", "Enter"])
def test_a_secret_that_was_typed_only(heard, careless, lab, leave):
    field = careless.output("credentials-code").get_by_label("Client secret")
    field.press_sequentially(MARKER)
    if leave != "stay in the field":
        field.press(leave)
        hidden = f"{len(MARKER)} characters entered (hidden)"
        careless.output("credentials-code").get_by_placeholder(hidden).wait_for()
        assert field.input_value() == ""
    careless.save()
    saved = lab.notebooks / "00_get_ready.ipynb"
    assert '"widgets"' in saved.read_text()
    for path in [saved, *lab.folder.rglob("*checkpoint*.ipynb")]:
        assert MARKER not in path.read_text(), path
    said = [frame if isinstance(frame, bytes) else frame.encode() for frame in heard]
    assert said
    assert not any(MARKER.encode() in frame for frame in said)


def test_what_was_entered_is_used_and_said_by_its_length(careless):
    form = careless.output("credentials-code")
    form.get_by_label("Client secret").press_sequentially(MARKER)
    form.get_by_role("button", name="Use these credentials").click()
    careless.said("credentials-code", f"a secret of {len(MARKER)} characters")
