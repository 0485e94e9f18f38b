"""A conformance run, for a maintainer: `pytest -m live`.

Off unless asked for, and never in CI. It makes every call of the notebooks that changes nothing,
at Twitch and in a sandbox, and prints where Twitch differs from the sandbox or the catalogue.

TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET must be in the environment. With TWITCH_USER_TOKEN, a
user access token of the same application, the calls that need one are made, too, as far as its
scopes go. TWITCH_LIVE_SERVER names a server on this computer that is asked in place of Twitch.
"""

import os
from collections.abc import Callable

import pytest

from helpers.catalogue.scopes import known
from helpers.credentials.secret import Secret
from helpers.grants.validate import validate
from helpers.wire import LIVE_API_URL, LIVE_ID_URL
from tests.live.calls import CALLS
from tests.live.place import Place, asking
from tests.live.report import compared, report
from tests.live.sides import sandbox_side
from tests.sandbox.box import Box

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif("CI" in os.environ, reason="CI never talks to live Twitch."),
]


@pytest.fixture
def real() -> Place:
    for name in ("TWITCH_CLIENT_ID", "TWITCH_CLIENT_SECRET"):
        if not os.environ.get(name):
            pytest.skip(f"Set {name} to the value from dev.twitch.tv/console.")
    server = os.environ.get("TWITCH_LIVE_SERVER")
    try:
        return Place(
            f"{server}/oauth2" if server else LIVE_ID_URL,
            f"{server}/helix" if server else LIVE_API_URL,
            os.environ["TWITCH_CLIENT_ID"],
            Secret(os.environ["TWITCH_CLIENT_SECRET"]),
            Secret(os.environ["TWITCH_USER_TOKEN"]) if "TWITCH_USER_TOKEN" in os.environ else None,
        )
    except ValueError as problem:
        pytest.fail(str(problem), pytrace=False)


def test_twitch_answers_as_the_sandbox_and_the_catalogue_say(
    real: Place, box: Box, record_property: Callable[[str, object], None]
) -> None:
    differ, unknown = compared(real, sandbox_side(box, scopes_of(real)), CALLS)
    record_property("report of a live run", report(differ, unknown, len(CALLS)))
    if differ:
        pytest.fail("Twitch differs: the report below says where.", pytrace=False)


def scopes_of(real: Place) -> list[str] | None:
    """The scopes of the user's token, for the sandbox's to have the same (None: no token)."""
    if real.user_token is None:
        return None
    with asking(real):
        answer = validate(real.user_token)
    if answer.status_code != 200:
        pytest.fail("TWITCH_USER_TOKEN is not valid. Get a new one, or unset it.", pytrace=False)
    if answer.json()["client_id"] != real.client_id:
        pytest.fail("TWITCH_USER_TOKEN is of another application. Unset it.", pytrace=False)
    return [scope for scope in answer.json()["scopes"] or () if known(scope)]
