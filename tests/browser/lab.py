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

from tests.browser.desk import Desk, keep_quiet
from tests.browser.started import wait_until_ready
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


def find_browser() -> str | None:
    """Return the path of a Chromium on this machine, None if there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@dataclass(frozen=True)
class Lab(Desk):
    """A running JupyterLab on its own copy of the notebooks, with its own folders throughout."""

    token: str
    redirect_uri: str

    @property
    def address(self) -> str:
        return f"{super().address}&token={self.token}"

    def start_over(self) -> None:
        """Stop every kernel; bring back the notebooks as they are in the repository."""
        for session in self._api("GET", "sessions"):
            self._api("DELETE", f"sessions/{session['id']}")
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.notebooks / ".ipynb_checkpoints", ignore_errors=True)
        for name in files.NAMES:
            shutil.copy(files.path_of(name), self.notebooks)

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
def running_lab(
    folder: Path, *, dark: bool = False, remote: bool = False, program: str = "jupyterlab"
) -> Iterator[Lab]:
    """Start JupyterLab below `folder`, and stop it at the end; or the `program` notebook.

    `remote`: as if the browser were on another computer.
    """
    (folder / "notebooks").mkdir(parents=True)
    keep_quiet(folder / "lab-settings", dark=dark)
    port, token = free_port(), secrets.token_hex(16)
    redirect_uri = f"http://localhost:{free_port()}"
    lab = Lab(f"http://127.0.0.1:{port}", folder, token, redirect_uri)
    command = [
        *(sys.executable, "-m", program, "--allow-root", "--no-browser"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        "--LabApp.expose_app_in_browser=True",  # for close_tabs and wait_until_idle
        "--JupyterNotebookApp.expose_app_in_browser=True",
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={lab.notebooks}"),
    ]
    log_file = folder / "lab.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=_environment(lab, remote))
        try:
            wait_until_ready(program, process, log_file, lambda: lab._api("GET", "status"))
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
