"""Makes pytest run the notebooks without a person (TWITCH_COURSE_HEADLESS).

It stands at the top, so that it counts for `pytest notebooks` too.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from _pytest.nodeid import coerce_node_id

PROJECT = Path(__file__).parent

# What the tests share may assert, too: a failure there shows its values.
pytest.register_assert_rewrite("tests")


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment: nbval's kernels get it before any fixture could act."""
    scratch = tempfile.mkdtemp(prefix="twitch-course-tests-")
    config.add_cleanup(lambda: shutil.rmtree(scratch, ignore_errors=True))
    for name in [name for name in os.environ if name.startswith("TWITCH_COURSE_")]:
        del os.environ[name]
    os.environ["TWITCH_COURSE_HEADLESS"] = "1"
    os.environ["TWITCH_COURSE_HOME"] = scratch
    os.environ["PYTHONPATH"] = str(PROJECT)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run whole files side by side, unless -n says otherwise (`-n 0`: one after the other).

    Where only nbval is installed, as after the README's first command, there is no xdist.
    """
    is_worker = hasattr(config, "workerinput")  # a worker starts no workers of its own
    if is_worker or not config.pluginmanager.hasplugin("xdist"):
        return
    # Coverage must know of the workers from the start: there, -n is written out (.ci/run).
    if config.option.numprocesses is None and not config.pluginmanager.hasplugin("_cov"):
        # One more than there are cores: the browser's tests wait for the browser most of the time.
        config.option.numprocesses = (os.cpu_count() or 1) + 1
    if config.option.numprocesses and config.option.dist == "no":
        config.option.dist = "loadfile"  # the cells of a notebook need one kernel
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser's files: they take longest, and others run beside them."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    # Schemathesis gives all its items one node ID, and xdist would run only the last of them.
    fuzzed = [item for item in items if item.nodeid.endswith("::test_made_up_parameters")]
    for number, item in enumerate(fuzzed, start=1):
        item._id = coerce_node_id(f"{item.nodeid}[{number}]")
