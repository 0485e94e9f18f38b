"""A token file that a test reads and writes itself, also as another user and in another process."""

import os
import stat
from pathlib import Path

from filelock import FileLock, Timeout

from helpers import tokens
from helpers.errors import TokenFileError
from helpers.tokens import file as token_file

PROJECT = Path(tokens.__file__).parent.parent.parent
SECRET = "pr3cious"


def all_good(_entries):
    return ()


def save(path, **entries):
    return token_file.change(path, lambda saved: saved.update(entries), all_good)


def read(path):
    return token_file.read(path, all_good)


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


def in_child(work):
    """Run `work` in a forked process; return the text of its TokenFileError, "" if none came."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        text = "the child failed"
        try:
            work()
            text = ""
        except TokenFileError as problem:
            text = str(problem)
        finally:
            os.write(send, text.encode())
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        text = pipe.read().decode()
    os.waitpid(child, 0)
    return text


def as_nobody(work):
    """Run `work` as a user without privileges (root may read and write everything)."""

    def drop_and_work():
        if os.getuid() == 0:
            os.setuid(65534)
        work()

    return in_child(drop_and_work)


def lock_is_free():
    """Whether nobody is writing the saved tokens."""
    try:
        with FileLock(f"{tokens.path()}.lock", timeout=0):
            return True
    except Timeout:
        return False
