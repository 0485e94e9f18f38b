"""No secret leaves its place: not in the repository, not in a run without a person.

The interactive half, in a browser, is in test_lesson.py and test_grants.py.
"""

import json
import re

import nbformat
import pytest
from nbclient import NotebookClient

from helpers import settings
from helpers.course import headless
from helpers.wire import embedded
from tests.browser.steps import ID_TOKEN, secrets_in
from tests.notebooks import files
from tests.tools import refresh
from tests.tools.refresh import clean, execute, set_navigation


@pytest.fixture(scope="module")
def markers() -> list[str]:
    """What a run without a person meets: every secret of its sandbox, by the end of the course."""
    patch = pytest.MonkeyPatch()
    patch.setenv("TWITCH_COURSE_HEADLESS", "1")
    patch.setenv("TWITCH_COURSE_HOME", "")
    try:
        headless.prepare(files.NAMES[-1])
        return secrets_in(settings.home() / "sandbox.sqlite3")
    finally:
        embedded.stop_all()
        patch.undo()


def test_the_markers_are_what_the_notebooks_show_the_start_of(markers):
    # Otherwise the tests below would look for something that was never there.
    stored = "".join(files.path_of(name).read_text("utf-8") for name in files.NAMES)
    starts = re.findall(r"(\w{4})… \((?:30|50) characters\)", stored)
    assert len({marker[:4] for marker in markers} & set(starts)) >= 7
    assert len(markers) >= 9, "a client secret; five access tokens; three refresh tokens"


def test_no_file_of_the_project_holds_one(markers):
    elsewhere = {
        ".git",
        ".venv",
        ".tools",
        "saved",
    }  # what git leaves out; tokens belong into saved/
    for path in files.PROJECT.rglob("*"):
        inside = path.relative_to(files.PROJECT)
        if path.is_file() and inside.parts[0] not in elsewhere:
            content = path.read_bytes()
            assert not any(marker.encode() in content for marker in markers), inside


@pytest.fixture
def heard(monkeypatch) -> list[str]:
    """All that the kernel says: outputs, and what widgets tell the browser."""
    messages: list[str] = []

    class Listening(NotebookClient):
        def process_message(self, message, cell, cell_index):
            messages.append(json.dumps(message["content"], default=str))
            return super().process_message(message, cell, cell_index)

    monkeypatch.setattr(refresh, "NotebookClient", Listening)
    return messages


@pytest.mark.parametrize("name", files.NAMES[::-1])  # any order: here, backwards
def test_a_run_that_stores_all_it_can_stores_no_secret(
    name, markers, heard, home, tmp_path, monkeypatch
):
    # The careless way: widget state and all, as "jupyter execute" does it.
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    home.mkdir()
    notebook = files.read(files.path_of(name))
    execute(notebook, home, store_widget_state=True)
    nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    assert heard
    assert not [message for message in heard if any(marker in message for marker in markers)]
    found = [
        str(path.relative_to(tmp_path))
        for path in tmp_path.rglob("*")
        if path.is_file() and any(marker.encode() in path.read_bytes() for marker in markers)
    ]
    assert all("tokens.sandbox.json" in each or "sandbox.sqlite3" in each for each in found), found
    assert not ID_TOKEN.search((tmp_path / f"{name}.ipynb").read_bytes())

    # And a run gives just what is committed: refreshing it would change nothing.
    set_navigation(notebook, name)
    clean(notebook)
    assert nbformat.writes(notebook) + "\n" == files.path_of(name).read_text(encoding="utf-8")
