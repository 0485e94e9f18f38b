"""Chromium on another computer than the hub, as far as it can tell."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.lab import BROWSER_FLAGS, find_browser
from tests.hub import apart
from tests.hub.hub import NAME

APART = apart.is_permitted()
# Without a network of its own, Chromium itself is told to find nothing else.
KIND = "own network" if APART else "resolver rules"


@contextmanager
def chromium_apart(playwright: Any, ports: Sequence[int], folder: Path) -> Iterator[Any]:
    """Start a Chromium that reaches these ports of this computer and no others.

    It finds the hub by its name.
    """
    path = find_browser()
    assert path
    rules = [f"MAP {NAME} 127.0.0.1"]
    if APART:
        program = folder / "chromium-apart"
        command = [sys.executable, apart.__file__, *map(str, ports), "--", path]
        program.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
        program.chmod(0o755)
        path = str(program)
    else:
        rules += [f"MAP 127.0.0.1:{port} 127.0.0.1:{port}" for port in ports]
        rules += ["MAP * ~NOTFOUND"]
    flags = [*BROWSER_FLAGS, f"--host-resolver-rules={', '.join(rules)}"]
    browser = playwright.chromium.launch(executable_path=path, args=flags)
    try:
        yield browser
    finally:
        browser.close()
