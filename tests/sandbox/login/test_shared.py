"""One state file and several sandboxes at the same moment: what is good once is used once."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers.sandbox.login import codes, device_codes, refresh_tokens
from helpers.sandbox.memory.state import State, Token
from tests.sandbox.box import REDIRECT_URI, running_box
from tests.sandbox.flows import Flows, problem

USER = "141981764"
ROUNDS = 5
RIVALS = 4


@pytest.fixture
def rivals(tmp_path: Path) -> Iterator[list[State]]:
    opened = [State(tmp_path / "state") for _ in range(RIVALS)]
    yield opened
    for state in opened:
        state.close()


def race(rivals: list[State], use: Callable[[State], Token | None]) -> list[Token]:
    """Let every rival do the same at the same moment; return what they got."""
    start, won = threading.Barrier(len(rivals)), []

    def run(state: State) -> None:
        start.wait()
        token = use(state)
        if token:
            won.append(token)

    threads = [threading.Thread(target=run, args=[state]) for state in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return won


def test_one_code_makes_one_token(rivals):
    app = rivals[0].app(public=False)
    for _ in range(ROUNDS):
        code = codes.new(rivals[0], app.client_id, REDIRECT_URI, USER, ["clips:edit"])
        won = race(rivals, lambda state: codes.redeem(state, app, code, REDIRECT_URI))  # noqa: B023
        assert len(won) == 1


def test_one_device_code_makes_one_token(rivals):
    app = rivals[0].app(public=True)
    for _ in range(ROUNDS):
        waiting = device_codes.new(rivals[0], app, [])
        device_codes.approve(rivals[1], waiting, USER)
        code = waiting.device_code
        assert len(race(rivals, lambda state: device_codes.redeem(state, app, code))) == 1  # noqa: B023


def test_one_public_refresh_token_is_used_once_and_the_replay_ends_the_connection(rivals):
    app = rivals[0].app(public=True)
    for _ in range(ROUNDS):
        sent = refresh_tokens.issue(rivals[0], app, USER, []).refresh_token or ""
        (won,) = race(rivals, lambda state: refresh_tokens.use(state, app, sent))  # noqa: B023
        assert all(state.find_token(won.access_token) is None for state in rivals)


def test_no_more_than_fifty_tokens_whoever_issues_them(rivals):
    app = rivals[0].app(public=False)

    def issue(state: State) -> None:
        for _ in range(20):
            state.issue_token(app.client_id, USER)

    race(rivals, issue)
    with rivals[0].transaction() as rows:
        assert rows.execute("SELECT count(*) FROM tokens").fetchone() == (50,)


def test_two_sandboxes_share_everything(tmp_path):
    path = tmp_path / "state"
    with running_box(path, seed=None) as first, running_box(path, seed=None) as second:
        one, two = Flows(first), Flows(second)
        code, device = one.code("clips:edit"), one.device()
        tokens = two.exchange(code).json()
        assert problem(one.exchange(code)) == (400, "Invalid authorization code")
        two.answer(device["user_code"])
        assert one.poll(device["device_code"]).status_code == 200
        old = two.box.running.client_secret
        assert one.box.running.new_secret() == two.box.running.client_secret != old
        refused = two.refresh(tokens["refresh_token"], client_secret=old)
        assert problem(refused) == (403, "invalid client secret")
        one.revoke(tokens["access_token"])
        assert not two.alive(tokens["access_token"])
        one.disconnect(one.confidential)
        assert problem(two.refresh(tokens["refresh_token"])) == (400, "Invalid refresh token")


def test_what_is_under_way_outlives_a_restart(tmp_path):
    path = tmp_path / "state"
    with running_box(path, seed=None) as box:
        before = Flows(box)
        code, refreshable = before.code(), before.user_tokens()["refresh_token"]
        waiting, approved = before.device(), before.device()
        before.answer(approved["user_code"])
    with running_box(path, seed=None) as box:
        after = Flows(box)
        assert after.exchange(code).status_code == 200
        assert after.refresh(refreshable).status_code == 200
        assert problem(after.poll(waiting["device_code"])) == (400, "authorization_pending")
        assert after.poll(approved["device_code"]).status_code == 200
