"""What an answer looks like: names, their order, types and formats. No value is kept.

A place in a JSON answer is written as "data[].created_at"; the rows of a list are one place.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import requests

RATE_LIMIT = ("Ratelimit-Limit", "Ratelimit-Remaining", "Ratelimit-Reset")
HEADERS = ("Content-Type", "WWW-Authenticate", *RATE_LIMIT)
EMPTY, NULL, TEXT = "an empty text", "null", "another text"
OBJECT, LIST = "an object", "a list"
_FORMATS = (
    (r"\d+", "a text of digits"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "a time in whole seconds"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "a time with a fraction of a second"),
    (r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?", "a time in another notation"),
    (r"https?://\S+", "a web address"),
)
# A field has a plain name; what has not may be a value, such as a user's ID that rows go by.
_NAME = re.compile(r"[A-Za-z]{1,20}\d?(_[a-z0-9]{1,20}){0,6}", re.ASCII)


@dataclass
class Looks:
    """`kinds` are the types and formats of the values at each place; `orders` the field names of
    each object at a place, as they came. `error` is a fingerprint of the whole error body.
    """

    status: int
    headers: dict[str, str]  # a fingerprint of Content-Type; of the others, their format
    body: str
    error: str = ""
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    orders: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))


def of_answer(answer: requests.Response, body: Any) -> Looks:
    """Return what an answer looks like. `body` is its JSON, None if it is none."""
    content = answer.content
    looks = Looks(
        answer.status_code,
        dict(_headers(answer)),
        "JSON" if body is not None else "text that is no JSON" if content else "nothing",
        fingerprint(json.dumps(body)) if answer.status_code >= 400 else "",
    )
    if body is not None:
        _look(body, "", looks)
    return looks


def kind_of(value: Any) -> str:
    """Return the type of a JSON value; of a text, its format."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a whole number" if isinstance(value, int) else "a number with a fraction"
    if isinstance(value, (dict, list)):
        return OBJECT if isinstance(value, dict) else LIST
    formats = (name for pattern, name in _FORMATS if re.fullmatch(pattern, value, re.ASCII))
    return next(formats, TEXT) if value else EMPTY


def inside(place: str, name: str) -> str:
    """Return the place of a field in the object at a place."""
    return f"{place}.{_shown(name)}".removeprefix(".")


def without_values(place: str) -> str:
    """Return a place whose names may be values, with none that is."""
    return ".".join(
        re.sub(r"^.+?(?=(\[\])*$)", lambda name: _shown(name[0]), each) for each in place.split(".")
    )


def _shown(name: str) -> str:
    return name if _NAME.fullmatch(name) else "(a name that is no word)"


def fingerprint(text: str) -> str:
    """Return what tells two texts apart and says nothing of either."""
    return sha256(text.encode(errors="replace")).hexdigest()


def _headers(answer: requests.Response) -> Iterator[tuple[str, str]]:
    for name in HEADERS:
        if name in answer.headers:
            value = answer.headers[name]
            is_format = name in RATE_LIMIT
            yield name, kind_of(value) if is_format else fingerprint(value.lower())


def _look(value: Any, place: str, looks: Looks) -> None:
    looks.kinds[place].add(kind_of(value))
    if isinstance(value, dict):
        looks.orders[place].add(tuple(value))
        for name, each in value.items():
            _look(each, inside(place, name), looks)
    elif isinstance(value, list):
        for each in value:
            _look(each, f"{place}[]", looks)
