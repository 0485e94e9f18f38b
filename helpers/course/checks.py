"""Does everything work? The checks of notebook 00, in the order in which things can fail."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from helpers import settings, tokens
from helpers.errors import CourseError
from helpers.grants import client_credentials
from helpers.tokens import Application, Token

# Those of the kernel. JupyterLab, or what else the notebook is open in, may be installed elsewhere.
PACKAGES = (
    "ipywidgets",
    "htpy",
    "requests",
    "filelock",
    "platformdirs",
    "starlette",
    "uvicorn",
    "PyJWT",
)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: its name, whether it is well, and a plain sentence."""

    name: str
    ok: bool
    sentence: str


def run(application: Application) -> list[Check]:
    """Return the result of every check. One of them asks Twitch for an app access token."""
    return [
        _check("Python", _python),
        _check("Packages", _packages),
        _check("Folder", _folder),
        _check("Twitch and your application", lambda: _credentials(application)),
    ]


def all_well(checks: list[Check]) -> None:
    """Raise CourseError with the sentence of the first check that failed."""
    for check in checks:
        if not check.ok:
            raise CourseError(check.sentence)


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except CourseError as problem:
        return Check(name, False, str(problem))


def _python() -> str:
    found = "3.10 or later" if settings.headless() else platform.python_version()
    return f"Python {found} is running this notebook."


def _packages() -> str:
    for package in PACKAGES:
        try:
            version(package)
        except PackageNotFoundError:
            raise CourseError(
                f"The package {package} is missing. "
                "Run the first command of README.md again, then restart the kernel."
            ) from None
    return "All packages are installed."


def _folder() -> str:
    tokens.save()  # nothing new: it writes what is there already
    return f"Tokens can be saved in the folder {settings.shown(settings.home())}."


def _credentials(application: Application) -> str:
    client_id, client_secret = application.client_id, application.client_secret or ""
    response = client_credentials.request_token(client_id, client_secret)
    Token.from_response(response)
    who = "The sandbox" if settings.mode() == "sandbox" else "Twitch"
    return f"{who} answers, and accepts your client ID and secret."
