"""What every test shares: a run without a person for the notebooks, an own folder for the rest."""

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import embedded
from helpers.sandbox import Running
from tests.notebooks import PROJECT

SETTINGS = ("MODE", "HOME", "HEADLESS", "REDIRECT_URI", "ID_URL", "API_URL")


def pytest_configure(config: pytest.Config) -> None:
    # nbval starts kernels with this process's environment, before any fixture could set it.
    scratch = tempfile.mkdtemp(prefix="twitch-course-tests-")
    config.add_cleanup(lambda: shutil.rmtree(scratch, ignore_errors=True))
    for name in SETTINGS:
        os.environ.pop(f"TWITCH_COURSE_{name}", None)
    os.environ["TWITCH_COURSE_HEADLESS"] = "1"
    os.environ["TWITCH_COURSE_HOME"] = scratch
    os.environ["PYTHONPATH"] = str(PROJECT)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty course folder, in sandbox mode, with a person: what a learner starts with."""
    for name in SETTINGS:
        monkeypatch.delenv(f"TWITCH_COURSE_{name}", raising=False)
    folder = tmp_path / "saved"
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(folder))
    yield folder
    # Stopping takes 0.2 s, and no other test meets this folder: do not wait for it.
    threading.Thread(target=embedded.stop_all).start()


@pytest.fixture
def sandbox(home: Path) -> Running:
    """The embedded sandbox, as a notebook would start it."""
    return embedded.sandbox()
