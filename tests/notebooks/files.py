"""The notebooks as files: finding, reading and writing them. Shared by the tests and the tools."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.course import lessons

PROJECT = Path(__file__).resolve().parent.parent.parent
FOLDER = PROJECT / "notebooks"
NAMES = [lesson.name for lesson in lessons.LESSONS]


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.ipynb"


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])
