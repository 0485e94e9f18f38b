"""What the tests of the API's client share."""

from collections.abc import Callable

import pytest

from tests.helix.api_server import Answer, Api
from tests.helix.api_server import serve as serve


@pytest.fixture
def play(serve: Callable[..., Api]) -> Callable[..., Api]:
    """Serve these answers one after the other; the last one stays."""

    def start(*answers: Answer) -> Api:
        left = list(answers)
        return serve(lambda _: left.pop(0) if len(left) > 1 else left[0])

    return start
