"""The sandbox's world: channels and viewers whose facts agree, and what the learner changes.

Base facts are data (people, channels, categories) or computed from a number (the crowd of
followers, the weekly streams); nothing of that is stored. Changes are, in one table of the
state file. One module per topic; each function takes a `World`, which `opened` makes:

    with state.transaction() as rows:
        world = opened(rows, state.now(), "http://127.0.0.1:1234")
        data = channels.information(world, ["141981764"])

A function named after what it returns gives a row (`dict`) or rows in the field order of
Twitch's reference. Rows come as a `Sequence`: `len` is the total, a slice is a page, and a
slice computes that page alone. https://dev.twitch.tv/docs/api/reference/
"""

from helpers.sandbox.world.store import SCHEMA, World, opened, reset

__all__ = ["SCHEMA", "World", "opened", "reset"]
