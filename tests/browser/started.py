"""Waiting for a server that was started as a process of its own."""

import subprocess
from collections.abc import Callable
from pathlib import Path

READY_SECONDS = 60


def wait_until_ready(
    name: str, process: subprocess.Popen[bytes], log: Path, ask: Callable[[], object]
) -> None:
    """Wait until `ask`, which raises OSError before, gets an answer; else show the log's end."""
    for _ in range(READY_SECONDS * 10):
        if process.poll() is not None:
            break
        try:
            ask()
            return
        except OSError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(f"{name} did not start:\n{log.read_text()[-3000:]}")
