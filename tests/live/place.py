"""The two places that are asked: Twitch itself, and a sandbox on this computer. No third."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from helpers.credentials.secret import Secret
from helpers.wire import LIVE_API_URL, LIVE_ID_URL, is_loopback


@dataclass(frozen=True)
class Place:
    """A login service and an API, with an application's credentials and a user's token, if any.

    Raises ValueError for addresses that are neither Twitch's own nor on this computer.
    """

    id_url: str
    api_url: str
    client_id: str = field(repr=False)
    client_secret: Secret
    user_token: Secret | None = None

    def __post_init__(self) -> None:
        is_twitch = (self.id_url, self.api_url) == (LIVE_ID_URL, LIVE_API_URL)
        if not is_twitch and not (is_loopback(self.id_url) and is_loopback(self.api_url)):
            raise ValueError("A live run asks Twitch over https, or a server on this computer.")


@contextmanager
def asking(place: Place) -> Iterator[None]:
    """Let the helpers ask this place."""
    where = {"TWITCH_COURSE_ID_URL": place.id_url, "TWITCH_COURSE_API_URL": place.api_url}
    with mock.patch.dict(os.environ, where):
        yield
