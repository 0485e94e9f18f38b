"""The check of notebook 00: each thing that can be wrong is named, and nothing else."""

from importlib.metadata import PackageNotFoundError

import pytest

from helpers import tokens, views, wire
from helpers.course import checks
from helpers.credentials.secret import Secret
from helpers.errors import CourseError
from helpers.tokens import Application
from tests.wire.bad_server import answering, closed_port, http

SECRET = "marker0secret0marker0secret012"


@pytest.fixture
def application(sandbox) -> Application:
    return Application(sandbox.client_id, Secret(sandbox.client_secret))


def failed(results: list[checks.Check]) -> list[tuple[str, str]]:
    return [(each.name, each.sentence) for each in results if not each.ok]


def test_all_is_well_in_the_sandbox(application):
    results = checks.run(application)
    assert failed(results) == []
    checks.all_well(results)
    shown = views.checklist(results)
    assert "Everything works" in shown.text
    assert application.client_secret.reveal() not in shown.html


@pytest.mark.parametrize(
    ("client_id", "secret", "sentence"),
    [
        ("nobody", SECRET, "Twitch knows no application with this client ID"),
        (None, SECRET, "the secret is not"),
        (None, None, "The client secret was empty"),
        ("", SECRET, "The client ID was empty"),
    ],
)
def test_wrong_credentials_are_named_and_nothing_is_saved(sandbox, client_id, secret, sentence):
    wrong = Application(
        sandbox.client_id if client_id is None else client_id, secret and Secret(secret)
    )
    results = checks.run(wrong)
    [(name, said)] = failed(results)
    assert name == "Twitch and your application"
    assert sentence in said
    assert "Something does not work yet" in views.checklist(results).text
    with pytest.raises(CourseError, match=r"client"):
        checks.all_well(results)
    assert tokens.peek_application() is None


def test_no_network(application, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"http://127.0.0.1:{closed_port()}")
    [(_, said)] = failed(checks.run(application))
    assert "could not be reached" in said


def test_a_server_in_trouble(application, monkeypatch):
    with answering(http("500 Oh", "<html>", "text/html")) as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
        [(_, said)] = failed(checks.run(application))
    assert "on Twitch's side" in said


def test_a_folder_that_cannot_be_written(application, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"http://127.0.0.1:{closed_port()}")
    names = [name for name, _ in failed(checks.run(application))]
    assert names[0] == "Folder"


def test_the_sandbox_in_a_folder_that_cannot_be_written(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("TWITCH_COURSE_HOME", str(tmp_path / "file"))
    with pytest.raises(CourseError, match=r"The sandbox could not start.*TWITCH_COURSE_HOME"):
        wire.twitch()


def test_a_damaged_sandbox_state_is_one_sentence(home):
    home.mkdir()
    (home / "sandbox.sqlite3").write_text("not a database, but long enough to be looked at" * 9)
    with pytest.raises(CourseError, match=r"could not start\. .* is not a sandbox's state"):
        views.credentials_form()


def test_a_missing_package_is_named(application, monkeypatch):
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(checks, "version", missing)
    [(name, said)] = failed(checks.run(application))
    assert (name, "ipywidgets is missing" in said) == ("Packages", True)
