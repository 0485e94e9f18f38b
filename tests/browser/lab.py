"""JupyterLab as a process of its own, on its own copy of the notebooks."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from tests.notebooks import files
from tests.ports import free_port

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# As root, Chromium wants no sandbox of its own; the rest keeps it from calling home.
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
QUIET = {"fetchNews": "false", "checkForUpdates": False}
READY_SECONDS = 60


def find_browser() -> str | None:
    """Return the path of a Chromium on this machine, None if there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab on its own copy of the notebooks, with its own folders throughout."""

    url: str
    token: str
    folder: Path  # everything that it may write to
    redirect_uri: str

    @property
    def notebooks(self) -> Path:
        return self.folder / "notebooks"

    @property
    def home(self) -> Path:
        """Where the notebooks keep tokens."""
        return self.folder / "saved"

    @property
    def address(self) -> str:
        return f"{self.url}/lab?reset&token={self.token}"

    def start_over(self) -> None:
        """Stop every kernel; bring back the notebooks as they are in the repository."""
        for session in self._api("GET", "sessions"):
            self._api("DELETE", f"sessions/{session['id']}")
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.notebooks / ".ipynb_checkpoints", ignore_errors=True)
        for name in files.NAMES:
            shutil.copy(files.path_of(name), self.notebooks)

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

    def interrupt(self) -> None:
        """Press the stop button's request for every kernel."""
        for session in self._api("GET", "sessions"):
            self._api("POST", f"kernels/{session['kernel']['id']}/interrupt")

    def _api(self, method: str, path: str) -> Any:
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.url}/api/{path}", method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or "null")


@contextmanager
def running_lab(folder: Path, *, dark: bool = False, remote: bool = False) -> Iterator[Lab]:
    """Start JupyterLab below `folder`, and stop it at the end.

    `remote`: as if the browser were on another computer.
    """
    (folder / "notebooks").mkdir(parents=True)
    settings = folder / "lab-settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(QUIET))
    theme = {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"}
    (settings / "themes.jupyterlab-settings").write_text(json.dumps(theme))
    port, token = free_port(), secrets.token_hex(16)
    redirect_uri = f"http://localhost:{free_port()}"
    lab = Lab(f"http://127.0.0.1:{port}", token, folder, redirect_uri)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        "--LabApp.expose_app_in_browser=True",  # for close_tabs
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={lab.notebooks}"),
    ]
    with (folder / "lab.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=_environment(lab, remote))
        try:
            _wait_until_ready(lab, process)
            lab.start_over()
            yield lab
        finally:
            process.terminate()
            process.wait(20)


def _environment(lab: Lab, remote: bool) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "TWITCH_COURSE" not in name}
    own = {
        "JUPYTERLAB_SETTINGS_DIR": "lab-settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "jupyter-config",
        "JUPYTER_DATA_DIR": "jupyter-data",
        "JUPYTER_RUNTIME_DIR": "jupyter-runtime",
        "IPYTHONDIR": "ipython",
        "TWITCH_COURSE_HOME": "saved",
    }
    return {
        **kept,
        **{name: str(lab.folder / path) for name, path in own.items()},
        "TWITCH_COURSE_REDIRECT_URI": lab.redirect_uri,
        "TWITCH_COURSE_REMOTE": "1" if remote else "0",
        "PYTHONPATH": str(files.PROJECT),
    }


def _wait_until_ready(lab: Lab, process: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_SECONDS * 10):
        if process.poll() is not None:
            break
        try:
            lab._api("GET", "status")
            return
        except OSError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(
        "JupyterLab did not start:\n" + (lab.folder / "lab.log").read_text()[-3000:]
    )
