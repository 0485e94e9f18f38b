"""A learner's copy of the notebooks: running it changes nothing that git tracks."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.copies import copy_of_the_repository
from tests.notebooks import files
from tests.tools.refresh import headless_environment

COPY = "my-notebooks"
WHO = {
    f"GIT_{role}_{what}": f"{role.lower()}@example.org"
    for role in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    environment = {**os.environ, **WHO}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    """The published repository."""
    folder = copy_of_the_repository(tmp_path / "upstream")
    git(folder, "init", "-q")
    commit(folder, "first")
    return folder


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


def run_and_save(path: Path, course: Path, home: Path) -> None:
    """Run a notebook where it is, as somebody does who then saves it."""
    notebook = files.read(path)
    for cell in files.code_cells(notebook):
        cell.outputs = []
    resources = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(notebook, timeout=60, kernel_name="python3", resources=resources)
    client.execute(env=headless_environment(home) | {"PYTHONPATH": str(course)})
    nbformat.write(notebook, path)


def test_a_copy_can_be_run_and_a_newer_course_pulled(upstream, tmp_path):
    git(tmp_path, "clone", "-q", str(upstream), "clone")
    clone = tmp_path / "clone"
    copy = shutil.copytree(clone / "notebooks", clone / COPY)
    lesson = copy / "01_app_access_token.ipynb"
    before = lesson.read_text()
    run_and_save(lesson, clone, tmp_path / "home")
    assert lesson.read_text() != before, "a run is kept in the file"
    assert git(clone, "status", "--porcelain") == ""

    newer = upstream / "notebooks" / lesson.name
    newer.write_text(newer.read_text().replace("client credentials grant", "another grant"))
    commit(upstream, "newer")
    after = lesson.read_text()
    git(clone, "pull", "-q", "--ff-only")
    assert "another grant" in (clone / "notebooks" / lesson.name).read_text()
    assert lesson.read_text() == after, "the learner's own work is untouched"


def test_every_link_of_a_copy_leads_somewhere(tmp_path):
    course = copy_of_the_repository(tmp_path / "course")
    copy = shutil.copytree(course / "notebooks", course / COPY)
    found = []
    for path in copy.glob("*.ipynb"):
        for cell in files.read(path).cells:
            found += re.findall(r"\]\((?!https?:|#)([^)#]+)", cell.source)
    assert len(found) > 30
    assert [link for link in found if not (copy / link).exists()] == []


def test_the_readme_names_the_folder_that_git_ignores():
    readme = (files.PROJECT / "README.md").read_text()
    assert f"cp -r notebooks {COPY}" in readme
    assert f"/{COPY}/" in (files.PROJECT / ".gitignore").read_text().splitlines()
