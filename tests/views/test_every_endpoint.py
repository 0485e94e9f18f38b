"""No secret of any endpoint is shown by any view: a marker in each secret field of each shape."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from helpers import views
from helpers.catalogue import endpoints
from helpers.catalogue.endpoints import Endpoint
from helpers.catalogue.secret_fields import LOGIN, is_secret
from helpers.views.exchange.snippets import snippets
from tests.views.forms import everything
from tests.views.test_spellings import made

MARKER = "m4rker"  # every value of a secret field begins so, and no two are the same
PLAIN = "plain-value"
CALLS = {f"{each.method} {each.path}": each for each in endpoints.catalogue()}
SECTIONS = sorted({each.section for each in CALLS.values()})  # of Twitch's page, some calls each


def filled(shape: Any, name: str = "", inside: str = "") -> Any:
    """An answer, or a body, of this shape: a marker where a secret belongs."""
    if isinstance(shape, dict):
        return {key: filled(each, key, name) for key, each in shape.items()}
    if isinstance(shape, list):
        return [filled(each, name, inside) for each in shape]
    return f"{MARKER}0{inside}0{name}0secret" if is_secret(name, inside) else PLAIN


def markers(value: Any) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from markers(each)
    elif isinstance(value, str) and value.startswith(MARKER):
        yield value


def called(endpoint: Endpoint, *, upper: bool = False) -> requests.Response:
    """A call of an endpoint with all that it takes, and its answer with all that it gives."""
    query = filled({each.name: each.type for each in endpoint.query})
    body = filled({each.name: each.type for each in endpoint.body or ()})
    answer = json.dumps(filled(endpoint.response)) if endpoint.response else ""
    return made(
        other_names(answer) if upper and answer else answer,
        status=endpoint.success,
        method=endpoint.method,
        url=f"https://api.twitch.tv/helix{endpoint.path}",
        params=query,
        json=body or None,
        headers={"Authorization": f"Bearer {MARKER}0authorization", "Client-Id": "my-id"},
    )


def other_names(answer: str) -> str:
    """The same JSON with its fields' names in capitals, and hyphens in them."""
    return json.dumps(
        json.loads(
            answer,
            object_pairs_hook=lambda pairs: {
                name.upper().replace("_", "-"): value for name, value in pairs
            },
        )
    )


def pictures(response: requests.Response) -> Iterator[Any]:
    """All that the views make of an answer."""
    yield views.show(response)
    yield views.explain_fields(response)
    answer = response.json() if response.text else {}
    rows = answer.get("data") if isinstance(answer, dict) else []
    records = [each for each in (rows if isinstance(rows, list) else [rows]) if each]
    records = [each for each in records if isinstance(each, dict)]
    yield views.table(records)
    for record in records:
        yield views.before_after(record, dict.fromkeys(record))
        for name in filter(is_secret, record):
            when = {"n": 1, "when": "2026-11-24T22:00:00Z"}
            yield views.table(records, name)
            yield views.bar_chart([record | when], name, "n", "Title")
            yield views.timeline([record | when], "when", name, "Title")
            yield views.gallery([record], name, name, "Title")


def of_section(section: str) -> dict[str, Endpoint]:
    return {call: each for call, each in CALLS.items() if each.section == section}


@pytest.mark.parametrize("section", SECTIONS)
def test_no_view_shows_a_secret_of_an_endpoint(section):
    for call, endpoint in of_section(section).items():
        response = called(endpoint)
        for shown in pictures(response):
            assert MARKER not in everything(shown), call
        if endpoint.query or endpoint.body or endpoint.response:
            assert PLAIN in everything(views.show(response)), "what is no secret is shown"
        assert MARKER not in everything(views.show(called(endpoint, upper=True))), call


def test_the_markers_were_there():
    found = {mark for each in CALLS.values() for mark in markers(filled(each.response))}
    assert {mark.split("0")[2] for mark in found} >= {"stream_key", "content"}
    sent = {
        mark
        for each in CALLS.values()
        for mark in markers(filled({part.name: part.type for part in each.body or ()}))
    }
    assert {mark.split("0")[2] for mark in sent} >= {"secret", "content"}


@pytest.mark.parametrize("section", SECTIONS)
def test_what_is_to_be_copied_has_placeholders(section):
    for call, endpoint in of_section(section).items():
        body = filled({each.name: each.type for each in endpoint.body or ()})
        for way in snippets(called(endpoint).request).values():
            assert MARKER not in way, call
            assert "(hidden)" not in way, call
            for mark in markers(body):
                assert f"YOUR_{mark.split('0')[2].upper()}" in way, call


@pytest.mark.parametrize("name", sorted(LOGIN))
@pytest.mark.parametrize("spelt", [str.upper, str.title, lambda name: name.replace("_", "-")])
def test_no_secret_of_the_login_service_is_shown_however_it_is_spelt(name, spelt):
    name, value = spelt(name), f"{MARKER}0{name}0secret"
    answer = json.dumps(
        {name: value, "data": [{"inside": {name: [value]}}], "said": f"so: {value}"}
    )
    for sent in ({"data": {name: value}}, {"json": {name: value}}, {"params": {name: value}}):
        response = made(answer, **sent)
        for shown in (views.show(response), views.explain_fields(response)):
            assert MARKER + "0" not in everything(shown)
        for way in snippets(response.request).values():
            assert f"YOUR_{name.upper().replace('-', '_')}" in way
    assert MARKER + "0" not in everything(views.table(json.loads(answer)["data"]))


@pytest.mark.parametrize("inside", [["x"], {"value": "x"}, [{"a": ["x"]}], {"a": {"b": "x"}}])
def test_whatever_stands_under_the_name_of_a_secret_is_hidden(inside):
    answer = json.dumps({"data": [{"client_secret": inside}]}).replace("x", MARKER)
    assert MARKER not in everything(views.show(made(answer)))
    assert MARKER not in everything(views.table(json.loads(answer)["data"]))
