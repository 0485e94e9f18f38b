"""Changes of the world in the state file: they last, are shared, and are forgotten by a reset."""

import subprocess
import sys

import pytest

from helpers.sandbox.memory.state import State
from helpers.sandbox.world import (
    blocks,
    channels,
    clips,
    follows,
    markers,
    opened,
    reset,
    schedule,
    streams,
    users,
    videos,
)
from helpers.sandbox.world.numbers import DAY
from tests.sandbox.ids import TWITCHDEV, VIEWER
from tests.sandbox.world.moments import BASE, NOW, SEGMENT, at, connection


def change_everything(world):
    users.set_description(world, TWITCHDEV, "changed")
    channels.modify(world, TWITCHDEV, {"title": "changed"})
    blocks.block(world, TWITCHDEV, VIEWER)
    markers.create_marker(world, TWITCHDEV, "changed")
    schedule.create_segment(world, TWITCHDEV, {**SEGMENT, "title": "changed"})
    schedule.set_vacation(world, TWITCHDEV, NOW, NOW + DAY)
    clips.create_clip(world, TWITCHDEV, VIEWER, "changed")


def everything(world):
    world = at(world, NOW + 30)
    video = markers.newest(world, TWITCHDEV)
    rows = schedule.segments(world, TWITCHDEV)
    return [
        users.users(world, [TWITCHDEV]),
        channels.information(world, [TWITCHDEV]),
        streams.streams(world),
        blocks.blocks(world, TWITCHDEV),
        follows.followers(world, TWITCHDEV)[:30],
        len(follows.followers(world, TWITCHDEV)),
        markers.markers_of_video(world, video),
        schedule.schedule(world, TWITCHDEV, rows),
        schedule.calendar(world, TWITCHDEV),
        videos.of_user(world, TWITCHDEV),
        clips.of_broadcaster(world, TWITCHDEV),
    ]


def test_changes_outlive_the_process_and_a_reset_starts_over(tmp_path):
    path = tmp_path / "state"
    first = State(path, lambda: NOW)
    token = first.issue_token(first.app(public=False).client_id).access_token
    with first.transaction() as rows:
        world = opened(rows, NOW, BASE)
        fresh = everything(world)
        change_everything(world)
        changed = everything(world)
    first.close()
    assert all(before != after for before, after in zip(fresh, changed, strict=True))
    second = State(path, lambda: NOW)
    with second.transaction() as rows:
        assert everything(opened(rows, NOW, BASE)) == changed
    with second.transaction() as rows:
        reset(rows)
    with second.transaction() as rows:
        assert everything(opened(rows, NOW, BASE)) == fresh
    assert second.find_token(token), "tokens are not the world's"
    second.close()


def test_a_deleted_state_file_starts_over(tmp_path):
    path = tmp_path / "state"
    worlds = []
    for _ in range(2):
        state = State(path, lambda: NOW)
        with state.transaction() as rows:
            worlds.append(everything(opened(rows, NOW, BASE)))
            change_everything(opened(rows, NOW, BASE))
        state.close()
        for file in tmp_path.iterdir():
            file.unlink()
    assert worlds[0] == worlds[1]


def test_a_change_that_fails_half_way_did_not_happen(tmp_path):
    state = State(tmp_path / "state", lambda: NOW)

    def change_and_fail():
        with state.transaction() as rows:
            users.set_description(opened(rows, NOW, BASE), VIEWER, "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    with state.transaction() as rows:
        assert users.users(opened(rows, NOW, BASE), [VIEWER])[0]["description"] == ""
    state.close()


def test_two_connections_see_each_others_changes_at_once(tmp_path):
    one, two = (State(tmp_path / "state", lambda: NOW) for _ in range(2))
    for state, title in ((one, "From one"), (two, "From two")):
        with state.transaction() as rows:
            channels.modify(opened(rows, NOW, BASE), TWITCHDEV, {"title": title})
        for reader in (one, two):
            with reader.transaction() as rows:
                (stream,) = streams.streams(opened(rows, NOW, BASE), user_ids=[TWITCHDEV])
                assert stream["title"] == title
    one.close()
    two.close()


BLOCKER = """
import sys
from pathlib import Path
from helpers.sandbox.memory.state import State
from helpers.sandbox.world import blocks, crowd, opened
state = State(Path(sys.argv[1]))
for index in range(int(sys.argv[2]), int(sys.argv[2]) + 25):
    with state.transaction() as rows:
        blocks.block(opened(rows, 0, ""), "700100203", crowd.member(index).id)
"""


def test_processes_that_change_the_same_thing_lose_nothing(tmp_path):
    path = tmp_path / "state"
    processes = [
        subprocess.Popen([sys.executable, "-c", BLOCKER, str(path), str(first)])
        for first in (0, 1_000, 2_000)
    ]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    world = opened(connection(path), NOW, BASE)
    assert len(blocks.blocks(world, VIEWER)) == 75
    world.rows.close()
