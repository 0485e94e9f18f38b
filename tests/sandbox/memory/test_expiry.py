"""What has expired leaves the state file: soon, all of it, and a little at a time."""

from collections.abc import Callable

import pytest

from helpers.sandbox.login import codes, device_codes, refresh_tokens
from helpers.sandbox.login.refresh_tokens import PUBLIC_LIFETIME
from helpers.sandbox.memory.expiry import EVERY, ROWS
from helpers.sandbox.memory.state import State
from tests.sandbox.box import REDIRECT_URI, Clock

USER = "141981764"
FOR_EVER = 10**9  # seconds


def app_token(state: State) -> None:
    state.issue_token(state.app(public=False).client_id)


def user_token(state: State) -> None:
    state.issue_token(state.app(public=False).client_id, USER, ["clips:edit"])


def code(state: State) -> None:
    codes.new(state, state.app(public=False).client_id, REDIRECT_URI, USER, [])


def device_code(state: State) -> None:
    device_codes.new(state, state.app(public=True), [])


def public_refresh_token(state: State) -> None:
    refresh_tokens.issue(state, state.app(public=True), USER, [])


def spent_refresh_token(state: State) -> None:
    app = state.app(public=True)
    token = refresh_tokens.issue(state, app, USER, [])
    refresh_tokens.use(state, app, token.refresh_token or "")


def confidential_refresh_token(state: State) -> None:
    refresh_tokens.issue(state, state.app(public=False), USER, [])


# Each with its table, and the seconds until it is over.
KINDS = [
    (app_token, "tokens", 5_650_000),  # the longest that is drawn, and a little
    (user_token, "tokens", 5_650_000),
    (public_refresh_token, "tokens", 16_000),
    (code, "codes", codes.LIFETIME),
    (device_code, "device_codes", device_codes.LIFETIME),
    (public_refresh_token, "refresh_tokens", PUBLIC_LIFETIME),
    (spent_refresh_token, "refresh_tokens", PUBLIC_LIFETIME),
]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(clock: Clock) -> State:
    return State(clock=clock)


def keys(state: State, table: str) -> set[str]:
    with state.reading() as rows:
        return {row[0] for row in rows.execute(f"SELECT * FROM {table}")}


def issue(state: State, times: int, make: Callable[[State], None] = app_token) -> None:
    for _ in range(times):
        make(state)


@pytest.mark.parametrize(("make", "table", "lifetime"), KINDS)
def test_what_is_over_is_deleted_and_not_before(state, clock, make, table, lifetime):
    issue(state, 3, make)
    first = keys(state, table)
    assert first
    clock.now += lifetime - codes.LIFETIME  # over none of them, whatever the lifetime drawn
    if table != "tokens":
        issue(state, EVERY)
        assert first <= keys(state, table)
    clock.now += codes.LIFETIME
    issue(state, EVERY)
    assert not first & keys(state, table)


def test_a_refresh_token_that_does_not_end_stays(state, clock):
    issue(state, 3, confidential_refresh_token)
    first = keys(state, "refresh_tokens")
    clock.now += FOR_EVER
    issue(state, 2 * EVERY)
    assert keys(state, "refresh_tokens") == first


def test_a_session_as_short_as_a_lesson_clears_up_after_the_last_one(tmp_path):
    clock = Clock()
    for _ in range(20):
        state = State(tmp_path / "state", clock)
        issue(state, 5, code)
        issue(state, 5, device_code)
        assert len(keys(state, "codes")) <= 10
        assert len(keys(state, "device_codes")) <= 10
        state.close()
        clock.now += 3600


def test_the_file_does_not_grow_for_ever(state, clock):
    alive = 1000
    for _ in range(20 * alive):
        state.issue_token(state.app(public=False).client_id)
        clock.now += 5_600_000 / alive
    assert len(keys(state, "tokens")) < 3 * alive


def test_a_round_looks_at_few_rows_and_comes_seldom(state):
    over = [(f"{number:05}", "app", REDIRECT_URI, USER, "", 1) for number in range(5 * ROWS)]
    with state.transaction() as rows:
        rows.executemany("INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, '', '', '')", over)
    left = []
    for _ in range(2 * EVERY):
        issue(state, 1)
        left.append(len(keys(state, "codes")))
    assert left == [4 * ROWS] * EVERY + [3 * ROWS] * EVERY
