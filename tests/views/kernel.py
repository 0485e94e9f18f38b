"""A real kernel, as JupyterLab starts one: run a cell, press a button of a form, press stop."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client import KernelManager

from tests.notebooks import files

PATIENCE = 60  # seconds until a test gives up on a kernel


class Kernel:
    """One kernel, and what it says."""

    def __init__(self, manager: KernelManager) -> None:
        self._manager = manager
        self._client = manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=PATIENCE)

    def begin(self, code: str) -> str:
        """Send a cell; return the id of the message."""
        # A cell that fails would take those with it that are sent soon after.
        message: str = self._client.execute(code, store_history=False, stop_on_error=False)
        return message

    def run(self, code: str) -> str:
        """Run a cell to its end; return what it printed. It must not fail."""
        message = self.begin(code)
        reply = self.reply(message)
        assert reply["status"] == "ok", reply
        return "".join(
            heard["content"]["text"]
            for heard in self._heard(message)
            if heard["msg_type"] == "stream"
        )

    def reply(self, message: str) -> dict[str, Any]:
        """Wait for the end of a cell; return what became of it."""
        while True:
            reply = self._client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message:
                content: dict[str, Any] = reply["content"]
                return content

    def click(self, widget_id: str) -> None:
        """Press a button, as its view in the browser does."""
        data = {"method": "custom", "content": {"event": "click"}}
        session = self._client.session
        message = session.msg("comm_msg", {"comm_id": widget_id, "data": data})
        self._client.shell_channel.send(message)

    def stop(self) -> float:
        """Press the stop button; return the moment."""
        started = time.monotonic()
        self._manager.interrupt_kernel()
        return started

    def end(self) -> None:
        """Ask the kernel to end, as a restart does, and wait until it has."""
        self._client.stop_channels()
        self._manager.shutdown_kernel()

    def _heard(self, message: str) -> Iterator[dict[str, Any]]:
        """Give what was said about a cell, until its end."""
        while True:
            heard = self._client.get_iopub_msg(timeout=PATIENCE)
            if heard["parent_header"].get("msg_id") == message:
                if heard["content"].get("execution_state") == "idle":
                    return
                yield heard


@contextmanager
def running_kernel(home: Path) -> Iterator[Kernel]:
    """Start a kernel whose tokens are in `home`, and end it."""
    kept = {name: value for name, value in os.environ.items() if "TWITCH_COURSE" not in name}
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(
        env={**kept, "TWITCH_COURSE_HOME": str(home), "PYTHONPATH": str(files.PROJECT)},
        cwd=str(files.FOLDER),
    )
    try:
        yield Kernel(manager)
    finally:
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
