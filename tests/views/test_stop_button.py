"""The stop button is answered at once, whatever a cell or a button of a form waits for.

Each runs in a real kernel and asks a server that takes the request and never answers.
"""

import socket
import time
from collections.abc import Iterator

import pytest
from filelock import FileLock

from tests.ports import free_port
from tests.views.kernel import Kernel, running_kernel

# What is promised is half a second. A busy machine gets more; whoever waits for the server's
# answer instead takes ten seconds or twenty.
SOON = 2.0

BEFORE = """
import json, os, signal
import requests
from helpers import helix, tokens, views
from helpers.credentials.secret import Secret
from helpers.tokens import Token
from helpers.wire import embedded
from helpers.views.notebook import plain_errors
from helpers.views.sign_in.wait_panel import stop_waiting
from tests.views.forms import APPROVE, find

plain_errors.install()
client_id = embedded.sandbox().client_id
owned = dict(kind="user", scopes=("clips:edit",), client_id=client_id, refresh_token=Secret("r"))
tokens.save(user=Token(Secret("u" * 30), **owned), device=Token(Secret("d" * 30), **owned))

def ask():
    return helix.get("users", token="t" * 30, client_id="c")

def sign_in_panel():
    return views.sign_in(
        silent + "/authorize?response_type=code&state=s&scope=clips:edit&client_id=" + client_id
        + "&redirect_uri=" + redirect_uri
    )

def device_panel():
    codes = requests.Response()
    codes.status_code = 200
    codes._content = json.dumps(dict(
        device_code="d" * 40, user_code="ABCD", expires_in=1800, interval=60,
        verification_uri=silent + "/activate",
    )).encode()
    return views.device_panel(codes, client_id, "clips:edit")
"""
# A server and a port of each test's own.
AT = """
silent, redirect_uri = "http://127.0.0.1:{}", "http://localhost:{}"
os.environ["TWITCH_COURSE_API_URL"] = silent
"""
# A panel that goes on waiting would ask the next test's server, too.
END = "stop_waiting()"

CELLS = {
    "a call": "ask()",
    "a gallery": """
views.gallery([{"at": f"{silent}/{n}.png", "n": str(n)} for n in range(24)], "at", "n", "Pictures")
""",
    "a long list": """
for each in views.progress(helix.pages("users", token="t" * 30, client_id="c")):
    pass
""",
    "a waiting panel": "views.wait_panel(ask, bool, 'the clip').response()",
    "a sign-in approved again": "sign_in_panel().code()",
    "a device approved again": "device_panel().response()",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Kernel]:
    with running_kernel(tmp_path_factory.mktemp("stopped") / "saved") as kernel:
        kernel.run(BEFORE)
        yield kernel


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        yield server


@pytest.fixture
def kernel(running, silent) -> Iterator[Kernel]:
    running.run(AT.format(silent.getsockname()[1], free_port()))
    yield running
    running.run(END)


def wait_for_request(silent: socket.socket) -> socket.socket:
    connection, _ = silent.accept()
    connection.settimeout(60)
    assert connection.recv(65536)
    return connection


# As if the button was pressed in the instant before a wait begins: the signal is noted, but it
# wakes nobody, since the system gives it to another thread. Who waits must look up now and then.
JUST_BEFORE = "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})\n"
USUAL = "signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})"


@pytest.fixture(params=["", JUST_BEFORE], ids=["while it waits", "just before"])
def pressed(request, kernel) -> Iterator[str]:
    """When stop is pressed: code to begin a cell with."""
    yield request.param
    kernel.run(USUAL)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS.keys())
def test_a_cell_ends_at_once(kernel, silent, pressed, cell):
    message = kernel.begin(pressed + cell)
    with wait_for_request(silent):
        stopped = kernel.stop()
        reply = kernel.reply(message)
        took = time.monotonic() - stopped
    assert reply["ename"] == "KeyboardInterrupt"
    assert took < SOON
    assert kernel.run("print(1 + 1)") == "2\n", "the kernel works on"


def test_the_wait_for_the_rate_limit_ends_at_once(kernel, silent, pressed):
    reset = int(time.time()) + 60
    message = kernel.begin(f"{pressed}ask()")
    with wait_for_request(silent) as connection:
        connection.sendall(
            f"HTTP/1.1 429 No\r\nRatelimit-Reset: {reset}\r\nContent-Length: 0\r\n\r\n".encode()
        )
        stopped = kernel.stop()
        assert kernel.reply(message)["ename"] == "KeyboardInterrupt"
        assert time.monotonic() - stopped < SOON


def test_the_wait_for_the_token_file_ends_at_once(kernel, pressed):
    lock = kernel.run("from helpers import settings; print(settings.home(), end='')")
    with FileLock(f"{lock}/tokens.sandbox.json.lock"):
        message = kernel.begin(
            f"{pressed}print('on', flush=True); tokens.save(app=Token(Secret('a'), 'app'))"
        )
        assert any(heard["content"].get("text") == "on\n" for heard in kernel._heard(message))
        stopped = kernel.stop()
        assert kernel.reply(message)["ename"] == "KeyboardInterrupt"
        assert time.monotonic() - stopped < SOON


def test_the_search_for_a_server_ends_at_once(kernel, pressed):
    kernel.run("import socket; found = socket.getaddrinfo")
    message = kernel.begin(f"""{pressed}
import threading
socket.getaddrinfo = lambda *asked, **more: print('on', flush=True) or threading.Event().wait(60)
ask()
""")
    assert any(heard["content"].get("text") == "on\n" for heard in kernel._heard(message))
    stopped = kernel.stop()
    assert kernel.reply(message)["ename"] == "KeyboardInterrupt"
    assert time.monotonic() - stopped < SOON
    kernel.run("socket.getaddrinfo = found")


@pytest.mark.parametrize("panel", ["sign_in_panel()", "device_panel()"])
def test_approve_for_me_ends_at_once_and_says_so(kernel, silent, pressed, panel):
    button = kernel.run(f"{pressed}panel = {panel}; print(find(panel, APPROVE).model_id, end='')")
    kernel.click(button)
    with wait_for_request(silent):
        stopped = kernel.stop()
        said = kernel.run("print(panel._status.value)")
        assert time.monotonic() - stopped < SOON
    assert "Stopped: you pressed the stop button" in said


def test_a_kernel_that_ends_waits_for_no_picture(silent, tmp_path):
    with running_kernel(tmp_path / "saved") as kernel:
        kernel.run(BEFORE + AT.format(silent.getsockname()[1], free_port()))
        message = kernel.begin(CELLS["a gallery"])
        with wait_for_request(silent):
            kernel.stop()
            kernel.reply(message)
            started = time.monotonic()
            kernel.end()
            assert time.monotonic() - started < SOON
