"""A disk in trouble under a running sandbox: true sentences, no traceback, others are served.

The table of troubles is in faults.py.
"""

import threading
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import requests

from helpers import sandbox
from helpers.sandbox.memory import patience
from tests.sandbox.box import Box, Browser, Clock
from tests.sandbox.flows import Flows
from tests.sandbox.memory.faults import FAULTS
from tests.sandbox.program import POSIX, running, stop

pytestmark = POSIX
IN_TIME = 3.0  # seconds to an answer in trouble: a little more than the sandbox is patient


# --- what a learner asks meanwhile ----------------------------------------------------------


@dataclass(frozen=True)
class Learner:
    """Has signed in before the trouble came, and goes on: every answer has to be written down."""

    box: Box
    flows: Flows
    token: str
    page: Browser

    def ask_login(self) -> requests.Response:
        return self.flows.token("client_credentials")

    def ask_api(self) -> requests.Response:
        url = f"{self.box.running.api_url}/users/blocks?target_user_id=12826"
        return requests.put(url, headers=self.box.headers(self.token))

    def ask_page(self) -> requests.Response:
        return self.page.decide("authorize")


def learner_of(card: dict[str, object]) -> Learner:
    box = Box(SimpleNamespace(**card), Clock())  # type: ignore[arg-type]
    page = Browser(box.running.id_url)
    page.sign_in(box.request(response_type="code", force_verify="true"))
    return Learner(box, Flows(box), box.user_token("user:manage:blocked_users"), page)


def refusal(answer: requests.Response) -> str:
    """The sentence of a 503, which must come in time and in the shape of its service."""
    assert answer.status_code == 503, answer.text
    assert answer.elapsed.total_seconds() < IN_TIME
    if answer.headers["Content-Type"].startswith("text/html"):
        assert "<strong>Practice page</strong>" in answer.text
        return answer.text.replace("&#39;", "'")
    fields = ["status", "message"]
    if "/helix/" in answer.url:
        assert answer.json()["error"] == "Service Unavailable"
        fields = ["error", *fields]
    assert list(answer.json()) == fields
    assert answer.json()["status"] == 503
    return answer.json()["message"]


def assert_others_are_served(learner: Learner) -> None:
    """While one request waits for the disk."""
    answers: list[requests.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(learner.ask_login()))
    waiting.start()
    id_url, api_url = learner.box.running.id_url, learner.box.running.api_url
    for _ in range(3):
        for url, status in (
            (f"{id_url}/.well-known/openid-configuration", 200),
            (f"{learner.box.base}/activate", 200),
            (f"{api_url}/users", 401),
        ):
            answer = requests.get(url)
            assert answer.status_code == status
            assert answer.elapsed.total_seconds() < patience.SECONDS, "it waited for the disk, too"
    waiting.join()
    refusal(answers[0])


@pytest.mark.parametrize("name", FAULTS)
def test_trouble_is_said_and_survived(tmp_path, name):
    fault, arguments, words = FAULTS[name]
    path = tmp_path / "folder" / "state.sqlite3"
    path.parent.mkdir()
    sandbox.start(path).stop()
    with running("--state", str(path)) as (process, card):
        learner = learner_of(card)
        with fault(path, process.pid, *arguments):
            assert_others_are_served(learner)
            for ask in (learner.ask_login, learner.ask_api, learner.ask_page):
                said = refusal(ask())
                assert words in said
                assert "state.sqlite3" in said
                assert str(tmp_path) not in said
        assert learner.ask_login().status_code == 200
        assert learner.flows.alive(learner.box.app_token())
        assert stop(process) == (0, "", "")


@pytest.mark.parametrize("name", FAULTS)
def test_ctrl_c_in_trouble_ends_with_a_line_at_most(tmp_path, name):
    fault, arguments, _ = FAULTS[name]
    path = tmp_path / "folder" / "state.sqlite3"
    path.parent.mkdir()
    with running("--state", str(path)) as (process, card):
        learner = learner_of(card)
        with fault(path, process.pid, *arguments):
            learner.ask_login()
            status, out, err = stop(process)
    assert (status, out) == (0, "")
    assert err.count("\n") <= 1
    assert not err or "state.sqlite3" in err


def test_a_deleted_file_is_made_again_with_the_same_applications(tmp_path):
    path = tmp_path / "state.sqlite3"
    with running("--state", str(path)) as (process, card):
        learner = learner_of(card)
        path.unlink()
        assert learner.ask_login().status_code == 200
        assert learner.ask_api().json()["message"] == "Invalid OAuth token"
        with running("--state", str(path)) as (_, other):
            assert other["client_secret"] == card["client_secret"]
        path.unlink()
        status, _, err = stop(process)
    assert (status, err.count("\n")) == (0, 1)
    assert "state.sqlite3 was deleted or replaced" in err


def test_a_file_that_was_away_comes_back_with_its_tokens(tmp_path):
    path = tmp_path / "state.sqlite3"
    with running("--state", str(path)) as (_, card):
        learner = learner_of(card)
        path.rename(tmp_path / "away")
        assert not learner.flows.alive(learner.token)
        (tmp_path / "away").rename(path)
        assert learner.flows.alive(learner.token)


def test_a_full_disk(tmp_path, capfd):
    box = Box(sandbox.start(tmp_path / "state.sqlite3"), Clock())
    flows, rows = Flows(box), box.running._state._file.rows()
    rows.execute("PRAGMA max_page_count = 1")  # not one page more than there are
    answers = (flows.token("client_credentials") for _ in range(500))
    said = refusal(next(answer for answer in answers if answer.status_code != 200))
    assert "the disk is full. Free some space and try again." in said
    rows.execute("PRAGMA max_page_count = 1000000")
    assert flows.alive(box.app_token())
    box.running.stop()
    assert capfd.readouterr() == ("", "")
