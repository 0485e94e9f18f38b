"""The accounts of the learners: everybody's own where this machine allows it, else one for all."""

import os
import subprocess
import sys
import sysconfig

FIRST = 61_001  # and those after it: numbers that no account of a usual machine has
SITE_PACKAGES = sysconfig.get_path("purelib")


def python_for_others() -> str | None:
    """Return a Python of this version that another account may run; None if there is none.

    It must be able to read the packages of this one, too, and only root may change accounts.
    """
    here = getattr(sys, "_base_executable", sys.executable)
    usual = "/usr/bin/python{}.{}".format(*sys.version_info)
    return next(filter(_others_may_run, (here, usual)), None)


def _others_may_run(python: str) -> bool:
    look = f"import os; os.listdir({SITE_PACKAGES!r})"
    try:
        return not subprocess.run(
            [python, "-c", look], capture_output=True, cwd="/", **account(FIRST)
        ).returncode
    except OSError:  # among them: we are not root
        return False


def account(number: int) -> dict[str, object]:
    """Return what makes `subprocess` run a program in this account."""
    return {"user": number, "group": number, "extra_groups": ()}


PYTHON = python_for_others() if os.name == "posix" else None
KIND = "own accounts" if PYTHON else "one account"
