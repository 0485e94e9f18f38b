"""The endpoints that the sandbox plays. The others pass the same checks, and end at 501.

To play one more, write a function that takes a `Call` and returns an `Answer`, and put it into
the `PLAYED` of its module, under its method and path. A module that is new is added here.
"""

from helpers.sandbox.api import (
    blocks,
    channel_changes,
    channels,
    follows,
    subscriptions,
    users,
)
from helpers.sandbox.api.call import Handler

PLAYED: dict[tuple[str, str], Handler] = {
    **users.PLAYED,
    **blocks.PLAYED,
    **follows.PLAYED,
    **subscriptions.PLAYED,
    **channels.PLAYED,
    **channel_changes.PLAYED,
}
