"""The wallet acts while another notebook saves or forgets the same token: nothing is lost."""

from dataclasses import replace

import pytest

from helpers import tokens
from helpers.credentials.secret import Secret
from helpers.tokens import Token, care

NEWER = Token(Secret("newer"), "user", client_id="abc")


@pytest.mark.parametrize("act", [care.validate, care.revoke])
def test_a_token_that_another_notebook_saved_meanwhile_stays(act, service):
    tokens.save(user=service.user_token())
    service.counted.before_answering = lambda: tokens.save(user=NEWER)
    note = "Another notebook has saved a newer one meanwhile; that one is untouched."
    assert act("user").endswith(f". {note}")
    assert replace(tokens.peek("user"), obtained_at=NEWER.obtained_at) == NEWER


@pytest.mark.parametrize("act", [care.validate, care.revoke])
def test_a_token_that_was_forgotten_meanwhile_does_not_come_back(act, service):
    tokens.save(user=service.user_token())
    service.counted.before_answering = lambda: tokens.forget("user")
    assert "newer one" not in act("user")
    assert tokens.peek("user") is None
