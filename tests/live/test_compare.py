"""What a live run finds, tried on a second server that differs from the sandbox on purpose."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.live.calls import CALLS
from tests.live.report import compared, report
from tests.live.second_server import Answer

BY_NAME = {call.name: call for call in CALLS}
TOKEN = BY_NAME["POST /token (client credentials)"]
MARKER = "m4rk3r-of-the-live-test"


def test_a_server_that_answers_alike_gives_an_empty_report(second, played):
    differ, unknown = compared(second.place, played, CALLS)
    assert (differ, unknown) == ({}, {})
    assert (
        report(differ, unknown, len(CALLS))
        == f"{len(CALLS)} of {len(CALLS)} calls asked, no differences."
    )
    assert len(second.asked) == len(CALLS), "one request for each call"


# --- what differs ------------------------------------------------------------------------------


def rename(row: dict[str, Any], old: str, new: str) -> None:
    items = [(new if name == old else name, value) for name, value in row.items()]
    row.clear()
    row.update(items)


def rows(change: Callable[[dict[str, Any]], object]) -> Callable[[Answer], None]:
    def all_rows(answer: Answer) -> None:
        for row in answer.json["data"]:
            change(row)

    return all_rows


def first_row(change: Callable[[dict[str, Any]], object]) -> Callable[[Answer], None]:
    return lambda answer: change(answer.json["data"][0])


def turned(row: dict[str, Any]) -> None:
    items = list(row.items())[::-1]
    row.clear()
    row.update(items)


USERS = "GET /users?login (app access token)"
STREAMS = "GET /streams?first (app access token)"
TAGS = "GET /streams/tags?broadcaster_id (app access token)"
BITS, KEYS = "GET /bits/leaderboard (app access token)", "GET /keys"
CODES, CALENDAR = "POST /device", "GET /schedule/icalendar?broadcaster_id (app access token)"
DISCOVERY = "GET /.well-known/openid-configuration"
DIFFERENT = [
    (USERS, rows(lambda row: rename(row, "login", "user_login")),
     ["data[].login: missing", "data[].user_login: new"]),
    (USERS, rows(lambda row: row.update(pronouns="she")), ["data[].pronouns: new"]),
    (USERS, first_row(lambda row: row.update({MARKER: 1})),
     ["data[].(a name that is no word): new"]),
    (USERS, rows(lambda row: row.pop("view_count")), ["data[].view_count: missing"]),
    (USERS, first_row(lambda row: row.pop("view_count")),
     ["data[].view_count: missing in some rows"]),
    (USERS, rows(turned), ["order of data[]: another than in the sandbox"]),
    (USERS, first_row(turned), ["order of data[]: another than in the sandbox"]),
    (USERS, rows(lambda row: row.update(view_count="0")),
     ["data[].view_count: a text of digits, in the sandbox a whole number"]),
    (USERS, rows(lambda row: row.update(id=int(row["id"]))),
     ["data[].id: a whole number, in the sandbox a text of digits"]),
    (USERS, rows(lambda row: row.update(id=MARKER)),
     ["data[].id: another text, in the sandbox a text of digits"]),
    (USERS, first_row(lambda row: row.update(description=None)),
     ["data[].description: null, in the sandbox another text"]),
    (USERS, rows(lambda row: row.update(created_at=row["created_at"][:-1] + ".5Z")),
     ["data[].created_at: a time with a fraction of a second, in the sandbox a time in whole"
      " seconds"]),
    (USERS, rows(lambda row: row.update(created_at=row["created_at"][:-1] + "+01:00")),
     ["data[].created_at: a time in another notation, in the sandbox a time in whole seconds"]),
    (USERS, rows(lambda row: row.update(profile_image_url=MARKER)),
     ["data[].profile_image_url: another text, in the sandbox a web address"]),
    (USERS, rows(lambda row: row.update(type=MARKER)),
     ['data[].type: is not string enum:admin|global_mod|staff|"", as the catalogue has it']),
    (USERS, lambda answer: answer.json.update(data={}),
     ["data: an object, in the sandbox a list"]),
    (USERS, lambda answer: setattr(answer, "json", [MARKER]),
     ["the whole body: a list, in the sandbox an object"]),
    (USERS, lambda answer: setattr(answer, "status", 207), ["status: 207, in the sandbox 200"]),
    (USERS, lambda answer: answer.headers.pop("Ratelimit-Reset"),
     ["header Ratelimit-Reset: missing"]),
    (USERS, lambda answer: answer.headers.update({"Ratelimit-Reset": MARKER}),
     ["header Ratelimit-Reset: another value than in the sandbox"]),
    (USERS, lambda answer: answer.headers.update({"WWW-Authenticate": MARKER}),
     ["header WWW-Authenticate: new"]),
    (USERS, lambda answer: answer.headers.update({"Content-Type": "application/" + MARKER}),
     ["header Content-Type: another value than in the sandbox"]),
    (STREAMS, lambda answer: answer.json.update(total=7), ["total: new"]),
    (STREAMS, rows(lambda row: row.update(tags="one,two")),
     ["data[].tags: another text, in the sandbox a list"]),
    (BITS, lambda answer: answer.json.update(message=MARKER),
     ["the error: in other words than in the sandbox"]),
    (BITS, lambda answer: setattr(answer, "status", 403), ["status: 403, in the sandbox 401"]),
    (TAGS, lambda answer: setattr(answer, "status", 200), ["status: 200, in the sandbox 410"]),
    (CODES, lambda answer: answer.json.update(interval="5"),
     ["interval: a text of digits, in the sandbox a whole number"]),
    (CODES, lambda answer: answer.json.pop("verification_uri"), ["verification_uri: missing"]),
    (TOKEN.name, lambda answer: answer.json.update(access_token=5),
     ["access_token: a whole number, in the sandbox another text"]),
    (KEYS, lambda answer: answer.json["keys"][0].update(alg=None),
     ["keys[].alg: null, in the sandbox another text"]),
    (DISCOVERY, lambda answer: answer.json.update(scopes_supported="openid"),
     ["scopes_supported: another text, in the sandbox a list"]),
    (CALENDAR, lambda answer: setattr(answer, "json", {"text": MARKER}),
     ["the whole body: JSON, in the sandbox text that is no JSON"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "lines"), DIFFERENT)
def test_each_difference_is_found_and_named_without_a_value(second, played, name, change, lines):
    call = BY_NAME[name]
    second.path = (
        f"/helix{call.path}" if call.path else f"/oauth2/{name.split('/', 1)[1].split(' ')[0]}"
    )
    second.change = change
    differ, unknown = compared(second.place, played, [TOKEN, call])
    assert differ == {name: lines}
    text = report(differ, unknown, 2)
    assert MARKER not in text
    assert text.startswith(f"2 of 2 calls asked, {len(lines)} difference")
    assert all(f"  {name}: {line}" in text.splitlines() for line in lines)


def test_no_value_of_any_answer_stands_in_the_report(second, played):
    """Here every text of every row is a secret, and so are the names in an unknown object."""

    def hide(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: hide(each) for name, each in value.items()} | {MARKER: MARKER}
        return [hide(each) for each in value] if isinstance(value, list) else MARKER

    def change(answer: Answer) -> None:
        answer.json = answer.json and hide(answer.json)

    for call in CALLS:
        if call.path:
            second.path = f"/helix{call.path}"
            second.change = lambda answer: setattr(
                answer, "json", answer.json and hide(answer.json)
            )
            text = report(*compared(second.place, played, [TOKEN, call]), 2)
            assert MARKER not in text
            assert second.place.client_id not in text
            assert second.place.client_secret.reveal() not in text
