"""Figures that a person feels, each beside a baseline measured in the same run.

`python -m tests.tools.benchmark`
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import nbformat
import requests

from helpers import helix
from helpers.grants import client_credentials
from helpers.wire import embedded
from helpers.wire.sender import READ_SECONDS
from tests.helix.followers import PAGE, PAGES, TOTAL
from tests.notebooks import files
from tests.tools.refresh import headless_environment
from tests.wire.tls import Certificates, tls_server

CALLS = 300
STARTS = 11
PROJECT = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = headless_environment(home)
        for measure in (imports, sandbox_start, call, call_over_tls, round_trip, paging, nbval):
            measure(environment, home)


def report(what: str, ours: float, baseline: float, unit: str = "ms") -> None:
    print(
        f"{what}: {ours:.2f} {unit}, baseline {baseline:.2f} {unit}, "
        f"difference {ours - baseline:+.2f} {unit}, ratio {ours / baseline:.2f}",
        flush=True,
    )


def imports(environment: dict[str, str], _home: Path) -> None:
    rooms = "import helpers, helpers.helix, helpers.tokens, helpers.grants.client_credentials"
    sources = {"requests": "import requests", "helpers": "import helpers, requests", "rooms": rooms}
    times: dict[str, list[float]] = {name: [] for name in sources}
    for _ in range(STARTS):  # by turns, so that a slow moment of the machine meets them all
        for name, source in sources.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", source], env=environment, check=True)
            times[name].append((time.perf_counter() - start) * 1000)
    median = {name: statistics.median(each) for name, each in times.items()}
    report("import helpers (with requests)", median["helpers"], median["requests"])
    report("import grants, helix and tokens", median["rooms"], median["requests"])


def sandbox_start(environment: dict[str, str], home: Path) -> None:
    """From asking for the sandbox to its first answer, in a process like a kernel."""
    source = f"""
import asyncio, json, ssl, time, requests
from pathlib import Path
start = time.perf_counter()
from helpers.sandbox import start as start_sandbox
running = start_sandbox(Path({str(home / "start.sqlite3")!r}))
requests.get(running.api_url + "/users", timeout=5)
print((time.perf_counter() - start) * 1000)
"""
    bare = """
import asyncio, ssl, time, requests, threading
start = time.perf_counter()
from http.server import ThreadingHTTPServer, SimpleHTTPRequestHandler
class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args): pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
requests.get(f"http://127.0.0.1:{server.server_port}/none", timeout=5)
print((time.perf_counter() - start) * 1000)
"""

    def median(code: str) -> float:
        runs = [
            subprocess.run(
                [sys.executable, "-c", code], env=environment, capture_output=True, check=True
            )
            for _ in range(5)
        ]
        return statistics.median(float(run.stdout) for run in runs)

    report("sandbox: start to first answer (baseline: http.server)", median(source), median(bare))


def call(_environment: dict[str, str], _home: Path) -> None:
    running = embedded.sandbox()
    form = {
        "client_id": running.client_id,
        "client_secret": running.client_secret,
        "grant_type": "client_credentials",
    }

    def helper() -> None:
        client_credentials.request_token(running.client_id, running.client_secret)

    def bare() -> None:  # what a reader would write
        requests.post(f"{running.id_url}/token", data=form, timeout=READ_SECONDS)

    report("client credentials, helper against bare requests.post", *in_turns(helper, bare))


def call_over_tls(_environment: dict[str, str], home: Path) -> None:
    """The same request to a server that shows a certificate, as Twitch does."""
    made = Certificates(home)
    os.environ["REQUESTS_CA_BUNDLE"] = str(made.authority)
    with tls_server(made.server()) as (base, _):
        os.environ["TWITCH_COURSE_ID_URL"] = os.environ["TWITCH_COURSE_API_URL"] = base
        form = {"client_id": "c", "client_secret": "s", "grant_type": "client_credentials"}

        def helper() -> None:
            client_credentials.request_token("c", "s")

        def bare() -> None:
            requests.post(f"{base}/token", data=form, timeout=READ_SECONDS)

        times = in_turns(helper, bare)
    for name in ("REQUESTS_CA_BUNDLE", "TWITCH_COURSE_ID_URL", "TWITCH_COURSE_API_URL"):
        del os.environ[name]
    report("client credentials over TLS, helper against bare requests.post", *times)


def round_trip(_environment: dict[str, str], _home: Path) -> None:
    running = embedded.sandbox()
    with requests.Session() as session, requests.Session() as other:
        session.trust_env = other.trust_env = False
        form = {
            "client_id": running.client_id,
            "client_secret": running.client_secret,
            "grant_type": "client_credentials",
        }

        def post() -> None:
            session.post(f"{running.id_url}/token", data=form, timeout=5)

        def nothing() -> None:
            other.get(f"{running.api_url}/nothing-here", timeout=5)

        report("sandbox: round trip POST /token (baseline: a 404)", *in_turns(post, nothing))
    embedded.stop_all()


def paging(_environment: dict[str, str], _home: Path) -> None:
    """100,000 followers, page by page by turns with a loop that keeps its connection too."""
    with followers_elsewhere() as base:
        os.environ["TWITCH_COURSE_API_URL"] = f"{base}/helix"
        os.environ["TWITCH_COURSE_ID_URL"] = f"{base}/oauth2"
        ours = helix.pages("channels/followers", token="t", client_id="c")
        bare = bare_pages(f"{base}/helix/channels/followers")

        def ours_page() -> None:
            assert sum(1 for _ in islice(ours, PAGE)) == PAGE

        def bare_page() -> None:
            assert sum(1 for _ in islice(bare, PAGE)) == PAGE

        times = in_turns(ours_page, bare_page, PAGES)
        assert next(ours, None) is next(bare, None) is None  # both have read all of it
        del os.environ["TWITCH_COURSE_API_URL"], os.environ["TWITCH_COURSE_ID_URL"]
    what = f"{TOTAL:,} followers, a page of {PAGE}: helix.pages against bare requests"
    report(what, *times)


def bare_pages(url: str) -> Iterator[dict[str, str]]:
    headers = {"Authorization": "Bearer t", "Client-Id": "c"}
    query = {"first": str(PAGE)}
    with requests.Session() as session:
        session.trust_env = False
        while True:
            body = session.get(url, params=query, headers=headers, timeout=5).json()
            yield from body["data"]
            if not body["pagination"]:
                return
            query["after"] = body["pagination"]["cursor"]


@contextmanager
def followers_elsewhere() -> Iterator[str]:
    """Serve the followers from a process of their own, so that it costs the loops nothing."""
    command = [sys.executable, "-m", "tests.helix.followers"]
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    )
    with server:
        assert server.stdout
        yield server.stdout.readline().strip()
        server.communicate("")  # it ends when its input does


def in_turns(
    ours: Callable[[], None], baseline: Callable[[], None], rounds: int = CALLS
) -> tuple[float, float]:
    """Return the median times of both in milliseconds, measured by turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for action, into in zip((ours, baseline), times, strict=True):
            start = time.perf_counter()
            action()
            into.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def nbval(environment: dict[str, str], home: Path) -> None:
    """All notebooks, against as many that only import the same packages."""
    bare = home / "bare"
    bare.mkdir()
    for name in files.NAMES:
        imports_only = nbformat.v4.new_notebook()
        cell = nbformat.v4.new_code_cell("import ipywidgets, requests", execution_count=1)
        imports_only.cells = [cell]
        nbformat.write(imports_only, bare / f"{name}.ipynb")
    ours, baseline = run_nbval(files.FOLDER, environment), run_nbval(bare, environment)
    report(f"nbval of {len(files.NAMES)} notebooks", ours, baseline, "s")


def run_nbval(folder: Path, environment: dict[str, str]) -> float:
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q"]
    command += ["-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(folder), str(folder)]
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True, cwd=folder)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
