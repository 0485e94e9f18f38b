"""Every endpoint of Twitch's catalogue, called on the sandbox: rightly, and with each mistake."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpers import sandbox
from helpers.catalogue import endpoints, scopes
from helpers.catalogue.endpoints import Endpoint
from helpers.sandbox.api import checks
from helpers.sandbox.api.played import PLAYED
from tests.sandbox.api import shapes
from tests.sandbox.api.calls import (
    JWT,
    MALFORMED,
    OWNER,
    STRANGER,
    Answer,
    Api,
    Sent,
    allowed,
    beyond,
    malformed,
    parameters,
    right,
    with_value,
    wrong_types,
)
from tests.sandbox.api.examples import EXAMPLES
from tests.sandbox.fixtures import Box, Clock

ALL = [each for each in endpoints.catalogue() if not each.retired]
ASKING = [each for each in ALL if each.tokens != ("none",)]
SCOPES = sorted({s for each in ALL for s in (*each.scopes_any_of, *each.optional_scopes)})
OWN_WORDS = {  # for an app token
    "Get Channel Editors": checks.not_the_owner("broadcaster_id"),
    "Get Moderators": checks.not_the_owner("broadcaster_id"),
}
PHRASES = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 501: "Not Implemented"}
NOT_PLAYED = (501, "The sandbox does not play this endpoint.")


class Caller:
    """Calls endpoints with the token that each of them wants, and collects what is wrong."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.api = Api(box.running.api_url, box.running.client_id)
        self.tokens = {"app": box.app_token(), "jwt": JWT, "none": None}
        self.tokens["user"] = box.user_token(" ".join(SCOPES))

    def token(self, endpoint: Endpoint) -> str | None:
        return self.tokens["user" if "user" in endpoint.tokens else endpoint.tokens[0]]

    def send(self, endpoint: Endpoint, sent: Sent) -> Answer:
        return self.api.send(endpoint, sent, self.token(endpoint))


@pytest.fixture(name="caller", scope="module")
def caller_fixture() -> Iterator[Caller]:
    running = sandbox.start(clock=Clock(), seed=7, rate_limit=None)
    caller = Caller(Box(running, Clock()))
    yield caller
    caller.api.close()
    running.stop()


def differences(
    calls: Iterator[tuple[Endpoint, Any, Answer, int, str]],
) -> list[tuple[str, Any, int, Any]]:
    """The calls that were not answered with this status and message, in the API's error shape."""
    wrong = []
    for endpoint, what, answer, status, message in calls:
        body = {"error": PHRASES[status], "status": status, "message": message}
        if (answer.status, answer.body) != (status, body) or list(answer.body) != list(body):
            wrong.append((endpoint.name, what, answer.status, answer.body))
    return wrong


# --- who calls -----------------------------------------------------------------------------


def test_the_catalogue_names_every_call_once_and_only_scopes_that_there_are():
    calls = [(each.method, each.path) for each in endpoints.catalogue()]
    assert len(set(calls)) == len(calls)
    assert {("GET", "/bits/custom_power_ups"), ("DELETE", "/chat/pins")} < set(calls)
    for each in endpoints.catalogue():
        named = (*each.scopes_any_of, *each.optional_scopes, *each.app_scopes)
        assert all(map(scopes.known, named)), each.name
        assert not each.app_scopes or "app" in each.tokens, each.name


def test_every_endpoint_refuses_a_call_without_a_token_and_client_id_that_fit(caller):
    def calls():
        for endpoint in ASKING:
            mine = caller.token(endpoint)
            for token, client_id, message in [
                (None, "mine", "OAuth token is missing"),
                (None, None, "OAuth token is missing"),
                ("nonsense", "mine", "Invalid OAuth token"),
                ("nonsense", None, "Invalid OAuth token"),
                (mine, None, "Client ID is missing"),
                (mine, "", "Client ID is missing"),
                (mine, "another", "Client ID and OAuth token do not match"),
                (
                    caller.tokens["app"],
                    caller.box.running.public_client_id,
                    "Client ID and OAuth token do not match",
                ),
            ]:
                answer = caller.api.send(endpoint, right(endpoint), token, client_id)
                yield endpoint, message, answer, 401, message

    assert differences(calls()) == []


def test_every_endpoint_refuses_the_wrong_kind_of_token(caller):
    texts = {
        "app": "Must provide valid app token.",
        "user": "Missing User OAUTH Token",
        "jwt": "Must provide a valid JWT.",
    }

    def calls():
        for endpoint in ASKING:
            for kind in {"app", "user"} - set(endpoint.tokens):
                answer = caller.api.send(endpoint, right(endpoint), caller.tokens[kind])
                text = OWN_WORDS.get(endpoint.name, texts[endpoint.tokens[0]])
                yield endpoint, kind, answer, 401, text
            if "jwt" not in endpoint.tokens:
                answer = caller.api.send(endpoint, right(endpoint), JWT)
                yield endpoint, "jwt", answer, 401, "Invalid OAuth token"

    assert differences(calls()) == []


def test_every_endpoint_wants_one_of_its_scopes_and_no_other(caller):
    """Token number n holds the scopes that have bit n in their number: no two scopes are alike."""
    scoped = [each for each in ALL if each.scopes_any_of]
    wrong = []
    for bit in [*range(len(SCOPES).bit_length()), None]:
        held = {s for n, s in enumerate(SCOPES) if bit is not None and n & 1 << bit}
        token = caller.box.user_token(" ".join(held))
        for endpoint in scoped:
            answer = caller.api.send(endpoint, right(endpoint), token)
            text = "Missing scope: " + " or ".join(endpoint.scopes_any_of)
            permitted = bool(held & set(endpoint.scopes_any_of))
            refused = (answer.status, answer.message) == (401, text)
            if permitted == refused or answer.message.startswith("Missing scope") == permitted:
                wrong.append((endpoint.name, sorted(held), answer.status, answer.message))
    assert wrong == []


def test_an_endpoint_about_its_owner_refuses_someone_else(caller):
    def calls():
        for endpoint in [each for each in ALL if each.owner]:
            text = f"The ID in {endpoint.owner} must match the user ID found in the request's"
            (parameter,) = (p for p in parameters(endpoint) if p.name == endpoint.owner)
            for value in (STRANGER, "abc", f"{OWNER}0"):
                answer = caller.send(endpoint, with_value(endpoint, parameter, value))
                yield endpoint, value, answer, 401, f"{text} OAuth token."

    assert differences(calls()) == []


def test_every_check_comes_before_those_after_it(caller):
    """A call with every mistake; each row takes the next one away."""
    endpoint = endpoints.find("GET", "/subscriptions")
    scoped, scopeless = caller.tokens["user"], caller.box.user_token()
    nobody = Sent({"broadcaster_id": [STRANGER], "first": ["0"]})
    nameless = Sent({"first": ["0"]})
    mine = Sent({"broadcaster_id": [OWNER], "first": ["0"]})
    for sent, token, client_id, message in [
        (nobody, None, None, "OAuth token is missing"),
        (nobody, "nonsense", None, "Invalid OAuth token"),
        (nobody, caller.tokens["app"], None, "Client ID is missing"),
        (nobody, caller.tokens["app"], "other", "Client ID and OAuth token do not match"),
        (nameless, caller.tokens["app"], "mine", 'Missing required parameter "broadcaster_id"'),
        (nobody, caller.tokens["app"], "mine", "Missing User OAUTH Token"),
        (nobody, scopeless, "mine", "Missing scope: channel:read:subscriptions"),
        (nobody, scoped, "mine", "The ID in broadcaster_id must match the user ID found in the "
                                 "request's OAuth token."),
        (mine, scoped, "mine", 'The parameter "first" was malformed: the value must be greater '
                               "than or equal to 1"),
    ]:  # fmt: skip
        assert caller.api.send(endpoint, sent, token, client_id).message == message


# --- parameters ----------------------------------------------------------------------------


def test_every_endpoint_misses_each_required_parameter(caller):
    def calls():
        for endpoint in ALL:
            for parameter in parameters(endpoint):
                if parameter.required:
                    text = f'Missing required parameter "{parameter.name}"'
                    if endpoint.name == "Get Moderators":
                        text = "The broadcaster_id query parameter is required."
                    answer = caller.send(endpoint, right(endpoint).without(parameter.name))
                    yield endpoint, "absent", answer, 400, text
                    answer = caller.send(endpoint, with_value(endpoint, parameter, ""))
                    yield endpoint, "empty", answer, 400, text

    assert differences(calls()) == []


def test_every_endpoint_refuses_what_is_beyond_each_limit(caller):
    def calls():
        for endpoint in ALL:
            for sent, message in beyond(endpoint):
                if endpoint.name == "Get Users" and sent.query == {"id": ["abc"]}:
                    message = "Invalid username(s), email(s), or ID(s). Bad Identifiers."
                answer = caller.send(endpoint, sent)
                yield endpoint, sent, answer, 400, message

    assert differences(calls()) == []


def test_every_endpoint_allows_what_is_just_within_each_limit(caller):
    wrong = []
    for endpoint in ALL:
        for sent in (right(endpoint), *allowed(endpoint)):
            answer = caller.send(endpoint, sent)
            refused = "malformed" in answer.message or "Missing" in answer.message
            played = (endpoint.method, endpoint.path) in PLAYED
            if refused or answer.status == 401 or (answer.status == 501) == played:
                wrong.append((endpoint.name, sent, answer.status, answer.message))
    assert wrong == []


@pytest.mark.parametrize("kind", MALFORMED)
def test_every_way_to_write_a_value_wrongly(caller, kind):
    found = ((e, p) for e in ALL for p in e.query if p.type == kind and p.name != e.owner)
    endpoint, parameter = next(found)
    texts, reason = MALFORMED[kind]
    for text in ("", *texts):
        if text or not parameter.required:
            answer = caller.send(endpoint, with_value(endpoint, parameter, text))
            assert (answer.status, answer.message) == (400, malformed(parameter, reason)), text


def test_every_json_body_is_checked_for_types(caller):
    wrong = []
    for endpoint in ALL:
        for parameter in [p for p in endpoint.body or () if p.name != endpoint.owner]:
            for value in wrong_types(parameter):
                answer = caller.send(endpoint, right(endpoint).holding(parameter.name, value))
                text = f'The parameter "{parameter.name}" was malformed: value must be a'
                if not (answer.message.startswith(text) and answer.status == 400):
                    wrong.append((endpoint.name, parameter.name, value, answer.message))
    assert wrong == []


@pytest.mark.parametrize(
    "body",
    [
        "{", "nonsense", "[]", '"text"', "1", "null", "{'length': 30}", '{"length": NaN}',
        '{"broadcaster_id": "\\ud800"}', b"\xff", b"\xef\xbb\xbf{}", "[" * 100_000,
        '{"length":' + "9" * 5000 + "}", "broadcaster_id=141981764&length=30",
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_object(caller, body):
    answer = caller.api.raw("POST", "/channels/commercial", caller.tokens["user"], body=body)
    message = "The request body must be a JSON object."
    assert answer.body == {"error": "Bad Request", "status": 400, "message": message}


def test_an_optional_value_of_an_enumeration_may_be_empty_and_unknown_names_are_ignored(caller):
    endpoint = endpoints.find("PUT", "/users/blocks")
    sent = Sent({"target_user_id": ["12826"], "source_context": [""], "nonsense": ["1", "2"]})
    assert caller.send(endpoint, sent).status in (204, 501)


def test_null_in_a_body_is_absent(caller):
    commercial = endpoints.find("POST", "/channels/commercial")
    answer = caller.send(commercial, right(commercial).holding("length", None))
    assert answer.message == 'Missing required parameter "length"'


# --- played, not played, gone --------------------------------------------------------------


def test_endpoints_that_are_not_played_say_so(caller):
    def calls():
        for endpoint in ALL:
            if (endpoint.method, endpoint.path) not in PLAYED:
                yield endpoint, "", caller.send(endpoint, right(endpoint)), *NOT_PLAYED

    assert differences(calls()) == []


@pytest.mark.parametrize("call", PLAYED, ids=" ".join)
def test_a_played_endpoint_answers_in_the_shape_of_the_catalogue(caller, call):
    endpoint = endpoints.find(*call)
    assert endpoint, "The catalogue has no such endpoint."
    assert EXAMPLES[call], "Add calls to tests/helix_examples.py."
    for sent in EXAMPLES[call]:
        answer = caller.send(endpoint, sent)
        assert answer.status == endpoint.success, answer.message
        if endpoint.response is None:
            assert answer.body is None
        elif isinstance(endpoint.response, dict):
            assert list(shapes.faults(endpoint.response, answer.body)) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/tags/streams"),
        ("GET", "/streams/tags"),
        ("PUT", "/streams/tags"),
        ("GET", "/users/follows"),
        ("GET", "/soundtrack/playlist"),
    ],
)
def test_retired_endpoints_are_gone_for_everyone(caller, method, path):
    for token in (None, caller.tokens["app"]):
        answer = caller.api.raw(method, path, token)
        gone = {"error": "Gone", "status": 410, "message": "The API is deprecated."}
        assert (answer.status, answer.body) == (410, gone)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/streams/tags"),
        ("POST", "/games/top"),
        ("PUT", "/channels"),
        ("GET", "/nothing"),
        ("GET", "/channels//"),
        ("GET", "//channels"),
        ("GET", "/Channels"),
        ("TRACE", "/channels"),
    ],
)
def test_paths_and_methods_that_never_were(caller, method, path):
    answer = caller.api.raw(method, path, caller.tokens["app"])
    not_found = {"error": "Not Found", "status": 404, "message": ""}
    assert (answer.status, answer.body) == (404, not_found)


def test_head_is_get_without_the_body(caller):
    answer = caller.api.raw("HEAD", "/users?id=1", caller.tokens["app"])
    assert (answer.status, answer.body) == (200, None)
    assert caller.api.raw("HEAD", "/users?id=1").status == 401


# --- what a handler may do -----------------------------------------------------------------


@pytest.fixture
def play(monkeypatch) -> Callable[..., None]:
    def play(method: str, path: str, handler: Callable[..., Any]) -> None:
        monkeypatch.setitem(PLAYED, (method, path), handler)

    return play


def test_an_answer_without_content_and_one_that_is_no_json(caller, play):
    from starlette.responses import Response

    play("PUT", "/users/blocks", lambda call: None)
    play("GET", "/schedule/icalendar", lambda call: Response("BEGIN", media_type="text/calendar"))
    answer = caller.api.raw("PUT", "/users/blocks?target_user_id=1", caller.tokens["user"])
    assert (answer.status, answer.body, answer.headers["ratelimit-limit"]) == (204, None, "800")
    answer = caller.api.raw("GET", "/schedule/icalendar?broadcaster_id=1", client_id=None)
    assert (answer.status, answer.headers["ratelimit-limit"]) == (200, "800")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_status_is_the_catalogues(caller, play):
    play("POST", "/clips", lambda call: {"data": []})
    answer = caller.api.raw("POST", "/clips?broadcaster_id=1", caller.tokens["user"])
    assert (answer.status, answer.body) == (202, {"data": []})


def test_a_handler_reads_checked_values(caller, play):
    seen = []

    def look(call):
        since = call.time("started_at")
        seen.append((call.one("broadcaster_id"), call.many("id"), call.number("first"),
                     call.flag("is_featured"), since and since.isoformat()))  # fmt: skip
        return {"data": []}

    play("GET", "/clips", look)
    for query in (
        "",
        "id=b&id=a&id=b&first=7&is_featured=False&started_at=2026-11-23T12:00:00.5%2B02:00",
        "broadcaster_id=1&is_featured=true",
    ):
        assert caller.api.raw("GET", f"/clips?{query}", caller.tokens["app"]).status == 200
    assert seen == [
        ("", [], 20, None, None),
        ("", ["b", "a"], 7, False, "2026-11-23T12:00:00+02:00"),
        ("1", [], 20, True, None),
    ]


# --- pages ---------------------------------------------------------------------------------


@pytest.fixture
def games(caller, play) -> Callable[..., Answer]:
    """Get Top Games with 45 games, called with these parameters."""
    from helpers.sandbox.api import paging

    play("GET", "/games/top", lambda call: paging.page(call, [{"id": n} for n in range(45)]))
    endpoint = endpoints.find("GET", "/games/top")

    def get(**query: Any) -> Answer:
        sent = Sent({name: [str(value)] for name, value in query.items()})
        return caller.api.send(endpoint, sent, caller.tokens["app"])

    return get


def shown(answer: Answer) -> list[int]:
    return [row["id"] for row in answer.body["data"]]


def encoded(cursor: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode()


@pytest.mark.parametrize("first", [1, 7, 20, 44, 45, 46, 100])
def test_pages_hold_everything_once_in_order(games, first):
    seen, cursor = [], ""
    for _ in range(46):
        answer = games(first=first, after=cursor)
        seen.append(shown(answer))
        cursor = answer.body["pagination"].get("cursor")
        if cursor is None:
            break
    assert [row for rows in seen for row in rows] == list(range(45))
    assert {len(each) for each in seen[:-1]} <= {first}
    assert seen[-1]
    assert answer.body["pagination"] == {}


def test_a_page_has_20_rows_unless_told_otherwise(games):
    assert shown(games()) == list(range(20))


def test_before_goes_back(games):
    second = games(after=games().body["pagination"]["cursor"])
    assert shown(second) == list(range(20, 40))
    back = games(before=second.body["pagination"]["cursor"])
    assert shown(back) == list(range(20))
    assert back.body["pagination"] == {}
    assert shown(games(before=second.body["pagination"]["cursor"], first=5)) == [*range(15, 20)]
    assert shown(games(before=games().body["pagination"]["cursor"])) == []


@pytest.mark.parametrize("side", ["after", "before"])
@pytest.mark.parametrize(
    "cursor",
    ["nonsense", "20", "é", "=", "W" * 5001, "W1tb" * 3000, None, [], {}, {"a": 1, "b": 1},
     {"a": {"Offset": -1}, "b": {"Offset": -1}}, {"a": {"Offset": True}, "b": {"Offset": True}},
     {"a": {"Offset": 10**400}, "b": {"Offset": 10**400}}],
)  # fmt: skip
def test_a_cursor_that_is_none(games, side, cursor):
    answer = games(**{side: cursor if isinstance(cursor, str) else encoded(cursor)})
    invalid = {"error": "Bad Request", "status": 400, "message": "Invalid cursor."}
    assert answer.body == invalid


def test_a_cursor_beyond_the_end_and_two_directions_at_once(games):
    beyond_the_end = encoded({"b": {"Offset": 500}, "a": {"Offset": 500}})
    assert games(after=beyond_the_end).body == {"data": [], "pagination": {}}
    assert shown(games(before=beyond_the_end)) == list(range(25, 45))
    assert games(after=beyond_the_end, before=beyond_the_end).status == 400


# --- the shape checker itself ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"id": 1}, "id: 1 is not string"),
        ({"view_count": "0"}, "view_count: '0' is not integer"),
        ({"view_count": True}, "view_count: True is not integer"),
        ({"type": "boss"}, "type: 'boss' is not string enum:admin|global_mod|staff|\"\""),
        ({"created_at": "today"}, "created_at: 'today' is not string(RFC3339)"),
        ({"created_at": "2026-02-30T00:00:00Z"},
         "created_at: '2026-02-30T00:00:00Z' is not string(RFC3339)"),
        ({"description": None}, "description: None is not string"),
        ({"extra": 1}, "extra is extra"),
        ({"email": "a@example.com"}, None),
    ],
)  # fmt: skip
def test_the_shape_checker_notices(caller, change, fault):
    endpoint = endpoints.find("GET", "/users")
    answer = caller.api.raw("GET", "/users?id=12826", caller.tokens["app"]).body
    answer["data"][0].update(change)
    expected = [f"data[].{fault}"] if fault else []
    assert list(shapes.faults(endpoint.response, answer)) == expected
    del answer["data"][0]["login"]
    assert "data[].login is missing" in list(shapes.faults(endpoint.response, answer))
    assert list(shapes.faults(endpoint.response, {"data": {}})) == ["data: {} is not a list"]


# --- CORS ----------------------------------------------------------------------------------


def test_preflight_for_any_path(caller):
    answer = caller.api.raw("OPTIONS", "/channels")
    assert answer.status == 204
    assert "PATCH" in answer.headers["access-control-allow-methods"]


def test_the_mock_address_is_the_same_api(caller):
    mock = Api(caller.box.running.api_url.replace("/helix", "/mock"), caller.box.running.client_id)
    assert mock.raw("GET", "/channels", caller.tokens["app"]).status == 400
    assert mock.raw("GET", "/streams/tags").status == 410
    assert mock.raw("GET", "/nothing").status == 404
    mock.close()
