"""What it means when the disk says no, in plain words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.errors import TokenFileError
from helpers.settings import AGAIN, shown

_FULL = "the disk, or your share of it, is full. Free some space"
_READ_ONLY = f"the disk is read-only. Set TWITCH_COURSE_HOME to a folder on another one, {AGAIN}"
_FORBIDDEN = f"you may not use it. Set TWITCH_COURSE_HOME to a folder of your own, {AGAIN}"
_CURES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM), _FORBIDDEN),
    errno.EROFS: _READ_ONLY,
}


@contextmanager
def plain_errors(path: Path, done: str) -> Iterator[None]:
    """Raise TokenFileError for every OSError inside: `path` could not be "read" or "written"."""
    try:
        yield
    except OSError as problem:
        anything_else = f"{problem.strerror}. Look at the file and its folder"
        cure = _CURES.get(problem.errno or 0, anything_else)
        unchanged = " What was saved before is unchanged." if done == "written" else ""
        raise TokenFileError(
            f"{shown(path)} could not be {done}: {cure}, then run this cell again.{unchanged}"
        ) from None
