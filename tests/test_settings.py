"""The course's folder and the chosen mode, whatever somebody has set or put there."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from helpers import settings, tokens
from helpers.course import headless
from helpers.errors import CourseError, SettingError
from helpers.sandbox import Running
from helpers.wire import embedded

# (a value of TWITCH_COURSE_HOME, words of the sentence)
HOMES = [
    ("saved", "does not begin at the root of the disk or with ~"),
    ("./saved", "does not begin at the root"),
    ("../saved", "does not begin at the root"),
    (".", "does not begin at the root"),
    ("~nosuchuser", "nobody on this computer has the name behind ~"),
    ("~nosuchuser/course", "nobody on this computer"),
    ('"/tmp/course"', "quotes around it"),
    ("'~/course'", "quotes around it"),
    ("“/tmp/course”", "quotes around it"),
    (" /tmp/course", "does not begin at the root"),
    (str(settings.PROJECT), "only the folder saved is kept out of git"),
    (str(settings.PROJECT / "notebooks" / "mine"), "only the folder saved"),
    (str(settings.PROJECT / "saved" / ".." / "notebooks"), "only the folder saved"),
    (str(settings.PROJECT / "saved-too"), "only the folder saved"),
]


@pytest.mark.parametrize(("value", "words"), HOMES)
def test_a_home_that_cannot_be_used_is_told(monkeypatch, value, words):
    monkeypatch.setenv("TWITCH_COURSE_HOME", value)
    for use in (settings.home, tokens.path, embedded.sandbox, lambda: tokens.peek("user")):
        with pytest.raises(SettingError) as caught:
            use()
        assert str(caught.value).startswith("TWITCH_COURSE_HOME cannot be used: ")
        assert words in str(caught.value)
        assert str(caught.value).endswith(f"{settings.AGAIN}.")


@pytest.mark.parametrize("value", ["", str(settings.PROJECT / "saved"), "~", "~/a course/ä"])
def test_a_home_that_can_be_used(monkeypatch, value):
    monkeypatch.setenv("TWITCH_COURSE_HOME", value)
    wanted = str(Path(value).expanduser()) if value else str(settings.PROJECT / "saved")
    assert str(settings.home()) == wanted


def test_a_link_into_the_course_is_seen_through(monkeypatch, tmp_path):
    (tmp_path / "link").symlink_to(settings.PROJECT / "notebooks")
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(tmp_path / "link" / "mine"))
    with pytest.raises(SettingError, match="only the folder saved"):
        settings.home()


# --- the chosen mode -------------------------------------------------------------------------

DEEP = "[" * 100_000
MODES = {
    "nothing": b"",
    "no JSON": b"live",
    "a list": b'["live"]',
    "a number": b"7",
    "another word": b'{"mode": "Live"}',
    "a list of modes": b'{"mode": ["live"]}',
    "an object": b'{"mode": {"live": 1}}',
    "nested": DEEP.encode(),
    "nested inside": b'{"mode": ' + DEEP.encode(),
    "half a character": b'{"mode": "\\ud800"}',
    "bytes": b"\xff\xfe\x00",
    "a NUL": b'{"mode": "live\x00"}',
    "huge": b'{"mode": "live"' + b" " * 1_000_000 + b"}",
}


@pytest.mark.parametrize("content", MODES.values(), ids=MODES)
def test_a_damaged_choice_starts_safely_and_can_be_made_again(home, content):
    home.mkdir()
    (home / "mode.json").write_bytes(content)
    assert settings.mode() == "sandbox"
    settings.choose_mode("live")
    assert settings.mode() == "live"


def make_link(path):
    target = path.parent.parent / "elsewhere.json"
    target.write_text('{"mode": "live"}')
    path.symlink_to(target)


@pytest.mark.parametrize("make", [make_link, os.mkfifo], ids=["a link", "a pipe"])
def test_only_an_ordinary_file_is_read_and_written(home, make):
    home.mkdir()
    make(home / "mode.json")
    modes: list[str] = []
    reader = threading.Thread(target=lambda: modes.append(settings.mode()), daemon=True)
    reader.start()
    reader.join(5)
    assert modes == ["sandbox"]
    settings.choose_mode("sandbox")
    elsewhere = home.parent / "elsewhere.json"
    assert not elsewhere.exists() or elsewhere.read_text() == '{"mode": "live"}'
    assert stat.S_ISREG((home / "mode.json").lstat().st_mode)


def test_the_choice_is_private_and_leaves_nothing_beside_it(home):
    settings.choose_mode("live")
    file = home / "mode.json"
    assert json.loads(file.read_text()) == {"mode": "live"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [each.name for each in home.iterdir()] == ["mode.json"]


@pytest.mark.parametrize("where", ["the folder", "the file", "the temporary file"])
def test_a_choice_that_cannot_be_written_is_told(home, where):
    if where == "the folder":
        home.write_text("no folder")
    else:
        name = "mode.json" if where == "the file" else f"mode.{os.getpid()}.tmp"
        (home / name / "inside").mkdir(parents=True)
    with pytest.raises(SettingError, match="could not be written"):
        settings.choose_mode("live")


# --- a run without a person ------------------------------------------------------------------


def test_a_headless_run_makes_the_home_that_does_not_exist_yet(tmp_path):
    home = tmp_path / "not" / "yet"
    code = "from helpers.course import headless; headless.prepare('01_app_access_token')"
    kept = {name: value for name, value in os.environ.items() if "TWITCH_COURSE" not in name}
    environment = {**kept, "TWITCH_COURSE_HEADLESS": "1", "TWITCH_COURSE_HOME": str(home)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert home.is_dir()


@pytest.mark.parametrize("base", ["relative", "~nosuchuser", "{file}/inside", '"quoted"'])
def test_a_headless_run_without_a_place_is_told(monkeypatch, tmp_path, base):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    monkeypatch.setattr(headless, "_base", base.format(file=file))
    with pytest.raises(CourseError, match="TWITCH_COURSE_HOME"):
        headless.prepare("00_get_ready")


def test_the_sandbox_says_which_folder_it_cannot_use(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(tmp_path / "file"))
    with pytest.raises(SettingError, match=r"Make its folder .* writable") as caught:
        assert isinstance(embedded.sandbox(), Running)
    assert "\n" not in str(caught.value)
