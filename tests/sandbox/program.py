"""Runs `python -m helpers.sandbox` for a test, and asks it for tokens."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

PROGRAM = [sys.executable, "-m", "helpers.sandbox"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX signals and file modes")


@contextmanager
def running(
    *arguments: str, **options: Any
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run the program; yields it and what its first line says."""
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    try:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def stop(process: subprocess.Popen[str], number: int = signal.SIGINT) -> tuple[int, str, str]:
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    return process.returncode, out, err


def refused(*arguments: str) -> str:
    """Run the program, which must refuse to start; return the one line that says why."""
    result = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=10)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    return result.stderr


def new_token(card: dict[str, Any]) -> str:
    sent = {name: card[name] for name in ("client_id", "client_secret")}
    answer = requests.post(f"{card['id_url']}/token?grant_type=client_credentials", data=sent)
    return answer.json()["access_token"]


def is_valid(card: dict[str, Any], token: str) -> bool:
    headers = {"Authorization": f"OAuth {token}"}
    return requests.get(f"{card['id_url']}/validate", headers=headers).status_code == 200
