"""Run every notebook without a person and store its outputs: `python -m tests.tools.refresh`.

For a teacher who has edited a notebook: refresh, read the diff, commit. Run twice, it changes
nothing. With --check it writes nothing, and exits with 1 if something would change.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from helpers.course import lessons
from tests.notebooks import files

# What a notebook's metadata may hold: nothing of the machine that ran it.
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Refresh the notebooks' stored outputs.")
    parser.add_argument("names", nargs="*", default=files.NAMES, help="default: all of them")
    parser.add_argument("--check", action="store_true", help="write nothing, only tell")
    arguments = parser.parse_args()
    try:
        changed = [name for name in arguments.names if refresh(name, write=not arguments.check)]
    except CellExecutionError as problem:
        print(f"{problem}\nA cell failed, so its notebook is left as it was. Mend it, run again.")
        return 1
    verb = "would change" if arguments.check else "changed"
    print(f"{len(arguments.names)} notebooks run, {len(changed)} {verb}: {', '.join(changed)}")
    return 1 if changed and arguments.check else 0


def refresh(name: str, *, write: bool = True) -> bool:
    """Return whether the notebook's file differed from what a run now gives."""
    path = files.path_of(name)
    before = path.read_text(encoding="utf-8")
    text = nbformat.writes(run(files.read(path), name)) + "\n"
    if write and text != before:
        path.write_text(text, encoding="utf-8")
    return text != before


def run(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the notebook with fresh navigation and outputs."""
    set_navigation(notebook, name)
    with tempfile.TemporaryDirectory() as home:
        execute(notebook, Path(home))
    clean(notebook)
    return notebook


def execute(notebook: NotebookNode, home: Path, *, store_widget_state: bool = False) -> None:
    """Run every cell without a person. Raises CellExecutionError at the first that fails."""
    client = NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        store_widget_state=store_widget_state,  # it would hold what was typed
        record_timing=False,
        resources={"metadata": {"path": str(files.FOLDER)}},
    )
    client.execute(env=headless_environment(home))


def headless_environment(home: Path) -> dict[str, str]:
    """Return this process's environment, set for a run without a person."""
    kept = {name: value for name, value in os.environ.items() if "TWITCH_COURSE" not in name}
    return {
        **kept,
        "TWITCH_COURSE_HEADLESS": "1",
        "TWITCH_COURSE_HOME": str(home),
        "PYTHONPATH": str(files.PROJECT),
    }


def clean(notebook: NotebookNode) -> None:
    """Leave nothing in the metadata but the kernel's name and the cells' tags."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})


def set_navigation(notebook: NotebookNode, name: str) -> None:
    """Write the links to the notebooks before and after into the cells tagged "navigation"."""
    for cell in notebook.cells:
        if files.has_tag(cell, "navigation"):
            cell.source = navigation(name)


def navigation(name: str) -> str:
    """Return the navigation line of a notebook: previous, contents, next."""
    before, after = lessons.neighbours(name)
    links = []
    if before:
        links.append(f"Previous: [{before.title}]({before.name}.ipynb)")
    links.append("[Contents](00_get_ready.ipynb#2.-The-course)")
    if after:
        links.append(f"Next: [{after.title}]({after.name}.ipynb)")
    return " · ".join(links)


if __name__ == "__main__":
    sys.exit(main())
