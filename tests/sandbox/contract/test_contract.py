"""The sandbox answers as Twitch's real servers were recorded to.

How many do: `python -m tests.sandbox.contract`.
"""

import copy
import json
from collections.abc import Callable, Iterator

import pytest

from helpers import sandbox
from tests.sandbox.box import Box, Clock
from tests.sandbox.contract.playing import Player
from tests.sandbox.contract.recordings import ENTRIES, Json, differences
from tests.sandbox.contract.wanted import listed, wanted

BY_ID = {entry["id"]: entry for entry in ENTRIES}


@pytest.fixture(name="player", scope="module")
def player_fixture() -> Iterator[Player]:
    clock = Clock()
    running = sandbox.start(clock=clock, seed=7)
    yield Player(Box(running, clock))
    running.stop()


@pytest.mark.parametrize("entry_id", BY_ID)
def test_an_answer_is_as_recorded_but_for_what_differs_on_purpose(player, entry_id):
    entry = BY_ID[entry_id]
    assert differences(entry, player.play(entry)) == set(wanted(entry_id)), wanted(entry_id)


def test_the_list_of_wanted_differences_names_recordings_that_there_are():
    assert listed() <= set(BY_ID)
    assert len(BY_ID) == len(ENTRIES), "no two entries have the same id"


def test_the_recordings_hold_no_secret():
    masked = "masked in the recording"
    secret = {"access_token", "refresh_token", "stream_key", "client_id"}

    def check(part: object) -> None:
        if isinstance(part, dict):
            if part.get("name") in secret and "type" in part:
                assert part["format"] == masked
            for each in part.values():
                check(each)
        elif isinstance(part, list):
            for each in part:
                check(each)

    check(ENTRIES)


# --- it turns red ----------------------------------------------------------------------------


def field(entry: Json, *names: str) -> Json:
    """The field of a recorded shape, such as field(entry, "data", "title")."""
    found = entry["body"]
    for name in names:
        fields = found.get("items", found)["fields"]
        found = next(each for each in fields if each["name"] == name)
    return found


def put(place: str, value: object) -> Callable[[Json], None]:
    def change(entry: Json) -> None:
        *outer, last = place.split("/")
        part = entry
        for name in outer:
            part = part[name]
        part[last] = value

    return change


def swap(*names: str) -> Callable[[Json], None]:
    def change(entry: Json) -> None:
        found = field(entry, *names) if names else entry["body"]
        fields = found.get("items", found)["fields"]
        fields[0], fields[1] = fields[1], fields[0]

    return change


def of(*names: str, **values: object) -> Callable[[Json], None]:
    return lambda entry: field(entry, *names).update(values)


def one_more(*names: str) -> Callable[[Json], None]:
    def change(entry: Json) -> None:
        found = field(entry, *names)
        found.get("items", found)["fields"].append({"name": "new", "type": "string"})

    return change


LOGGED_OUT, APP_TOKEN = "oauth2.authorize:get:302:1", "oauth2.token:post:200:1"
NO_CODE, USERS = "oauth2.token:post:400:2", "helix.users:get:200:1"
VALIDATED, EDITORS = "oauth2.validate:get:200:2", "helix.channels.editors:get:200:1"
CHANNELS, CHANGED = "helix.channels:get:200:1", "helix.channels:patch:204:1"
NO_ID, STRANGER = "helix.channels:get:400:1", "helix.channels.editors:get:401:2"


@pytest.mark.parametrize(
    ("entry_id", "change", "place"),
    [
        (USERS, put("status", 201), "status"),
        (NO_CODE, put("status", 401), "status"),
        (NO_CODE, put("body/json/message", "missing authorization code"), "body"),
        (NO_CODE, put("body/json", {"message": "missing code", "status": 400}), "body"),
        (NO_CODE, put("body/newline_at_end", False), "newline at the end"),
        (NO_ID, put("body/newline_at_end", True), "newline at the end"),
        (NO_ID, put("headers/Ratelimit-*", "present"), "header Ratelimit-*"),
        (STRANGER, put("headers/Ratelimit-*", "absent"), "header Ratelimit-*"),
        (APP_TOKEN, put("headers/Access-Control-Allow-Origin", None),
         "header Access-Control-Allow-Origin"),
        (APP_TOKEN, put("headers/Cache-Control", "no-store"), "header Cache-Control"),
        (CHANGED, put("headers/Content-Type", "application/json"), "header Content-Type"),
        (CHANGED, put("body", {"kind": "exact", "json": {}, "newline_at_end": None}), "body"),
        (LOGGED_OUT, put("headers/Location", "https://www.twitch.tv/login"), "header Location"),
        (LOGGED_OUT, put("body/template", "Found"), "body"),
        (APP_TOKEN, swap(), "order of the body"),
        (APP_TOKEN, of("expires_in", type="string"), "expires_in"),
        (APP_TOKEN, of("expires_in", range_seen=[13_330, 14_977]), "expires_in"),
        (VALIDATED, of("scopes", type="array"), "scopes"),
        (VALIDATED, of("client_id", type="null"), "client_id"),
        (CHANNELS, swap("data"), "order of data[]"),
        (CHANNELS, one_more("data"), "data[].new"),
        (CHANNELS, of("data", "delay", type="boolean"), "data[].delay"),
        (EDITORS, of("data", "created_at", pattern=r":\d\dZ$"), "data[].created_at"),
        (EDITORS, of("data", type="object"), "data"),
        (USERS, of("data", "view_count", type="null"), "data[].view_count"),
        (USERS, of("data", always_empty=True), "data"),
    ],
)  # fmt: skip
def test_a_recording_that_said_something_else_would_be_noticed(player, entry_id, change, place):
    entry = copy.deepcopy(BY_ID[entry_id])
    change(entry)
    assert json.dumps(entry) != json.dumps(BY_ID[entry_id])
    assert differences(entry, player.play(entry)) == {place}


def test_an_answer_without_rows_shows_nothing(player):
    entry = copy.deepcopy(BY_ID[EDITORS])
    entry["request"] |= {"scopes_held": ["channel:read:editors"]}
    answer = player.play(entry)
    answer._content = b'{"data":[]}'
    assert differences(entry, answer) == {"rows of data"}
