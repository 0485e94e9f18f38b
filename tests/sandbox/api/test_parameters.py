"""Every parameter of every endpoint: missing, wrong in each way, and just within its limits."""

import pytest

from helpers.catalogue import endpoints
from helpers.sandbox.api.played import PLAYED
from tests.sandbox.api.calls import Sent
from tests.sandbox.api.endpoint_caller import ALL, differences
from tests.sandbox.api.right_and_wrong import (
    MALFORMED,
    allowed,
    beyond,
    malformed,
    parameters,
    right,
    with_value,
    wrong_types,
)


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
