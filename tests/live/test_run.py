"""`pytest -m live` as a maintainer starts it, against the second server in place of Twitch."""

import os
import re
import subprocess
import sys

import pytest

from tests.live.place import Place
from tests.notebooks.files import PROJECT

LIVE = "tests/live/test_live.py"
# Without the plugins that a live run does not use, pytest starts in half the time.
LIGHT = ("-n", "0", "-o", "addopts=", "-p", "no:nbval", "-p", "no:schemathesis", "--showlocals")


def run(place: Place, *options: str, **changes: str) -> tuple[int, str]:
    """Start a live run. Return its exit status (0 all passed, 1 some failed) and what it prints."""
    assert place.user_token
    token = place.user_token.reveal()
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    given = {
        "TWITCH_CLIENT_ID": place.client_id,
        "TWITCH_CLIENT_SECRET": place.client_secret.reveal(),
        "TWITCH_USER_TOKEN": token,
        "TWITCH_LIVE_SERVER": place.id_url.removesuffix("/oauth2"),
    }
    command = ["-m", "pytest", "-m", "live", "-p", "no:cacheprovider", *options, LIVE]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT,
        env={**kept, **given, **changes},
        capture_output=True,
        text=True,
        timeout=240,
    )
    for secret in (given["TWITCH_CLIENT_SECRET"], token, place.client_id):
        assert secret not in done.stdout + done.stderr
    return done.returncode, done.stdout


def test_nothing_differs(second):
    status, printed = run(second.place, *LIGHT)
    assert status == 0, printed
    assert re.search(r"^(\d+) of \1 calls asked, no differences\.$", printed, re.M)


def test_a_difference_turns_it_red_and_stands_in_its_report(second):
    second.path = "/helix/channels"
    second.change = lambda answer: answer.json["data"][0].update(delay="7", pronouns="she")
    status, printed = run(second.place, *LIGHT, "-n", "1")
    assert status == 1
    differs = [line for line in printed.splitlines() if line.startswith("  GET /channels?")]
    assert len(differs) == 4, "two lines for each of the two tokens"
    assert differs[0].endswith(": data[].pronouns: new")


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"TWITCH_CLIENT_ID": ""}, 0, "1 skipped"),
        ({"CI": "true"}, 0, "1 skipped"),
        ({"TWITCH_USER_TOKEN": "of-last-year"}, 1, "TWITCH_USER_TOKEN is not valid."),
        ({"TWITCH_LIVE_SERVER": "http://192.0.2.1"}, 1, "Twitch over https, or a server on this"),
    ],
)
def test_what_is_missing_is_said_and_nothing_leaks(second, changes, status, sentence):
    found, printed = run(second.place, *LIGHT, **changes)
    assert (found, sentence in printed) == (status, True), printed
    assert not any("helix" in asked for asked in second.asked)
