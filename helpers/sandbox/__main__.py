"""The sandbox as a program: python -m helpers.sandbox [--port N] [--state FILE] ...

Serves on 127.0.0.1 until Ctrl-C. The first line on stdout is one JSON object that says where
it is and who may use it.
"""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from helpers import sandbox


def main() -> int:
    """Run the program. Returns its exit code: 0 after Ctrl-C, 1 if it could not start."""
    options = _options()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())

    try:
        running = sandbox.start(
            options.state,
            port=options.port,
            rate_limit=options.rate_limit,
            reset=options.reset,
            private=options.private,
        )
    except sandbox.StateError as problem:
        return _complain(str(problem))
    except OSError as problem:
        return _complain(f"Port {options.port} cannot be used: {problem.strerror}.")
    running.fault(options.fault)
    if options.reset:
        _complain(f"The state file {options.state} starts over: no tokens, new applications.")
    try:
        print(json.dumps(_card(running)), flush=True)
        while not stopped.wait(1):  # with a timeout, because Windows holds Ctrl-C back without
            pass
    finally:
        said = running.stop()
        if said:
            _complain(said)
    return 0


def _options() -> argparse.Namespace:
    from helpers.sandbox.server import faults

    parser = argparse.ArgumentParser(
        prog="python -m helpers.sandbox",
        description="An offline double of Twitch's login service and API, for practice.",
    )
    parser.add_argument(
        "--port", type=_number(0, 65535), default=0, help="0 (the default): any free one"
    )
    parser.add_argument("--state", type=Path, help="file that keeps tokens; default: memory only")
    parser.add_argument(
        "--reset", action="store_true", help="forget everything that the state file holds"
    )
    parser.add_argument(
        "--private",
        action="store_true",
        help="let nobody in who does not know the addresses that the first line tells",
    )
    parser.add_argument(
        "--fault", choices=faults.NAMES, default="", help="make the API fail, for practice"
    )
    limit = parser.add_mutually_exclusive_group()
    limit.add_argument(
        "--rate-limit",
        type=_number(1, 10**9),
        default=800,
        help="API calls a minute (default: 800)",
    )
    limit.add_argument(
        "--no-rate-limit",
        action="store_const",
        const=None,
        dest="rate_limit",
        help="let API calls cost nothing, for benchmarks",
    )
    options = parser.parse_args()
    if options.reset and options.state is None:
        parser.error("--reset needs --state FILE: without a file there is nothing to forget.")
    return options


def _card(running: sandbox.Running) -> dict[str, object]:
    return {
        "id_url": running.id_url,
        "api_url": running.api_url,
        "client_id": running.client_id,
        "client_secret": running.client_secret,
        "public_client_id": running.public_client_id,
        "redirect_uris": running.redirect_uris,
        "users": [
            {"id": user.id, "login": user.login, "display_name": user.display_name}
            for user in running.users
        ],
        "note": "Practice values, good for this sandbox alone. Ctrl-C stops it.",
    }


def _number(lowest: int, highest: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isdecimal() and lowest <= int(text) <= highest):
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {lowest} to {highest}")
        return int(text)

    return number


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
