"""The scripted learner at pages that ask nothing: it says what they say, and never a yes."""

import json

import pytest

from helpers.course import scripted_learner
from helpers.errors import CourseError
from tests.wire.bad_server import answering, http

TROUBLE = '<h1>Not now</h1><p class="note" role="alert">The disk is full. Free some space.</p>'
REFUSED = json.dumps({"status": 400, "message": "missing client id"})


@pytest.mark.parametrize("walk", [scripted_learner.authorize, scripted_learner.activate])
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (http("503 Unavailable", TROUBLE, "text/html"), "The disk is full. Free some space. Then"),
        (http("400 Bad Request", REFUSED), "it said: missing client id. Check the parameters"),
        (http("500 Oh", "", "text/html"), "it said: nothing at all. Then run this cell again"),
        (http("500 Oh", "[]"), "it said: nothing at all"),
        (http("400 Bad Request", '{"message": 7}'), "it said: 7"),
    ],
)
def test_a_page_that_asks_nothing_is_told(walk, answer, said):
    with answering(answer) as base, pytest.raises(CourseError, match="did not ask for") as error:
        walk(f"{base}/page")
    assert said in str(error.value)
