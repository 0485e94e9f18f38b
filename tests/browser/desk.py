"""A place where somebody has the notebooks open: what a test needs to know of it."""

import json
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.notebooks import files


def keep_quiet(settings: Path, *, dark: bool = False) -> None:
    """Let JupyterLab, whose settings are in this folder, ask for no news."""
    folder = settings / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    news = {"fetchNews": "false", "checkForUpdates": False}
    (folder / "notification.jupyterlab-settings").write_text(json.dumps(news))
    theme = {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"}
    (folder / "themes.jupyterlab-settings").write_text(json.dumps(theme))


@dataclass(frozen=True)
class Desk:
    """One person's notebooks, as files and as a page of the browser."""

    url: str  # of the Jupyter server, without a slash at the end
    folder: Path  # everything that the person may write to

    @property
    def notebooks(self) -> Path:
        return self.folder / "notebooks"

    @property
    def home(self) -> Path:
        """Where the notebooks keep tokens."""
        return self.folder / "saved"

    @property
    def address(self) -> str:
        return f"{self.url}/lab?reset"

    def forget_outputs(self, name: str) -> None:
        """Take the stored outputs away, so that whatever a test sees has just been made."""
        path = self.notebooks / f"{name}.ipynb"
        notebook = files.read(path)
        for cell in files.code_cells(notebook):
            cell.execution_count, cell.outputs = None, []
        nbformat.write(notebook, path)

    def run_past_errors(self, name: str) -> None:
        """Make "Run All" go on after a cell that fails, as who runs cell after cell does."""
        path = self.notebooks / f"{name}.ipynb"
        notebook = files.read(path)
        for cell in files.code_cells(notebook):
            cell.metadata.tags = ["raises-exception"]
        nbformat.write(notebook, path)
