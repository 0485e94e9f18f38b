"""A course that is installed once for everybody: whose tokens are where, and what is said of it."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import Installation, shared_installation

WALK = """
from helpers import tokens, views
from helpers.course import checks, headless
print(views.begin("00_get_ready").text)
headless.play_before("04_choose_a_grant")
print(*(each.sentence for each in checks.run(tokens.load_application())), sep="\\n")
print(views.token_file().text)
print("TOKEN", tokens.load("user").access_token.reveal())
"""


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with shared_installation() as made:
        yield made


def walk(installation: Installation, person: str, **setting: str) -> str:
    done = installation.run(person, "-c", WALK, **setting)
    assert done.returncode == 0, done.stderr
    return done.stdout


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_tokens_are_kept_in_the_home_and_every_sentence_says_where(installation):
    said = walk(installation, "anna")
    [folder] = installation.home_of("anna").rglob("twitch-course")
    assert f"Your tokens are kept in the folder {folder}." in said
    assert f"Tokens can be saved in the folder {folder}." in said
    assert f"{folder}/tokens.sandbox.json\n" in said
    assert "This notebook is in a folder that you cannot write to" in said
    assert mode(folder) == 0o700
    files = {each.name: mode(each) for each in folder.iterdir()}
    assert {"tokens.sandbox.json", "sandbox.sqlite3"} <= files.keys()
    assert set(files.values()) == {0o600}
    assert not (installation.course / "saved").exists()


def test_two_homes_share_no_tokens(installation):
    tokens = {walk(installation, each).split("TOKEN ")[1] for each in ("bob", "carl")}
    assert len(tokens) == 2
    again = installation.run("bob", "-c", "from helpers import tokens; tokens.load('user')")
    assert again.returncode == 0, again.stderr
    new = installation.run("dora", "-c", "from helpers import tokens; tokens.load('user')")
    assert "No user access token is saved" in new.stderr


def test_a_home_that_cannot_be_used_is_told_at_once(installation):
    code = "from helpers import views; views.begin('01_app_access_token')"
    done = installation.run("emil", "-c", code, HOME="/nobody-is-here")
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("helpers.errors.TokenFileError: /nobody-is-here/")
    assert "twitch-course/tokens.sandbox.json could not be written: you may not use it." in last
    assert "Set TWITCH_COURSE_HOME to a folder of your own" in last


def test_the_kernel_needs_no_jupyterlab(installation):
    code = "import jupyterlab"
    assert installation.run("gina", "-c", code).returncode != 0, "it is not there"
    assert "All packages are installed." in walk(installation, "gina")


@pytest.mark.slow
def test_a_class_of_two_goes_through_the_lesson_in_it(installation):
    done = installation.run("fay", "-m", "tests.tools.class_at_once", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "2 learners at once, notebooks 00_get_ready to 03_save_the_token\nerrors: 0\n"
        in done.stdout
    )
    least, most = map(int, re.search(r"kernel: (\d+) to (\d+) MB", done.stdout).groups())
    assert 30 < least <= most < 500
    alone, slowest = map(float, re.findall(r": ([\d.]+) s", done.stdout))
    assert 0 < alone < slowest * 2
