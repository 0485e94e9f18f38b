"""The sandbox inside this kernel: started once, when it is first needed."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from helpers import clock, settings
from helpers.errors import SettingError
from helpers.sandbox import Running, StateError, start
from helpers.wire.proxied import proxy_of_settings
from helpers.wire.redirect_uri import registered_redirect_uri

# A run without a person always meets the same tokens, so that stored outputs can be compared.
HEADLESS_SEED = 1

_running: dict[Path, Running] = {}
_lock = threading.Lock()


def sandbox() -> Running:
    """Return the running sandbox of this kernel; its state is kept in the course's folder.

    Raises SettingError if that folder cannot be used.
    """
    state = settings.home() / "sandbox.sqlite3"
    with _lock:
        if state not in _running:
            _running[state] = _start(state)
        return _running[state]


def public_address(address: str) -> str:
    """Return where a browser reaches an address of a running sandbox behind the hub's proxy.

    Any other address comes back unchanged, and so does every one without a proxy.
    """
    with _lock:
        running = list(_running.values())
    for each in running:
        behind = address.removeprefix(each.address)
        if each.public_address and behind != address and behind[:1] in ("", "/"):
            return f"{each.public_address}{behind}"
    return address


def stop_all() -> None:
    """Stop every sandbox that this process started."""
    with _lock:
        stopping = list(_running.values())
        _running.clear()
    for running in stopping:
        running.stop()


def _start(state: Path) -> Running:
    headless = settings.headless()
    tells: Callable[[], float] = _headless_time if headless else time.time
    redirect_uri = registered_redirect_uri()
    try:
        state.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return start(
            state,
            redirect_uris=[redirect_uri],
            clock=tells,
            seed=HEADLESS_SEED if headless else None,
            private=True,  # other accounts of this computer can reach its port as well
            proxy=proxy_of_settings(),
        )
    except StateError as problem:
        raise SettingError(
            f"The sandbox could not start. {problem} The file's folder is "
            f"{settings.shown(state.parent)}; with TWITCH_COURSE_HOME you choose another one."
        ) from None
    except OSError as problem:
        reason = (problem.strerror if isinstance(problem, OSError) else None) or str(problem)
        raise SettingError(
            f"The sandbox could not start ({reason.rstrip('.')}). Make its folder "
            f"{settings.shown(state.parent)} writable, or set TWITCH_COURSE_HOME to another one, "
            f"{settings.AGAIN}."
        ) from None


def _headless_time() -> float:
    return clock.now().timestamp()  # one clock for both sides: it moves only by clock.pass_time
