"""Many who need the same expired token at the same moment share one refresh."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers import tokens
from helpers.errors import MissingToken
from helpers.tokens import file
from helpers.tokens import refresh as token_refresh
from helpers.wire import sender
from tests.tokens.counted_sandbox import expired
from tests.tokens.files import PROJECT, lock_is_free

CHILD = """
import sys
from helpers import tokens
from helpers.tokens import refresh as token_refresh

refresh = token_refresh.refresh_if_expired

def refresh_together(name):
    print("it has expired", flush=True)
    sys.stdin.readline()  # go on when all have seen it
    return refresh(name)

token_refresh.refresh_if_expired = refresh_together
print(tokens.load(sys.argv[1]).access_token.reveal())
"""


def load_in_processes(name, number):
    """Load in processes that all found the token expired before one goes on."""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
        )
        for _ in range(number)
    ]
    for child in children:
        assert child.stdout.readline() == "it has expired\n"
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()
    said = [child.communicate(timeout=60)[0].strip() for child in children]
    assert [child.returncode for child in children] == [0] * number
    return said


@pytest.mark.parametrize("name", ["user", "device"])
def test_two_processes_share_one_refresh(name, service):
    made = service.user_token() if name == "user" else service.device_token()
    tokens.save(**{name: expired(made)})
    one, other = load_in_processes(name, 2)
    assert one == other == tokens.load(name).access_token
    assert one != made.access_token
    assert service.alive(tokens.load(name))
    assert len(service.refreshes) == 1


@pytest.mark.parametrize("name", ["user", "device"])
def test_eight_threads_share_one_refresh(name, service, monkeypatch):
    made = service.user_token() if name == "user" else service.device_token()
    tokens.save(**{name: expired(made)})
    all_found_it_expired = threading.Barrier(8)
    refresh = token_refresh.refresh_if_expired

    def refresh_together(name):
        all_found_it_expired.wait(30)
        return refresh(name)

    monkeypatch.setattr(token_refresh, "refresh_if_expired", refresh_together)
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(tokens.load, [name] * 8))
    assert len({token.access_token.reveal() for token in loaded}) == 1
    assert service.alive(loaded[0])
    assert len(service.refreshes) == 1


def test_the_new_token_is_saved_before_the_lock_is_free(service):
    tokens.save(user=expired(service.user_token()))
    states = []
    service.counted.before_answering = lambda: states.append(lock_is_free())
    tokens.load("user")
    assert states == [False]
    assert lock_is_free()


def test_a_token_that_was_forgotten_meanwhile_is_missing(service, monkeypatch):
    tokens.save(user=expired(service.user_token()))
    refresh = token_refresh.refresh_if_expired

    def forget_first(name):
        tokens.forget(name)
        return refresh(name)

    monkeypatch.setattr(token_refresh, "refresh_if_expired", forget_first)
    with pytest.raises(MissingToken, match=r"^No user access token is saved"):
        tokens.load("user")
    assert service.refreshes == []


def test_others_wait_longer_than_the_longest_refresh():
    assert file.LOCK_SECONDS >= sender.CONNECT_SECONDS + sender.READ_SECONDS + 10
