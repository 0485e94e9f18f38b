"""The checker of shapes, by which the other tests judge the API's answers, misses nothing."""

import pytest

from helpers.catalogue import endpoints
from tests.sandbox.api import shapes


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
