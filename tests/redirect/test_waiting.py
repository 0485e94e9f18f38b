"""Waiting for the user's return: of several answers the first is taken, and no other."""

import threading
from contextlib import suppress

import pytest

from helpers.errors import WrongState
from helpers.grants import implicit
from helpers.redirect.waiting import Waiting
from helpers.tokens import Token
from tests.redirect.arrivals import STATE, TOKEN, fragment


def test_a_state_is_good_for_one_use(waiting, arrived):
    waiting.accept("http://localhost:3000" + fragment())
    second = f"http://localhost:3000/#access_token=another-token&state={STATE}"
    with pytest.raises(WrongState, match="good for one use"):
        waiting.accept(second)
    assert waiting.arrived.access_token == TOKEN
    assert isinstance(arrived[1], WrongState)


def test_two_answers_at_the_same_moment_give_one_token():
    both_inside = threading.Barrier(2)
    met, taken, refused = [], [], []

    def parse(address: str, state: str) -> Token:
        # Let a second answer in before the first is kept, if anything lets it in.
        with suppress(threading.BrokenBarrierError):
            met.append(both_inside.wait(0.3))
        return implicit.parse_redirect(address, state)

    waiting = Waiting(STATE, parse)

    def answer(number: int) -> None:
        try:
            taken.append(waiting.accept(f"http://x/#access_token=token{number}&state={STATE}"))
        except WrongState:
            refused.append(number)

    threads = [threading.Thread(target=answer, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert (len(taken), len(refused), met) == (1, 1, [])
    assert waiting.arrived == taken[0]
