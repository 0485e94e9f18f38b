"""The way of every API call: fault, endpoint, caller, gate, parameters, handler, answer."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpers.catalogue import endpoints
from helpers.catalogue.endpoints import Endpoint
from helpers.sandbox.api import body, caller, checks, gate
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.played import PLAYED
from helpers.sandbox.memory import patience
from helpers.sandbox.server import answers, incoming
from helpers.sandbox.server.context import Context

# Gone so long that the catalogue has forgotten them, too.
_RETIRED = {
    ("PUT", "/streams/tags"),
    ("GET", "/users/follows"),
    ("GET", "/soundtrack/current_track"),
    ("GET", "/soundtrack/playlist"),
    ("GET", "/soundtrack/playlists"),
}

# Recorded at Twitch in 2023: this parameter of the query may stand in the JSON body instead.
_ALSO_IN_BODY = {("PATCH", "/channels"): "broadcaster_id"}


async def answer(context: Context, request: Request) -> Response:
    """Answer one call of the API, whatever its path.

    Raises answers.Refused, or HTTPException 404 for a path and method that Twitch does not have.
    """
    await context.faults.strike()
    endpoint = _endpoint(request)
    kind, token = caller.authenticate(context, request, endpoint)
    sent = await body.read(request) if endpoint.body is not None else {}
    query = _query(endpoint, request, sent or {})
    if problem := gate.problem(endpoint, kind, query):
        raise answers.Refused(answers.helix_error(*problem))
    headers = caller.spend(context, kind, token)
    call = Call(context, endpoint, token, query, sent or {}, headers)
    if problem := gate.own_problem(endpoint, kind, query):
        raise call.refused(*problem)
    if missing := caller.missing_scope(endpoint, kind, token):
        raise call.refused(401, missing)
    if sent is None:  # the text is UNCONFIRMED
        raise call.refused(400, "The request body must be a JSON object.")
    _check(call)
    handler = PLAYED.get((endpoint.method, endpoint.path))
    if handler is None:
        raise call.refused(501, "The sandbox does not play this endpoint.")
    # The call has cost its point of the rate limit. So what is done again is the handler alone.
    return _response(call, await patience.until_free_in_request(partial(_handled, handler, call)))


async def _handled(handler: Handler, call: Call) -> Answer:
    return handler(call)


def _endpoint(request: Request) -> Endpoint:
    method = "GET" if request.method == "HEAD" else request.method
    path = request.scope["path"]
    path = path[path.index("/", 1) :].removesuffix("/")  # without /helix or /mock
    found = endpoints.find(method, path)
    if (method, path) in _RETIRED or (found is not None and found.retired):
        # Before anything else (UNCONFIRMED): there is nothing left that could ask for a token.
        raise answers.Refused(answers.helix_error(410, "The API is deprecated."))
    if found is None:
        raise HTTPException(404)
    return found


def _query(endpoint: Endpoint, request: Request, sent: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values of each parameter. `id[]=1&id[]=2` is read like `id=1&id=2`."""
    values: dict[str, list[str]] = {}
    for name, value in incoming.query(request):
        values.setdefault(name.removesuffix("[]"), []).append(value)
    name = _ALSO_IN_BODY.get((endpoint.method, endpoint.path), "")
    if name and not any(values.get(name, ())) and isinstance(sent.get(name), str):
        values[name] = [sent[name]]
    return values


def _check(call: Call) -> None:
    if call.token.user_id is not None:
        problem = checks.stranger(call.endpoint, call.token.user_id, call.query, call.body)
        if problem:
            raise call.refused(401, problem)
    problem = next(checks.problems(call.endpoint, call.query, call.body), "")
    if problem:
        raise call.refused(400, problem)


def _response(call: Call, answered: object) -> Response:
    if isinstance(answered, Response):
        answered.headers.update({**call.headers, **answers.CORS})
        return answered
    if answered is None:
        return answers.helix_empty(call.headers)
    assert isinstance(answered, dict)  # noqa: S101
    return answers.helix(answered, call.headers, call.endpoint.success)
