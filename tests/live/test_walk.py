"""Which calls a live run makes, where it makes them, and what it does not ask."""

import re

import pytest

from helpers.catalogue import endpoints
from helpers.credentials.secret import Secret
from helpers.wire import LIVE_API_URL, LIVE_ID_URL
from tests.live.calls import CALLS
from tests.live.place import Place
from tests.live.report import compared, report
from tests.live.second_server import Gate
from tests.live.sides import sandbox_side
from tests.notebooks import files

BY_NAME = {call.name: call for call in CALLS}
TOKEN = BY_NAME["POST /token (client credentials)"]

# --- what cannot be compared -------------------------------------------------------------------


def only(second: Gate, played: Place, *names: str) -> tuple[dict, dict]:
    return compared(second.place, played, [TOKEN, *(BY_NAME[name] for name in names)])


def test_an_empty_list_and_an_account_without_a_schedule_are_no_difference(second, played):
    second.path, second.change = "/helix/clips", lambda answer: answer.json.update(data=[])
    clips = "GET /clips?broadcaster_id&first (app access token)"
    one = "GET /clips?id (app access token)"
    assert only(second, played, clips, one) == (
        {},
        {clips: ["data: no rows"], one: ["not asked: no clip was there to ask with"]},
    )
    second.path = "/helix/schedule"
    second.change = lambda answer: setattr(answer, "status", 404)
    schedule = "GET /schedule?broadcaster_id&first (app access token)"
    note = "status 404: the account may have nothing of the kind"
    assert only(second, played, schedule) == ({}, {schedule: [note]})
    second.path = "/helix/channels"
    channels = "GET /channels?broadcaster_id (app access token)"
    assert only(second, played, channels) == ({channels: ["status: 404, in the sandbox 200"]}, {})


def test_without_a_user_token_its_calls_are_not_asked(second, box):
    behind = second.place
    real = Place(behind.id_url, behind.api_url, behind.client_id, behind.client_secret)
    differ, unknown = compared(real, sandbox_side(box, None), CALLS)
    asked_by_user = [call.name for call in CALLS if "user access token" in call.needs]
    assert differ == {}
    assert unknown == {name: ["not asked: it needs a user access token"] for name in asked_by_user}
    asked = len(CALLS) - len(asked_by_user)
    text = report(differ, unknown, len(CALLS))
    assert text.startswith(f"{asked} of {len(CALLS)} calls asked, no differences.")
    assert text.count("it needs a user access token") == 1, "the reason is said once"


def test_a_scope_that_the_token_lacks_is_named(box):
    few = sandbox_side(box, [])
    editors = "GET /channels/editors?broadcaster_id (user access token)"
    validation = "GET /validate (user access token)"
    differ, unknown = compared(few, few, [BY_NAME[validation], BY_NAME[editors]])
    assert (differ, unknown[editors]) == (
        {},
        ["not asked: it needs a user access token with the scope channel:read:editors"],
    )


def test_a_server_that_is_away_is_said_without_a_traceback(played):
    away = Place("http://127.0.0.1:9/oauth2", "http://127.0.0.1:9/helix", "id", Secret("secret"))
    _, unknown = compared(away, played, [TOKEN])
    assert unknown == {TOKEN.name: ["not asked: no answer came (NoConnection)"]}


# --- what is asked, and where ------------------------------------------------------------------


def test_every_call_of_the_notebooks_that_reads_is_among_them():
    read = set()
    for name in files.NAMES:
        for cell in files.code_cells(files.read(files.path_of(name))):
            read |= set(re.findall(r'helix\.(?:get|pages)\(\s*"([\w/]+)"', cell.source))
    assert {f"/{each}" for each in read} == {call.path for call in CALLS if call.path}


def test_no_call_of_the_api_is_unknown_to_the_catalogue():
    assert all(endpoints.find("GET", call.path) for call in CALLS if call.path)
    assert len(BY_NAME) == len(CALLS)


@pytest.mark.parametrize(
    ("id_url", "api_url"),
    [
        ("http://id.twitch.tv/oauth2", LIVE_API_URL),
        (LIVE_ID_URL, "https://api.twitch.tv.example/helix"),
        ("https://id.example/oauth2", "https://api.example/helix"),
        (LIVE_ID_URL, "http://127.0.0.1:8080/helix"),
        ("http://127.0.0.1:8080/oauth2", LIVE_API_URL),
        ("http://192.0.2.1/oauth2", "http://192.0.2.1/helix"),
    ],
)
def test_a_run_asks_twitch_over_https_or_this_computer(id_url, api_url):
    with pytest.raises(ValueError, match="over https, or a server on this computer"):
        Place(id_url, api_url, "id", Secret("secret"))
    Place(LIVE_ID_URL, LIVE_API_URL, "id", Secret("secret"))


def test_a_place_shows_no_secret(played):
    assert played.client_secret.reveal() not in repr(played)
    assert played.user_token.reveal() not in repr(played)
