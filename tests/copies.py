"""A copy of the repository as a fresh clone has it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.notebooks.files import PROJECT


def copy_of_the_repository(to: Path) -> Path:
    """Copy every file that git knows, and return the copy's folder. Skips where there is no git."""
    if not (shutil.which("git") and (PROJECT / ".git").exists()):
        pytest.skip("only in a clone, with git, is it known which files belong to the course")
    # The clone may belong to another account, as where it is mounted into a container.
    names = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-zco", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, names.stdout.split("\0")):
        source, target = PROJECT / name, to / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return to
