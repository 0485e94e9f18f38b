"""Makes calls for every endpoint of the catalogue: right ones, and ones with a single mistake."""

from collections.abc import Iterator
from typing import Any

from helpers.catalogue.endpoints import Endpoint, Parameter
from tests.sandbox.api.calls import OWNER, STRANGER, Sent

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiZXh0ZXJuYWwifQ.c2lnbmF0dXJl"
SAMPLES: dict[str, Any] = {
    "string": "sample",
    "string(numeric)": STRANGER,
    "string(integer)": "30",
    "string(RFC3339)": "2026-11-23T12:00:00Z",
    "integer": 30,
    "number": 30,
    "boolean": True,
    "object": {},
}


def right(endpoint: Endpoint) -> Sent:
    """The required parameters and no others; the owner is twitchdev."""
    sent = Sent(body=None if endpoint.body is None else {})
    for parameter in endpoint.query:
        if parameter.required:
            sent = sent.asking(parameter.name, _text(endpoint, parameter))
    for parameter in endpoint.body or ():
        if parameter.required:
            sent = sent.holding(parameter.name, _sample(endpoint, parameter))
    return sent


def parameters(endpoint: Endpoint) -> tuple[Parameter, ...]:
    return (*endpoint.query, *(endpoint.body or ()))


def in_body(endpoint: Endpoint, parameter: Parameter) -> bool:
    return any(parameter is each for each in endpoint.body or ())


def with_value(endpoint: Endpoint, parameter: Parameter, value: Any) -> Sent:
    """A right call, but for the value of one parameter."""
    if in_body(endpoint, parameter):
        return right(endpoint).holding(parameter.name, value)
    return right(endpoint).asking(parameter.name, str(value))


def beyond(endpoint: Endpoint) -> Iterator[tuple[Sent, str]]:
    """Every call that breaks one limit of one parameter, and the error's text.

    Of the owner only the number of values: another value is another owner.
    """
    for parameter in parameters(endpoint):
        if parameter.name != endpoint.owner:
            for value, reason in _wrong_values(parameter):
                yield with_value(endpoint, parameter, value), malformed(parameter, reason)
        if not in_body(endpoint, parameter):
            most = parameter.max_values if parameter.repeatable else 1
            values = [_text(endpoint, parameter)] * (most + 1)
            reason = f"the value must be less than or equal to {most}"
            yield right(endpoint).asking(parameter.name, *values), malformed(parameter, reason)


def allowed(endpoint: Endpoint) -> Iterator[Sent]:
    """Every call that goes just to one limit of one parameter."""
    for parameter in parameters(endpoint):
        for value in _limits(parameter):
            yield with_value(endpoint, parameter, value)
        if parameter.repeatable:
            values = [_text(endpoint, parameter)] * parameter.max_values
            yield right(endpoint).asking(parameter.name, *values)


def wrong_types(parameter: Parameter) -> list[Any]:
    """JSON values that a parameter of the body must not have."""
    values = ["text", 1, True, ["text"], {"a": 1}]
    if not isinstance(parameter.type, str):  # nested
        values += [[1], [[]], [{"title": 1, "id": 1, "msg_id": 1}], {"amount": "1", "user_id": 1}]
    return [value for value in values if not _fits(parameter.type, value)]


def malformed(parameter: Parameter, reason: str) -> str:
    return f'The parameter "{parameter.name}" was malformed: {reason}'


def _wrong_values(parameter: Parameter) -> Iterator[tuple[Any, str]]:
    kind, number = parameter.type, _number(parameter)
    if parameter.enum:
        options = [*parameter.enum] if parameter.required else [*parameter.enum, ""]
        listed = ", ".join(f'"{each}"' for each in options)
        wrong = 7 if kind == "integer" else "nonsense"
        yield wrong, f"value must be one of {listed}"
    if parameter.max is not None:
        yield number(parameter.max + 1), f"the value must be less than or equal to {parameter.max}"
    if parameter.min is not None:
        reason = f"the value must be greater than or equal to {parameter.min}"
        yield number(parameter.min - 1), reason
    if parameter.max_chars is not None:
        reason = f"the length of the value must be less than or equal to {parameter.max_chars}"
        yield "é" * (parameter.max_chars + 1), reason
    if parameter.max_chars_each is not None:
        reason = f"the length of the value must be less than or equal to {parameter.max_chars_each}"
        yield ["x" * (parameter.max_chars_each + 1)], reason
    if isinstance(kind, list) and parameter.max_values is not None:
        reason = f"the number of values must be less than or equal to {parameter.max_values}"
        yield [_of(kind[0])] * (parameter.max_values + 1), reason
    if isinstance(kind, str) and kind in MALFORMED:
        texts, reason = MALFORMED[kind]
        yield texts[0], reason


_NO_NUMBER = ["abc", "1.5", "0x1", "1 2", "٣", "1e3", "9" * 19]
MALFORMED: dict[str, tuple[list[str], str]] = {
    "string(numeric)": (["abc", "-1", "1,2", "1.0", "٣", "1\n"], "value must be a numeric"),
    "string(integer)": (_NO_NUMBER, "value must be a numeric"),
    "integer": (_NO_NUMBER, "value must be a numeric"),
    "number": (["abc", "1e3", "nan", "inf", ".5", "5,5"], "value must be a numeric"),
    "boolean": (["yes", "2", "tRUE", "null"], "value must be a boolean"),
    "string(RFC3339)": (
        [
            "now",
            "2026-11-23",
            "2026-02-30T12:00:00Z",
            "2026-11-23 12:00:00Z",
            "2026-11-23T12:00:00",
        ],
        "value must be a RFC3339 timestamp",
    ),
}


def _limits(parameter: Parameter) -> Iterator[Any]:
    number = _number(parameter)
    yield from (number(each) if parameter.type == "integer" else each for each in parameter.enum)
    for limit in (parameter.min, parameter.max):
        if limit is not None:
            yield number(limit)
    if parameter.max_chars is not None:
        yield "é" * parameter.max_chars
    if isinstance(parameter.type, list) and parameter.max_values is not None:
        yield [_of(parameter.type[0])] * parameter.max_values
    if parameter.type == "boolean":
        yield True
        yield False
    if parameter.type == "string(RFC3339)":
        yield "2024-02-29T23:59:59.123456789+05:30"


def _number(parameter: Parameter) -> type:
    return str if parameter.type == "string(integer)" else int


def _text(endpoint: Endpoint, parameter: Parameter) -> str:
    return str(_sample(endpoint, parameter))


def _sample(endpoint: Endpoint, parameter: Parameter) -> Any:
    if parameter.name == endpoint.owner:
        return OWNER
    if parameter.enum:
        return int(parameter.enum[0]) if parameter.type == "integer" else parameter.enum[0]
    if parameter.max is not None and parameter.type != "string(integer)":
        return int(parameter.max)
    return _of(parameter.type)


def _of(kind: Any) -> Any:
    if isinstance(kind, list):
        return [_of(kind[0])]
    if isinstance(kind, dict):
        return {name: _of(each) for name, each in kind.items()}
    plain, _, options = kind.partition(" enum:")
    return options.split("|")[0] if options else SAMPLES[plain]


def _fits(kind: Any, value: Any) -> bool:
    if isinstance(kind, list):
        return isinstance(value, list) and all(_fits(kind[0], each) for each in value)
    if isinstance(kind, dict) or kind == "object":
        fields = kind if isinstance(kind, dict) else {}
        return isinstance(value, dict) and all(
            _fits(fields[name], each) for name, each in value.items() if name in fields
        )
    plain = kind.partition(" enum:")[0]
    types = {"integer": int, "boolean": bool}.get(plain, str)
    return isinstance(value, types) and (plain == "boolean" or not isinstance(value, bool))
