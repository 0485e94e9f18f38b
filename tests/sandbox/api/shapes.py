"""Compares a JSON answer of the API with the shape that Twitch's reference gives it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

# What the reference says in words beside the shape: these may be absent …
OPTIONAL = {
    "pagination.cursor",
    "data[].email",
    "data[].tier",
    "data[].gifter_id",
    "data[].gifter_login",
    "data[].gifter_name",
}
# … and these may be null.
NULLABLE = {
    "data.vacation",
    "data.segments[].category",
    "data[].muted_segments",
    "data[].versions[].click_action",
    "data[].versions[].click_url",
}
MISSING, EXTRA = " is missing", " is extra"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)


class Misfit(NamedTuple):
    """A place where an answer has not the shape, and what is wrong there, without any value."""

    place: str
    what: str
    value: Any = None

    def __str__(self) -> str:
        is_there = self.what.startswith("is not")
        return f"{self.place}: {self.value!r} {self.what}" if is_there else self.place + self.what


def faults(shape: Any, value: Any) -> Iterator[str]:
    """Yield a line for each place where `value` has not the shape: nothing missing or extra."""
    return map(str, misfits(shape, value))


def misfits(shape: Any, value: Any, where: str = "") -> Iterator[Misfit]:
    """Yield each place where `value` has not the shape: nothing missing or extra."""
    if value is None and (where in NULLABLE or (isinstance(shape, str) and "|null" in shape)):
        return
    if isinstance(shape, dict):
        yield from _of_object(shape, value, where)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield Misfit(where, "is not a list", value)
            return
        for each in value:
            yield from misfits(shape[0], each, f"{where}[]")
    elif not _is(shape.removesuffix("|null"), value):
        yield Misfit(where, f"is not {shape}", value)


def _of_object(shape: Mapping[str, Any], value: Any, where: str) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield Misfit(where, "is not an object", value)
        return
    for name, inner in shape.items():
        path = f"{where}.{name}".lstrip(".")
        if name in value:
            yield from misfits(inner, value[name], path)
        elif path not in OPTIONAL:
            yield Misfit(path, MISSING)
    for name in value.keys() - shape.keys():
        yield Misfit(f"{where}.{name}".lstrip("."), EXTRA)


def _is(shape: str, value: Any) -> bool:
    kind, _, options = shape.partition(" enum:")
    if kind in ("integer", "float"):
        types = (int,) if kind == "integer" else (int, float)
        return isinstance(value, types) and not isinstance(value, bool)
    if kind in ("boolean", "object"):
        return isinstance(value, {"boolean": bool, "object": dict}[kind])
    if kind == "string(RFC3339)":
        # Some times are "" when there is none, such as the start of a channel that is offline.
        return value == "" or (isinstance(value, str) and _is_time(value))
    assert kind == "string", f"The catalogue has an unknown type: {shape}"
    allowed = options.replace('""', "").split("|")
    return isinstance(value, str) and (not options or value in allowed)


def _is_time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return True
