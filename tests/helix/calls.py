"""A call of the API as a learner makes it, and its simplest answer."""

from helpers import helix
from tests.helix.api_server import Answer

SECRET = "marker0secret0marker0secret012"
VERBS = ["get", "post", "put", "patch", "delete"]
OK = Answer({"data": []})


def call(verb: str = "get", **changes):
    arguments = {"token": SECRET, "client_id": "my-app", **changes}
    return getattr(helix, verb)("users", **arguments)
