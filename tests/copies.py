"""A copy of the repository as a fresh clone has it."""

import shutil
import subprocess
from pathlib import Path

from tests.notebooks.files import PROJECT


def copy_of_the_repository(to: Path) -> Path:
    """Copy every file that git knows, and return the copy's folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        source, target = PROJECT / name, to / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return to
