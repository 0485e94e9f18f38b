"""A file that you alone can read, written whole or not at all. Links and pipes are not followed.

Killed at any instant, the file is the old or the new one. On Windows a file has no mode bits:
there the protection is that of your user folder.
"""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

# None of these exists everywhere. O_NOFOLLOW: fail at a symlink. O_NONBLOCK: do not wait for
# somebody at the other end of a pipe. O_BINARY: keep line ends (Windows).
_FLAGS: int = 0
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


def oddity(path: Path) -> str:
    """Return what stands in a file's place, such as "a link to another place"; "" for a file."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return ""
    if stat.S_ISREG(mode):
        return ""
    return "a link to another place" if stat.S_ISLNK(mode) else "no ordinary file"


def open_to_read(path: Path) -> int:
    """Return a descriptor of an ordinary file. Raises OSError, also for anything else."""
    descriptor = os.open(path, os.O_RDONLY | _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # it came after the look at it
        os.close(descriptor)
        raise OSError(errno.EINVAL, "It is no ordinary file")
    return descriptor


def write(path: Path, content: bytes, temporary: Path) -> None:
    """Put `content` in the place of `path` in one step. Raises OSError.

    It is written to `temporary`, in the same folder, first: a name that no other writer uses at
    the same time.
    """
    try:
        temporary.unlink(missing_ok=True)  # of a writer that was killed: it may hold secrets
        # O_EXCL and 0600 in one call: at no instant is it open to others.
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _FLAGS, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)  # before the rename, or a power cut could leave an empty file
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    # Makes the rename itself last. Windows and some network disks cannot; the file is in place.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
