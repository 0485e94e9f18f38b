"""What an answer of the API holds, or a plain sentence instead."""

import json

import pytest
import requests

from helpers import helix
from helpers.errors import BadAnswer, Refusal


def answer(status: int, body: object) -> requests.Response:
    made = requests.Response()
    made.status_code, made._content = status, json.dumps(body).encode()
    return made


@pytest.mark.parametrize("data", [[], [{"id": "1"}], {"segments": []}])
def test_the_data_is_what_twitch_sent(data):
    assert helix.data(answer(200, {"data": data, "pagination": {}})) == data


def test_an_error_is_a_sentence():
    refused = answer(401, {"error": "Unauthorized", "status": 401, "message": "Missing scope: a:b"})
    with pytest.raises(Refusal, match="lacks the scope a:b"):
        helix.data(refused)


@pytest.mark.parametrize("body", [{}, {"total": 3}, {"Data": []}])
def test_an_answer_without_data_is_told(body):
    with pytest.raises(BadAnswer, match="holds no data"):
        helix.data(answer(200, body))


@pytest.mark.parametrize("body", [[], "data", None])
def test_what_is_no_object_is_told(body):
    with pytest.raises(BadAnswer, match="not a whole JSON object"):
        helix.data(answer(200, body))
