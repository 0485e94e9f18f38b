"""Which folder is the learner's own: `saved/` in the course, or one in their home.

A course installed once for everybody is read-only, or belongs to another account. Tokens do not
belong there, even where they could be written.
"""

import os
from functools import lru_cache
from pathlib import Path

NAME = "twitch-course"


def choose(course: Path) -> Path:
    """Return the folder for tokens of the course that is installed in `course`."""
    return course / "saved" if _is_own(str(course)) else _in_home()  # git ignores saved/


def _is_own(course: str) -> bool:  # asked for each request: hence os.path, which is quicker
    home = os.path.expanduser("~")  # noqa: PTH111
    if os.environ.get("JUPYTERHUB_SERVICE_PREFIX") and not _is_inside(course, home):
        return False  # some hubs run everybody as one account: there, only the homes differ
    saved = os.path.join(course, "saved")  # noqa: PTH118
    folder = saved if os.path.exists(saved) else course  # noqa: PTH110
    if os.name == "posix" and os.geteuid() != 0 and os.geteuid() != os.stat(folder).st_uid:  # noqa: PTH116
        return False  # but root, as in a container, may use what belongs to others
    return os.access(folder, os.W_OK)


@lru_cache(maxsize=8)
def _is_inside(course: str, home: str) -> bool:
    return Path(course).is_relative_to(os.path.realpath(home))


def _in_home() -> Path:
    from platformdirs import user_data_path  # only now: most learners have a folder of their own

    return user_data_path(NAME, appauthor=False)
