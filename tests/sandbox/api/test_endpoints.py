"""Every endpoint of Twitch's catalogue on the sandbox: who may call it, and what is played."""

import pytest

from helpers.catalogue import endpoints, scopes
from helpers.sandbox.api import checks
from helpers.sandbox.api.played import PLAYED
from tests.sandbox.api import shapes
from tests.sandbox.api.calls import OWNER, STRANGER, Api, Sent
from tests.sandbox.api.endpoint_caller import ALL, SCOPES, differences
from tests.sandbox.api.examples import EXAMPLES
from tests.sandbox.api.right_and_wrong import JWT, parameters, right, with_value

ASKING = [each for each in ALL if each.tokens != ("none",)]
OWN_WORDS = {  # for an app token
    "Get Channel Editors": checks.not_the_owner("broadcaster_id"),
    "Get Moderators": checks.not_the_owner("broadcaster_id"),
}
NOT_PLAYED = (501, "The sandbox does not play this endpoint.")


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
    assert EXAMPLES[call], "Add calls to examples.py."
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
