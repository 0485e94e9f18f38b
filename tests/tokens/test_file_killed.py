"""Kill -9 at every step of a save, while another process saves: the file is always whole.

The victim is a forked process that kills itself before its n-th step (one bytecode of
tokens/file.py or private_file.py), for n = 1, 2, 3 … until a save comes through. At the same time
a neighbour, which is never killed, saves a token of the other kind.
"""

import json
import os
import random
import signal
import stat
import sys
import traceback
from collections import Counter
from contextlib import suppress

import pytest

from helpers import private_file, tokens
from helpers.credentials.secret import Secret
from helpers.tokens import Token
from helpers.tokens import file as token_file

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def fork(work):
    """Run `work` in a forked process; return its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        sys.settrace(None)  # the tracer of a coverage run would only slow it down
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def save(kind, number):
    # Of growing length, so that an old and a new file are never of one size.
    tokens.save(**{kind: Token(Secret(f"{kind}-{number}-{'x' * number}"), kind)})


def saved_numbers():
    """Return the numbers in the file as it lies on the disk, without the helpers' mercy."""
    path = tokens.path()
    for file in path.parent.iterdir():  # a scrap of a killed writer is private too
        with suppress(FileNotFoundError):  # the neighbour has just removed it
            assert stat.S_IMODE(file.lstat().st_mode) == 0o600, file
    entries = json.loads(path.read_bytes())
    return {kind: int(entries[kind]["access_token"].split("-")[1]) for kind in ("app", "user")}


class Neighbour:
    """A process that saves user token 1, 2, 3 …, one each time that `wake` is written to."""

    def __enter__(self):
        ears, self.wake = os.pipe()
        self.done, mouth = os.pipe()
        self.saved = 0

        def live():
            os.close(self.wake)
            number = 0
            while os.read(ears, 1):
                number += 1
                save("user", number)
                os.write(mouth, b".")

        self.process = fork(live)
        os.close(ears)
        os.close(mouth)
        return self

    def wait_until_saved(self):
        assert os.read(self.done, 1) == b".", "the neighbour has died"
        self.saved += 1

    def __exit__(self, *_error):
        os.close(self.wake)
        _, status = os.waitpid(self.process, 0)
        os.close(self.done)
        assert status == 0


def kill_myself_at(step, report):
    """Send this process SIGKILL before the step-th bytecode that it runs in tokens/file.py."""
    steps = 0

    def trace(frame, event, _argument):
        nonlocal steps
        if frame.f_code.co_filename not in (token_file.__file__, private_file.__file__):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            steps += 1
            if steps == step:
                os.write(report, f"{frame.f_code.co_name} {frame.f_lasti}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def test_killed_before_any_step_with_two_processes_saving():
    save("app", 0)
    save("user", 0)
    report, tell = os.pipe()
    app, kills, outcomes, places = 0, 0, Counter(), set()
    with Neighbour() as neighbour:
        killed = True
        while killed:
            number = kills + 1

            def victim(number=number):
                os.write(neighbour.wake, b".")  # both save from here on
                kill_myself_at(number, tell)
                save("app", number)

            _, status = os.waitpid(fork(victim), 0)
            killed = os.WIFSIGNALED(status)
            assert killed or status == 0
            at_death = saved_numbers()
            neighbour.wait_until_saved()
            now = saved_numbers()

            assert now["user"] == neighbour.saved
            assert at_death["user"] in (now["user"] - 1, now["user"])
            assert now["app"] == at_death["app"]
            assert now["app"] in ((app, number) if killed else (number,))
            if killed:
                assert os.WTERMSIG(status) == signal.SIGKILL
                kills += 1
                outcomes["new" if now["app"] == number else "old"] += 1
                places.add(os.read(report, 100).decode())
            app = now["app"]

    # The kills did happen, at hundreds of different places, before and after the change.
    assert kills >= 300, kills
    assert len(places) >= 300, len(places)
    assert outcomes["old"] >= 100
    assert outcomes["new"] >= 30
    functions = {place.split()[0] for place in places}
    assert functions >= {"change", "_locked", "_read_bytes", "_parse", "write", "_sync"}
    print(f"{kills} kills, {len(places)} places, {dict(outcomes)}")
    assert_both_can_be_saved()


def test_killed_at_any_instant_by_a_timer():
    # Not between bytecodes: wherever the processor is, inside a system call too.
    save("app", 0)
    save("user", 0)
    chance = random.Random(20261123)
    report, tell = os.pipe()
    app, outcomes = 0, Counter()
    with Neighbour() as neighbour:
        for round_ in range(1000):
            if round_ >= 100 and app >= 10 and outcomes["old"] >= 10:
                break
            # 0.3 to 30 ms, where a save takes about 5; on a busy machine, later and later.
            seconds = 10 ** chance.uniform(-3.5, -1.5) * (1 + round_ / 50)

            def victim(first=app + 1, seconds=seconds):
                signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the timer ends the process
                os.write(neighbour.wake, b".")
                signal.setitimer(signal.ITIMER_REAL, seconds)
                for number in range(first, first + 1_000_000):
                    os.write(tell, number.to_bytes(4, "big"))
                    save("app", number)

            os.write(tell, app.to_bytes(4, "big"))
            _, status = os.waitpid(fork(victim), 0)
            assert os.WTERMSIG(status) == signal.SIGALRM
            at_death = saved_numbers()
            neighbour.wait_until_saved()
            now = saved_numbers()

            started = int.from_bytes(os.read(report, 65536)[-4:], "big")
            assert now["user"] == neighbour.saved
            assert now["app"] == at_death["app"]
            assert now["app"] in (max(app, started - 1), started)
            outcomes["new" if now["app"] == started else "old"] += 1
            app = now["app"]
    # Some saves came through, and some kills did stop one.
    assert app >= 10
    assert outcomes["old"] >= 10
    print(f"{app} saves, {dict(outcomes)}")
    assert_both_can_be_saved()


def assert_both_can_be_saved():
    save("app", 1)
    save("user", 2)
    assert saved_numbers() == {"app": 1, "user": 2}
    names = {file.name for file in tokens.path().parent.iterdir()}
    assert names == {"tokens.sandbox.json", "tokens.sandbox.json.lock"}
