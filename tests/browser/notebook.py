"""One notebook in JupyterLab, driven as a learner would: click, type, run, look."""

import re
from collections.abc import Callable
from typing import Any

import nbformat

from tests.browser.desk import Desk
from tests.notebooks import files


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

    def __init__(self, page: Any, lab: Desk, name: str, *, again: bool = False) -> None:
        """Open a notebook without its stored outputs; `again`: go back to its tab."""
        self.page, self.lab, self.name = page, lab, name
        if not again:
            lab.forget_outputs(name)
        cells = files.read(lab.notebooks / f"{name}.ipynb").cells
        self._ids = [cell.id for cell in cells]
        self.code_ids = [cell.id for cell in cells if cell.cell_type == "code"]
        self._open()
        self.panel.locator(".jp-Cell").first.wait_for()
        self.wait_until_idle()

    def _open(self) -> None:
        if self.page.url.startswith(self.lab.url):
            # JupyterLab looks for sessions now and then, and may still believe in a stopped one.
            self.page.evaluate("window.jupyterapp?.serviceManager.sessions.refreshRunning()")
        else:
            self.page.goto(self.lab.address)
        self.page.locator(f'.jp-DirListing-item[title*="{self.name}"]').dblclick()

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
