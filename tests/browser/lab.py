"""JupyterLab in Chromium, driven as a learner would: click, type, run, look."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from helpers import loopback
from tests.notebooks import files

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


def free_port() -> int:
    sockets = loopback.bind(0, ["127.0.0.1", "::1"])
    port: int = sockets[0].getsockname()[1]
    for each in sockets:
        each.close()
    return port


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
def running_lab(folder: Path, *, dark: bool = False) -> Iterator[Lab]:
    """Start JupyterLab below `folder`, and stop it at the end."""
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
        process = subprocess.Popen(command, stdout=log, stderr=log, env=_environment(lab))
        try:
            _wait_until_ready(lab, process)
            lab.start_over()
            yield lab
        finally:
            process.terminate()
            process.wait(20)


def _environment(lab: Lab) -> dict[str, str]:
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


def close_tabs(page: Any) -> None:
    """Close every notebook that is open in JupyterLab, without a question about saving."""
    page.evaluate("[...window.jupyterapp?.shell.widgets('main') ?? []].forEach(w => w.dispose())")


def wait_until(page: Any, what: str, is_so: Callable[[], bool]) -> None:
    """Wait for something that has no selector of its own; `what` names it, for the failure."""
    for _ in range(600):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"waited in vain: {what}")


class Notebook:
    """One notebook open in JupyterLab. Cells are named by their id in the file."""

    def __init__(self, page: Any, lab: Lab, name: str, *, again: bool = False) -> None:
        """Open a notebook without its stored outputs; `again`: go back to its tab."""
        self.page, self.lab, self.name = page, lab, name
        if not again:
            lab.forget_outputs(name)
        cells = files.read(lab.notebooks / f"{name}.ipynb").cells
        self._ids = [cell.id for cell in cells]
        self.code_ids = [cell.id for cell in cells if cell.cell_type == "code"]
        if page.url.startswith(lab.url):
            # JupyterLab looks for sessions now and then, and may still believe in a stopped one.
            page.evaluate("window.jupyterapp?.serviceManager.sessions.refreshRunning()")
        else:
            page.goto(lab.address)
        page.locator(f'.jp-DirListing-item[title*="{name}"]').dblclick()
        self.panel.locator(".jp-Cell").first.wait_for()
        self.wait_until_idle()

    @property
    def panel(self) -> Any:
        """The notebook's own tab; others may be open behind it."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def wait_until_idle(self) -> None:
        # The indicator in the notebook says "idle" before there is a kernel; the status bar waits.
        self.page.get_by_text(re.compile(r"Python 3.*\| Idle")).wait_for(timeout=60_000)

    def cell(self, cell_id: str) -> Any:
        return self.panel.locator(".jp-Cell").nth(self._ids.index(cell_id))

    def output(self, cell_id: str) -> Any:
        return self.cell(cell_id).locator(".jp-Cell-outputArea")

    def said(self, cell_id: str, text: str) -> str:
        """Wait until a cell's output holds the text; return all that it says."""
        output = self.output(cell_id)
        output.scroll_into_view_if_needed()
        output.get_by_text(text).first.wait_for()
        words: str = output.text_content()
        return words

    def run(self, *cell_ids: str) -> None:
        """Run cells one by one with Shift+Enter, each until it is done."""
        for cell_id in cell_ids:
            cell = self.cell(cell_id)
            cell.locator(".jp-InputArea-editor").click()
            before = self.prompt(cell_id)
            self.page.keyboard.press("Shift+Enter")
            self._wait_for_prompt(cell_id, before)

    def run_through(self, last: str) -> None:
        """Run all code cells up to and including `last`."""
        self.run(*self.code_ids[: self.code_ids.index(last) + 1])

    def run_from(self, first: str, last: str = "") -> None:
        """Run the cell `first` and all below it, until `last` (else the last one) is done."""
        last = last or self.code_ids[-1]
        before = self.prompt(last)
        self.cell(first).locator(".jp-InputArea-editor").click()
        self.choose("Run", "Run Selected Cell and All Below")
        self._wait_for_prompt(last, before)

    def run_all(self) -> None:
        self.choose("Run", "Run All Cells")

    def restart_and_run_all(self) -> None:
        # Marked, so that `said_anew` can tell the new outputs from these.
        self.panel.evaluate(
            "it => it.querySelectorAll('.jp-OutputArea-child').forEach(e => { e.dataset.old = 1 })"
        )
        self.choose("Run", "Restart Kernel and Run All Cells…")
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()

    def said_anew(self, cell_id: str, text: str) -> None:
        """Wait until a cell says the text after `restart_and_run_all`."""
        fresh = self.output(cell_id).locator(".jp-OutputArea-child:not([data-old])")
        fresh.get_by_text(text).first.wait_for()

    def save(self) -> None:
        # Not by a key: while a field has the focus, JupyterLab hears none. So saves the clock, too.
        self.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        self.page.locator(".lm-mod-current.jp-mod-dirty").wait_for(state="detached")

    def outputs(self) -> dict[str, list[nbformat.NotebookNode]]:
        """Save, and return what the file holds of each code cell's outputs."""
        self.save()
        cells = files.code_cells(files.read(self.lab.notebooks / f"{self.name}.ipynb"))
        return {cell.id: cell.outputs for cell in cells}

    def prompt(self, cell_id: str) -> str:
        return self.cell(cell_id).locator(".jp-InputArea-prompt").inner_text().strip()

    def was_run(self, cell_id: str) -> bool:
        return bool(re.fullmatch(r"\[\d+\]:", self.prompt(cell_id)))

    def _wait_for_prompt(self, cell_id: str, before: str) -> None:
        wait_until(
            self.page,
            f"the end of the cell {cell_id}",
            lambda: self.was_run(cell_id) and self.prompt(cell_id) != before,
        )

    def choose(self, menu: str, item: str) -> None:
        self.page.locator(f'.lm-MenuBar-itemLabel:text-is("{menu}")').click()
        self.page.locator(f'.lm-Menu-itemLabel:text-is("{item}")').click()
