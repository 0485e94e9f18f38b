"""What several rooms share: an empty course folder for every test, and the two sandboxes."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.sandbox import Running
from helpers.wire import embedded
from tests.sandbox.box import Box, running_box

SETTINGS = ("MODE", "HOME", "HEADLESS", "REDIRECT_URI", "ID_URL", "API_URL")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the report of a live run, whatever became of it (also where xdist ran the test)."""
    for outcome in ("passed", "failed"):
        for test in terminalreporter.getreports(outcome):
            for name, text in test.user_properties if test.when == "call" else ():
                terminalreporter.section(name)
                terminalreporter.write_line(str(text))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty course folder, in sandbox mode, with a person: what a learner starts with."""
    for name in SETTINGS:
        monkeypatch.delenv(f"TWITCH_COURSE_{name}", raising=False)
    monkeypatch.setenv("TWITCH_COURSE_REMOTE", "0")  # wherever the tests are run
    folder = tmp_path / "saved"
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(folder))
    yield folder
    # Stopping takes 0.2 s, and no other test meets this folder: do not wait for it.
    threading.Thread(target=embedded.stop_all).start()


@pytest.fixture
def sandbox(home: Path) -> Running:
    """The embedded sandbox, as a notebook would start it."""
    return embedded.sandbox()


@pytest.fixture
def public(sandbox: Running) -> str:
    """The client ID of the embedded sandbox's application without a secret."""
    return sandbox.public_client_id


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    """A sandbox of the module's own, with a clock that stands still until a test moves it."""
    with running_box() as box:
        yield box
