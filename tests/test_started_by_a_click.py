"""Binder, Codespaces and VS Code: the files that they read, and the steps that those name."""

import json
import os
import re
import subprocess
import venv
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from helpers import settings
from tests.copies import copy_of_the_repository
from tests.notebooks.files import PROJECT

CONTAINER = json.loads((PROJECT / ".devcontainer" / "devcontainer.json").read_text())
# What repo2docker runs, in the repository's folder, for a requirements.txt in .binder.
BINDER = "pip install --no-cache-dir -r .binder/requirements.txt"
FIRST = """
import nbformat
from nbclient import NotebookClient

NotebookClient(nbformat.read("notebooks/00_get_ready.ipynb", 4)).execute(cwd="notebooks")
"""


def test_the_port_of_the_redirect_uri_is_forwarded_and_labelled():
    port = urlsplit(settings.DEFAULT_REDIRECT_URI).port
    assert CONTAINER["forwardPorts"] == [port]
    labelled = CONTAINER["portsAttributes"][str(port)]
    assert labelled["label"]
    assert labelled["requireLocalPort"], "another port is not the registered redirect URI"


def test_both_have_a_python_that_the_course_runs_on():
    pyproject = (PROJECT / "pyproject.toml").read_text()
    least = re.search(r'requires-python = ">=3\.(\d+)"', pyproject)
    for text in (CONTAINER["image"], (PROJECT / ".binder" / "runtime.txt").read_text().strip()):
        minor = re.fullmatch(r"python[:-]3\.(\d+)", text)
        assert int(minor[1]) >= int(least[1])


@pytest.mark.slow
def test_their_steps_install_the_course_in_an_empty_environment(tmp_path):
    course = copy_of_the_repository(tmp_path / "course")
    venv.create(tmp_path / "env", with_pip=True)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    path = f"{tmp_path / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**kept, "PATH": path, "TWITCH_COURSE_HEADLESS": "1"}

    def run(command: str, *more: str) -> str:
        done = subprocess.run(
            [*command.split(), *more], cwd=course, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(CONTAINER["postCreateCommand"])
    assert "Would install" not in run(f"{BINDER} --dry-run"), "both install the same"
    run("python -c", FIRST)
    where = run("python -c", "import helpers; print(helpers.__file__)")
    assert Path(where.strip()).is_relative_to(course)
