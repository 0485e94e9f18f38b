"""What the tests of the saved tokens share."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import clock
from helpers.tokens import file
from tests.tokens.counted_sandbox import service as service
from tests.tokens.files import SECRET, save
from tests.tokens.saved import NOON


@pytest.fixture(autouse=True)
def no_notices() -> None:
    """What other tests left to be told is not told in this one."""
    file.take_notices()


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def path(home: Path) -> Path:
    return home / "tokens.sandbox.json"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A token file in a folder that every user of the computer may look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    save(folder / "tokens.json", app=SECRET)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)
