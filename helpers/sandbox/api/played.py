"""The endpoints that the sandbox plays. The others pass the same checks, and end at 501.

To play one more, write a function that takes a `Call` and returns an `Answer`, and put it into
the `PLAYED` of its module, under its method and path. A module that is new is added here.
"""

from helpers.sandbox.api import (
    blocks,
    channel_changes,
    channels,
    clips,
    follows,
    games,
    markers,
    schedule,
    segments,
    streams,
    subscriptions,
    users,
    videos,
)
from helpers.sandbox.api.call import Handler

PLAYED: dict[tuple[str, str], Handler] = {
    **users.PLAYED,
    **streams.PLAYED,
    **markers.PLAYED,
    **schedule.PLAYED,
    **segments.PLAYED,
    **games.PLAYED,
    **videos.PLAYED,
    **clips.PLAYED,
    **blocks.PLAYED,
    **follows.PLAYED,
    **subscriptions.PLAYED,
    **channels.PLAYED,
    **channel_changes.PLAYED,
}
