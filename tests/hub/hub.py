"""JupyterHub as a process of its own, with a shared installation that nobody may write to."""

import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from tests.browser.desk import Desk, keep_quiet
from tests.browser.started import wait_until_ready
from tests.hub import accounts
from tests.notebooks import files
from tests.ports import free_port
from tests.wire.tls import Certificates

ATTEMPTS = 3
NAME = "hub.example"  # the browser's name for it
PROXY = "configurable-http-proxy"
CONFIG = Path(__file__).with_name("jupyterhub_config.py")


def what_is_missing() -> str | None:
    """Return a sentence on what the hub lacks on this machine; None if it can start."""
    for package in ("jupyterhub", "jupyter_server_proxy"):
        if find_spec(package) is None:
            return f"The package {package} is missing: pip install -r tests/requirements.txt."
    if _find_proxy() is None:
        return f"JupyterHub needs its proxy: npm install --prefix .tools {PROXY}."
    return None


def _find_proxy() -> str | None:
    return shutil.which(PROXY, path=files.PROJECT / ".tools/node_modules/.bin") or shutil.which(
        PROXY
    )


@dataclass(frozen=True)
class Seat(Desk):
    """A learner at the hub, with a home and (where allowed) an account of their own."""

    name: str
    account: int | None

    @property
    def home(self) -> Path:
        """Where the notebooks keep tokens, as the course's folder is nobody's own here."""
        return self.folder / ".local" / "share" / "twitch-course"


@dataclass(frozen=True)
class Hub:
    port: int
    folder: Path  # its own, and everybody's: the homes and the shared installation are below

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}"

    @property
    def shared(self) -> Path:
        """The course as an administrator installs it for all."""
        return self.folder / "shared"

    def seat(self, name: str, **settings: str) -> Seat:
        """Give a learner a home with a copy of the notebooks, and settings of their own."""
        home = self.folder / "homes" / name
        taken = len(list(home.parent.iterdir()))
        account = accounts.FIRST + taken if accounts.PYTHON else None
        learner = Seat(f"{self.url}/user/{name}", home, name, account)
        home.mkdir(mode=0o700)
        shutil.copytree(self.shared / "notebooks", learner.notebooks)
        learner.notebooks.chmod(0o755)  # the copy is the learner's to write to
        for notebook in learner.notebooks.iterdir():
            notebook.chmod(0o644)
        keep_quiet(home / ".jupyter" / "lab" / "user-settings")
        plan = {"account": account, "environment": settings}
        (self.folder / "hub" / f"{name}.json").write_text(json.dumps(plan))
        if account:
            for path in (home, *home.rglob("*")):
                os.chown(path, account, account)
        return learner


@contextmanager
def running_hub() -> Iterator[Hub]:
    """Start JupyterHub and its proxy on loopback, and stop them at the end."""
    with tempfile.TemporaryDirectory(prefix="hub-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # pytest's own folders are closed to other accounts
        python = _install(folder / "shared")
        (folder / "homes").mkdir()
        (folder / "hub").mkdir()
        certificates = Certificates(folder / "hub")
        plan = {
            "certificate": certificates.server(NAME),
            "proxy": _find_proxy(),
            "python": str(python),
            "homes": str(folder / "homes"),
        }
        trust = ssl.create_default_context(cafile=certificates.authority)
        trust.check_hostname = False  # here it goes by a number
        process, port = _start_with_free_ports(folder, plan, trust)
        try:
            yield Hub(port, folder)
        finally:
            _stop(process)


def _start_with_free_ports(
    folder: Path, plan: dict[str, str | None], trust: ssl.SSLContext
) -> tuple[subprocess.Popen[bytes], int]:
    """Return the hub's process and its port. Another program may be quicker to take a port."""
    for attempt in range(ATTEMPTS):
        public, hub, proxy = (free_port() for _ in range(3))
        ports = {
            "url": f"https://127.0.0.1:{public}",
            "hub_url": f"http://127.0.0.1:{hub}",
            "proxy_url": f"http://127.0.0.1:{proxy}",
        }
        (folder / "hub" / "hub.json").write_text(json.dumps(plan | ports))
        process = _start(folder)
        ask = partial(urllib.request.urlopen, f"{ports['url']}/hub/api", timeout=30, context=trust)
        try:
            wait_until_ready("JupyterHub", process, folder / "hub.log", ask)
            break
        except AssertionError:
            _stop(process)
            if attempt == ATTEMPTS - 1:
                raise
    return process, public


def _start(folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "hub.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", str(CONFIG)],
            cwd=folder / "hub",
            stdout=log,
            stderr=log,
            env=_environment(),
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()  # it ends the proxy and everybody's server, too
    process.wait(30)


def _install(shared: Path) -> Path:
    """Install the course for all, to be read only. Returns the Python that everybody runs.

    Its packages are those that the tests themselves run with.
    """
    shutil.copytree(files.PROJECT / "helpers", shared / "helpers")
    shutil.copytree(files.FOLDER, shared / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for path in (shared, *shared.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    place = shared.with_name("python")
    python = accounts.PYTHON or sys.executable
    subprocess.run([python, "-m", "venv", "--without-pip", str(place)], check=True)
    (packages,) = place.glob("lib/python*/site-packages")
    (packages / "course.pth").write_text(f"{shared}\n{accounts.SITE_PACKAGES}\n")
    for name in ("share", "etc"):  # where JupyterLab and its extensions keep their files
        (place / name).symlink_to(Path(sys.prefix) / name)
    return place / "bin" / "python"


def _environment() -> dict[str, str]:
    ours = ("TWITCH_COURSE", "PYTHONPATH", "JUPYTER")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
