"""The course's settings: five environment variables and one small file.

Every function looks again when it is called, so a change counts from the next cell on.
"""

import json
import os
from pathlib import Path
from typing import Literal

from helpers.errors import SettingError

Mode = Literal["sandbox", "live"]

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_REDIRECT_URI = "http://localhost:3000"


def home() -> Path:
    """Return the folder that keeps tokens and the sandbox's state (TWITCH_COURSE_HOME)."""
    return Path(os.environ.get("TWITCH_COURSE_HOME") or PROJECT / "saved").expanduser().absolute()


def headless() -> bool:
    """Tell whether this is a run without a person (TWITCH_COURSE_HEADLESS=1)."""
    return os.environ.get("TWITCH_COURSE_HEADLESS") == "1"


def redirect_uri() -> str:
    """Return where Twitch sends the browser back to (TWITCH_COURSE_REDIRECT_URI)."""
    return os.environ.get("TWITCH_COURSE_REDIRECT_URI") or DEFAULT_REDIRECT_URI


def mode() -> Mode:
    """Return "sandbox" or "live": the environment decides, then the choice made in notebook 00.

    Raises SettingError if TWITCH_COURSE_MODE is neither, or asks for live in a headless run.
    """
    chosen = os.environ.get("TWITCH_COURSE_MODE") or _saved_mode()
    if chosen not in ("sandbox", "live"):
        raise SettingError(
            f"TWITCH_COURSE_MODE is {chosen!r}. Set it to sandbox or live, then restart the kernel."
        )
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
        _choice_file().write_text(json.dumps({"mode": choice}) + "\n")
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


def _choice_file() -> Path:
    return home() / "mode.json"


def _saved_mode() -> str:
    try:
        chosen = json.loads(_choice_file().read_text())["mode"]
    except (OSError, ValueError, KeyError, TypeError):
        return "sandbox"  # nothing chosen yet, or the small file is damaged: start safely
    return chosen if chosen in ("sandbox", "live") else "sandbox"
