"""One line installs the course, whatever folder it is typed in: into an empty environment."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.copies import copy_of_the_repository

pytestmark = pytest.mark.slow


def run(folder: Path, *command: str) -> str:
    folder.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_everything_is_found_from_another_folder(tmp_path):
    course = copy_of_the_repository(tmp_path / "a course")
    pip = (sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps")
    said = run(tmp_path / "elsewhere", *pip, "-r", str(course / "tests" / "requirements.txt"))
    would = next(line for line in said.splitlines() if line.startswith("Would install"))
    assert {"twitch-access-tokens-companion-1.0.0+course", "jupyterlab-4.6.6"} <= set(would.split())


def test_helpers_are_those_of_the_course_and_an_edit_counts(tmp_path):
    course = copy_of_the_repository(tmp_path / "a course")
    lines = (course / "requirements.txt").read_text().splitlines()
    own = [line for line in lines if line.startswith(("--find-links", "twitch-access"))]
    own_lines = course / "ours.txt"
    own_lines.write_text("\n".join(own))
    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env" / "bin" / "python")
    run(tmp_path / "elsewhere", python, "-m", "pip", "install", "-r", str(own_lines))
    where = run(tmp_path / "elsewhere", python, "-c", "import helpers; print(helpers.__file__)")
    assert Path(where.strip()) == course / "helpers" / "__init__.py"
    (course / "helpers" / "errors.py").write_text("print('edited')")
    assert run(tmp_path / "elsewhere", python, "-c", "import helpers.errors") == "edited\n"
