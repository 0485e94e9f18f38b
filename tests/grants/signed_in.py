"""What the scripted learner's sign-in brings: a code, and a user access token."""

from collections.abc import Sequence

from helpers.course import scripted_learner
from helpers.credentials.secret import Secret
from helpers.grants import authorization_code, implicit
from helpers.sandbox import Running
from helpers.tokens import Token
from tests.sandbox.box import REDIRECT_URI

STATE = "the-state-that-was-sent"
SCOPES = ["clips:edit", "user:read:email"]


def code_for(client_id: str) -> Secret:
    url = authorization_code.authorization_url(client_id, REDIRECT_URI, SCOPES, STATE)
    return authorization_code.parse_redirect(scripted_learner.authorize(url), STATE)


def user_token(client_id: str, client_secret: Secret) -> Token:
    return Token.from_response(
        authorization_code.exchange_code(
            client_id, client_secret, code_for(client_id), REDIRECT_URI
        )
    )


def implicit_token(running: Running, scopes: Sequence[str]) -> Token:
    """A token of the implicit grant."""
    state = implicit.new_state()
    url = implicit.authorization_url(running.client_id, running.redirect_uris[0], scopes, state)
    return implicit.parse_redirect(scripted_learner.authorize(url), state)
