"""Makes the calls at one place, one request each, and keeps of each answer what it looks like."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import requests

from helpers.catalogue import endpoints
from helpers.credentials.secret import Secret
from helpers.errors import CourseError
from tests.live.calls import APP, REVOKED, USER, Call, Known
from tests.live.looks import Looks, of_answer
from tests.live.place import Place, asking
from tests.sandbox.api import shapes

_SECRET = (APP, "device code")
_IN_WORDS = {
    USER: "it needs a user access token",
    APP: "it needs an app access token, and none was given",
}


@dataclass(frozen=True)
class Seen:
    """An answer without its values: what it looks like, and where the catalogue disagrees."""

    looks: Looks
    misfits: tuple[tuple[str, str], ...]  # places, and what is wrong there


@dataclass(frozen=True)
class NotAsked:
    """Why there is no answer."""

    why: str


def walk(place: Place, calls: Iterable[Call]) -> dict[str, Seen | NotAsked]:
    """Make the calls and return what was seen, by the calls' names."""
    known = Known(place)
    if place.user_token:
        known.brought[USER] = place.user_token
    with asking(place):
        return {call.name: _made(call, known) for call in calls}


def _made(call: Call, known: Known) -> Seen | NotAsked:
    for need in call.needs:
        if need not in known.brought:
            return NotAsked(_IN_WORDS.get(need, f"no {need} was there to ask with"))
    if call.scope and call.scope not in known.brought.get("scopes", ()):
        return NotAsked(f"it needs a user access token with the scope {call.scope}")
    try:
        answer = call.ask(known)
    except CourseError as problem:
        return NotAsked(f"no answer came ({type(problem).__name__})")
    body = _json(answer)
    _remember(call, known, answer, body)
    return Seen(of_answer(answer, body), tuple(_misfits(call, answer, body)))


def _remember(call: Call, known: Known, answer: requests.Response, body: Any) -> None:
    for name, way in call.brings if answer.status_code == 200 else ():
        found = known.brought.pop(APP) if name == REVOKED else _at(body, way)
        if found and (isinstance(found, (str, Secret)) or name not in _SECRET):
            known.brought[name] = Secret(found) if name in _SECRET else found


def _at(body: Any, way: Iterable[str | int]) -> Any:
    try:
        for step in way:
            body = body[step]
    except (LookupError, TypeError):
        return None  # the comparison will say what is missing
    return body


def _json(answer: requests.Response) -> Any:
    try:
        return json.loads(answer.content)
    except ValueError:
        return None


def _misfits(call: Call, answer: requests.Response, body: Any) -> set[tuple[str, str]]:
    endpoint = endpoints.find("GET", call.path)
    if endpoint is None or answer.status_code >= 300 or not isinstance(endpoint.response, dict):
        return set()
    return {(each.place, each.what) for each in shapes.misfits(endpoint.response, body)}
