"""The sandbox's side of a run."""

from collections.abc import Iterable

from helpers.credentials.secret import Secret
from tests.live.place import Place
from tests.sandbox.box import Box


def sandbox_side(box: Box, scopes: Iterable[str] | None) -> Place:
    """A sandbox, with a user's token that has these scopes (None: without such a token)."""
    token = None if scopes is None else Secret(box.user_token(" ".join(scopes)))
    running = box.running
    return Place(
        running.id_url, running.api_url, running.client_id, Secret(running.client_secret), token
    )
