"""Counts how the sandbox answers the recordings: `python -m tests.sandbox.contract`."""

from helpers import sandbox
from tests.sandbox.box import Box, Clock
from tests.sandbox.contract.playing import Player
from tests.sandbox.contract.recordings import ENTRIES, differences
from tests.sandbox.contract.wanted import wanted


def main() -> None:
    clock = Clock()
    running = sandbox.start(clock=clock, seed=7)
    player = Player(Box(running, clock))
    equal, on_purpose, wrong = 0, 0, []
    for entry in ENTRIES:
        found = differences(entry, player.play(entry))
        equal += not found
        if found == set(wanted(entry["id"])):
            on_purpose += bool(found)
        else:
            wrong.append((entry["id"], sorted(found)))
    running.stop()
    print(f"{len(ENTRIES)} recordings played: {equal} answered alike,")
    print(f"{on_purpose} differ on purpose, {len(wrong)} by mistake.", *wrong, sep="\n  ")


if __name__ == "__main__":
    main()
