"""The course's settings: environment variables and one small file.

Every function looks again when it is called, so a change counts from the next cell on.
"""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from helpers import own_folder, private_file
from helpers.errors import SettingError

Mode = Literal["sandbox", "live"]

PROJECT = Path(__file__).resolve().parent.parent
SAVED = PROJECT / "saved"  # git ignores it
_LARGEST = 10_000  # bytes of the small file
# What makes a setting count that was changed outside of a notebook: whatever started the kernel.
AGAIN = "then start Jupyter or VS Code again (on a hub, your server)"
DEFAULT_REDIRECT_URI = "http://localhost:3000"


def home() -> Path:
    """Return the folder that keeps tokens and the sandbox's state (TWITCH_COURSE_HOME).

    Unless told, it is `saved/` in the course, or a folder in the learner's home where the course
    is shared. Raises SettingError for a value that is no whole path, or that git would not ignore.
    """
    chosen = os.environ.get("TWITCH_COURSE_HOME")
    return folder(chosen) if chosen else own_folder.choose(PROJECT)


def folder(chosen: str) -> Path:
    """Return the folder that a value of TWITCH_COURSE_HOME means. Raises SettingError."""
    return _checked(os.path.expanduser(chosen))  # noqa: PTH111 - Path's raises for ~nobody


def headless() -> bool:
    """Tell whether this is a run without a person (TWITCH_COURSE_HEADLESS=1)."""
    return os.environ.get("TWITCH_COURSE_HEADLESS") == "1"


def redirect_uri() -> str:
    """Return where Twitch sends the browser back to (TWITCH_COURSE_REDIRECT_URI).

    On a hub with jupyter-server-proxy it may be https://hub.example/user/NAME/proxy/3000/.
    """
    return os.environ.get("TWITCH_COURSE_REDIRECT_URI") or DEFAULT_REDIRECT_URI


def mode() -> Mode:
    """Return "sandbox" or "live": the environment decides, then the choice made in notebook 00.

    Raises SettingError if TWITCH_COURSE_MODE is neither, or asks for live in a headless run.
    """
    chosen = os.environ.get("TWITCH_COURSE_MODE") or _saved_mode()
    if chosen not in ("sandbox", "live"):
        raise SettingError(f"TWITCH_COURSE_MODE is {chosen!r}. Set it to sandbox or live, {AGAIN}.")
    if chosen == "live" and headless():
        raise SettingError(
            "A headless run never talks to live Twitch. Unset TWITCH_COURSE_HEADLESS, "
            "or set TWITCH_COURSE_MODE=sandbox."
        )
    return "live" if chosen == "live" else "sandbox"


def mode_is_fixed() -> bool:
    """Tell whether the environment decides the mode, so that notebook 00 cannot."""
    return bool(os.environ.get("TWITCH_COURSE_MODE"))


def choose_mode(choice: Mode) -> None:
    """Remember the mode for all notebooks. Raises SettingError if it cannot be written."""
    try:
        home().mkdir(mode=0o700, parents=True, exist_ok=True)
        content = json.dumps({"mode": choice}).encode() + b"\n"
        temporary = home() / f"mode.{os.getpid()}.tmp"
        private_file.write(_choice_file(), content, temporary)
    except OSError as problem:
        raise SettingError(
            f"The choice could not be written to {shown(_choice_file())} ({problem.strerror}). "
            "Make that folder writable, or set TWITCH_COURSE_HOME to another one."
        ) from None


def shown(path: Path) -> str:
    """Return a path as a learner should read it: short, and the same on every machine."""
    if headless():
        return f"saved/{path.name}" if path != home() else "saved"
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


@lru_cache(maxsize=8)  # asked for each request
def _checked(path: str) -> Path:
    problem = _why_no_home(path)
    if problem:
        raise SettingError(
            f"TWITCH_COURSE_HOME cannot be used: {problem}. Give it a whole path, such as "
            f"~/twitch-course, or unset it, {AGAIN}."
        )
    return Path(path).absolute()


def _why_no_home(path: str) -> str:
    if path[0] in "\"'“”‘’" or path[-1] in "\"'“”‘’":
        return "there are quotes around it"
    if path.startswith("~"):
        return "nobody on this computer has the name behind ~"
    if not Path(path).is_absolute():
        # It would be another folder beside each notebook, and git would take the tokens in.
        return "it does not begin at the root of the disk or with ~"
    inside = Path(os.path.realpath(path))
    if inside.is_relative_to(PROJECT) and not inside.is_relative_to(os.path.realpath(SAVED)):
        return "it is inside the course, where only the folder saved is kept out of git"
    return ""


def _choice_file() -> Path:
    return home() / "mode.json"


def _saved_mode() -> str:
    try:
        with os.fdopen(private_file.open_to_read(_choice_file()), "rb") as file:
            chosen = json.loads(file.read(_LARGEST))["mode"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "sandbox"  # nothing chosen yet, or the small file is damaged: start safely
    return chosen if chosen in ("sandbox", "live") else "sandbox"
