"""A course that is installed once for everybody: a read-only copy, and somebody who uses it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.notebooks.files import PROJECT

NOBODY = 65534
PARTS = ("helpers", "notebooks", "tests")


# An account without privileges, but that it may read what root may: Python may be in root's home.
AS_NOBODY = (
    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)


# What every Python of this installation begins with: only a front end elsewhere has these.
WITHOUT_FRONT_END = """
import sys
from importlib import metadata

FRONT_ENDS = ("jupyterlab", "jupyter_server", "jupyterlab_server", "notebook")
sys.modules.update(dict.fromkeys(FRONT_ENDS))
found = metadata.distribution


def distribution(name):
    if name in FRONT_ENDS:
        raise metadata.PackageNotFoundError(name)
    return found(name)


metadata.distribution = distribution
"""


@dataclass(frozen=True)
class Installation:
    """The read-only copy, and a folder beside it in which each person has a home."""

    course: Path
    people: Path

    def home_of(self, person: str) -> Path:
        home = self.people / person
        if not home.exists():
            home.mkdir(mode=0o700)
            if os.geteuid() == 0:
                os.chown(home, NOBODY, NOBODY)
        return home

    def run(self, person: str, *arguments: str, **setting: str) -> subprocess.CompletedProcess[str]:
        """Run Python as `person`, in the folder of the notebooks."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TWITCH_COURSE", "XDG_", "JUPYTER", "PYTEST", "PYTHON"))
        }
        home = str(self.home_of(person))
        environment = {**kept, "HOME": home, "TMPDIR": home, "PYTHONPATH": str(self.course)}
        return subprocess.run(
            [*(AS_NOBODY if os.geteuid() == 0 else ()), sys.executable, *arguments],
            cwd=self.course / "notebooks",
            env=environment | setting,
            capture_output=True,
            text=True,
        )


@contextmanager
def shared_installation() -> Iterator[Installation]:
    """Install a read-only copy of the course. Skips the test where root cannot be somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        base.chmod(0o755)  # unlike pytest's own folders: other accounts must get in
        installation = Installation(base / "course", base / "people")
        installation.people.mkdir()
        for part in PARTS:
            junk = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(PROJECT / part, installation.course / part, ignore=junk)
        (installation.course / "sitecustomize.py").write_text(WITHOUT_FRONT_END)
        _chmod(installation.course, folders=0o555, others=0o444)
        if os.geteuid() == 0 and not _can_be_nobody():
            pytest.skip("root may write anywhere, and cannot become somebody else here (setpriv)")
        try:
            yield installation
        finally:
            _chmod(installation.course, folders=0o755, others=0o644)


def _can_be_nobody() -> bool:
    if not shutil.which(AS_NOBODY[0]):
        return False
    return subprocess.run([*AS_NOBODY, "true"], capture_output=True).returncode == 0


def _chmod(folder: Path, *, folders: int, others: int) -> None:
    for each in [folder, *folder.rglob("*")]:
        each.chmod(folders if each.is_dir() else others)
