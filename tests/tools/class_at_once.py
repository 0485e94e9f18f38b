"""A class at work: `python -m tests.tools.class_at_once 10`.

So many learners run notebooks 00 to 03 at the same time, without a person, each with a folder and
kernels of their own. Prints the errors, the memory of a learner's kernel, and how long the slowest
learner took beside one alone. Exits with 1 if there was an error.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tests.notebooks import files
from tests.tools.refresh import headless_environment

LESSON = files.NAMES[:4]
PATIENCE = 600  # seconds for one cell: many kernels share few cores
FAULTS = (CellExecutionError, CellTimeoutError, DeadKernelError)


@dataclass
class Learner:
    """What became of one learner. Memory is the most that one kernel took, in bytes (RSS)."""

    seconds: float = 0.0
    memory: int = 0
    errors: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run the lesson for a whole class at once.")
    parser.add_argument("learners", nargs="?", type=int, default=10, help="default: 10")
    count = parser.parse_args(arguments).learners
    [alone] = asyncio.run(run_class(1))
    learners = asyncio.run(run_class(count)) if count > 1 else [alone]
    slowest = max(each.seconds for each in learners)
    memory = sorted(each.memory / 2**20 for each in learners)
    errors = [error for each in learners for error in each.errors]
    print(f"{count} learners at once, notebooks {LESSON[0]} to {LESSON[-1]}")
    print(f"errors: {len(errors)}", *errors, sep="\n  ")
    print(f"memory of a learner's kernel: {memory[0]:.0f} to {memory[-1]:.0f} MB")
    print(f"one alone: {alone.seconds:.1f} s")
    print(f"the slowest: {slowest:.1f} s, {slowest / alone.seconds:.1f} times as long")
    return 1 if errors else 0


async def run_class(count: int) -> list[Learner]:
    """Return what became of so many learners who work at the same time."""
    return await asyncio.gather(*(work() for _ in range(count)))


async def work() -> Learner:
    """Go through the lesson as one learner, up to the first notebook that fails."""
    learner, began = Learner(), time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        for name in LESSON:
            try:
                await run(name, Path(home), learner)
            except FAULTS as problem:
                learner.errors.append(f"{name}: {str(problem).strip().splitlines()[-1]}")
                break
    learner.seconds = time.monotonic() - began
    return learner


async def run(name: str, home: Path, learner: Learner) -> None:
    """Run one notebook, and note its kernel's memory. Raises one of FAULTS."""
    client = NotebookClient(
        files.read(files.path_of(name)),
        timeout=PATIENCE,
        startup_timeout=PATIENCE,
        kernel_name="python3",
        resources={"metadata": {"path": str(files.FOLDER)}},
    )

    def look(**_: Any) -> None:
        kernel = psutil.Process(client.km.provisioner.pid)
        learner.memory = max(learner.memory, kernel.memory_info().rss)

    client.on_cell_executed = look
    await client.async_execute(env=headless_environment(home), stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
