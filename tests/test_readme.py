"""What the README promises is there."""

import re

from helpers.course import lessons
from tests.notebooks.files import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_its_table_is_the_list_of_notebooks():
    rows = re.findall(r"^\| \[(\w+)\]\(notebooks/(\w+)\.ipynb\) \| (.+) \|$", README, flags=re.M)
    assert rows == [(each.name, each.name, each.gives) for each in lessons.LESSONS]


def test_every_file_that_it_names_exists():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (PROJECT / target).exists(), target
    for module in re.findall(r"python -m (tests[\w.]+|helpers[\w.]+)", README):
        path = PROJECT / module.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").is_file(), module


def test_ci_runs_the_test_command_of_the_readme():
    ci = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    install, test = re.findall(r"-r tests/requirements\.txt|\.venv/bin/pytest$", README, flags=re.M)
    assert install in ci
    assert re.search(rf"{re.escape(test)}$", ci, flags=re.M)


def test_every_requirement_is_pinned_and_says_who_needs_it():
    for name in ("requirements.txt", "tests/requirements.txt"):
        lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
        for line in lines:
            if line and not line.startswith(("#", "-")):
                assert re.fullmatch(r"[\w\[\]-]+==[\w.+]+ +# .+", line), line
