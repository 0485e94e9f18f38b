"""What the catalogue demands of a call's parameters, and Twitch's words for what is wrong.

Seen at Twitch are the texts for a missing parameter, a number above its maximum, an ID that is
not numeric, a value outside an enumeration, and an ID of someone else. The other texts have the
same form; their wording is UNCONFIRMED, as is that the body's parameters get the same texts.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from helpers.catalogue.endpoints import Endpoint, Parameter
from helpers.sandbox.api import times
from helpers.sandbox.api.call import FALSE, TRUE

_DIGITS = re.compile(r"[0-9]+")
_INTEGER = re.compile(r"-?[0-9]{1,18}")  # more would not fit into 64 bits
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


def _is_boolean(text: str) -> bool:
    return text in TRUE or text in FALSE


def _is_time(text: str) -> bool:
    return times.parse(text) is not None


# For each type: does the text have its form, and what is said if not.
_FORMS: dict[str, tuple[Callable[[str], Any], str]] = {
    "string(numeric)": (_DIGITS.fullmatch, "value must be a numeric"),
    "string(integer)": (_INTEGER.fullmatch, "value must be a numeric"),
    "string(RFC3339)": (_is_time, "value must be a RFC3339 timestamp"),
    "integer": (_INTEGER.fullmatch, "value must be a numeric"),
    "number": (_NUMBER.fullmatch, "value must be a numeric"),
    "boolean": (_is_boolean, "value must be a boolean"),
}


def stranger(
    endpoint: Endpoint, user_id: str, query: Mapping[str, list[str]], body: Mapping[str, Any]
) -> str:
    """Return what is wrong if the call is about another user than the token's, else "".

    The text was seen with user_id and broadcaster_id; with the other names it is UNCONFIRMED.
    """
    name = endpoint.owner
    if name is None:
        return ""
    given = [*query.get(name, ()), body.get(name)]
    return "" if all(value in (user_id, "", None) for value in given) else not_the_owner(name)


def missing_in_query(endpoint: Endpoint, query: Mapping[str, list[str]]) -> str:
    """Return the text about the first parameter that the query must have and has not, or ""."""
    given = {name for name, values in query.items() if any(values)}
    return next(_missing(endpoint.query, given), "")


def problems(
    endpoint: Endpoint, query: Mapping[str, list[str]], body: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what is wrong with the parameters, what Twitch would say first first.

    The order is UNCONFIRMED: the query before the body, what is missing before what is there
    (`missing_in_query` was asked before). Parameters that the catalogue does not have are no
    problem.
    """
    for parameter in endpoint.query:
        yield from _in_query(parameter, query.get(parameter.name, []))
    if endpoint.body is None:
        return
    given = {name: value for name, value in body.items() if value is not None}
    yield from _missing(endpoint.body, {name for name in given if given[name] != ""})
    for parameter in endpoint.body:
        if parameter.name in given:
            yield from _in_body(parameter, given[parameter.name])


def not_the_owner(name: str) -> str:
    """Return Twitch's text about an ID that is not the token's user's."""
    return f"The ID in {name} must match the user ID found in the request's OAuth token."


def malformed(name: str, reason: str) -> str:
    """Return Twitch's text about a parameter whose value will not do."""
    return f'The parameter "{name}" was malformed: {reason}'


def too_many(name: str, most: int) -> str:
    """Return Twitch's text about a parameter with too many values, seen with user_login."""
    return malformed(name, f"the value must be less than or equal to {most}")


def _missing(parameters: Collection[Parameter], given: Collection[str]) -> Iterator[str]:
    for parameter in parameters:
        if parameter.required and parameter.name not in given:
            yield f'Missing required parameter "{parameter.name}"'


def _in_query(parameter: Parameter, values: list[str]) -> Iterator[str]:
    # Twitch may take the first value of a parameter that must not be repeated (UNCONFIRMED);
    # refusing shows the mistake.
    most = (parameter.max_values or len(values)) if parameter.repeatable else 1
    if len(values) > most:
        yield too_many(parameter.name, most)
    for value in values:
        yield from _in_text(parameter, value)


def _in_body(parameter: Parameter, value: Any) -> Iterator[str]:
    reason = _type_problem(parameter.type, value)
    if reason:
        yield malformed(parameter.name, reason)
    elif isinstance(value, list):
        yield from _in_list(parameter, value)
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        yield from _in_text(parameter, str(value))


def _in_list(parameter: Parameter, values: list[Any]) -> Iterator[str]:
    if parameter.max_values is not None and len(values) > parameter.max_values:
        most_values = parameter.max_values
        reason = f"the number of values must be less than or equal to {most_values}"
        yield malformed(parameter.name, reason)
    most = parameter.max_chars_each
    if most is not None and any(len(value) > most for value in values):
        yield malformed(parameter.name, _too_long(most))


def _in_text(parameter: Parameter, value: str) -> Iterator[str]:
    # As Twitch's own text about source_context has it, an optional one may be empty.
    options = parameter.enum if parameter.required else (*parameter.enum, "")
    if parameter.enum and value not in options:
        yield malformed(parameter.name, _one_of(options))
    has_form, reason = _FORMS.get(parameter.type, (bool, ""))
    if reason and not has_form(value):
        yield malformed(parameter.name, reason)
        return
    if parameter.min is not None and float(value) < parameter.min:
        reason = f"the value must be greater than or equal to {parameter.min}"
        yield malformed(parameter.name, reason)
    if parameter.max is not None and float(value) > parameter.max:
        yield malformed(parameter.name, f"the value must be less than or equal to {parameter.max}")
    if parameter.max_chars is not None and len(value) > parameter.max_chars:
        yield malformed(parameter.name, _too_long(parameter.max_chars))


def _type_problem(expected: Any, value: Any) -> str:
    """Return what is wrong with the type of a JSON value, or "". Nested fields may be absent."""
    if isinstance(expected, list):
        if not isinstance(value, list):
            return "value must be a list"
        return next(filter(None, (_type_problem(expected[0], each) for each in value)), "")
    if isinstance(expected, dict) or expected == "object":
        if not isinstance(value, dict):
            return "value must be an object"
        fields = expected if isinstance(expected, dict) else {}
        present = (name for name in fields if value.get(name) is not None)
        return next(filter(None, (_type_problem(fields[n], value[n]) for n in present)), "")
    return _scalar_problem(expected, value)


def _scalar_problem(expected: str, value: Any) -> str:
    kind, _, options = expected.partition(" enum:")
    if kind == "boolean":
        return "" if isinstance(value, bool) else "value must be a boolean"
    if kind == "integer":
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole else "value must be a numeric"
    if not isinstance(value, str):
        return "value must be a string"
    allowed = options.split("|")
    return "" if not options or value in allowed else _one_of(allowed)


def _one_of(options: Collection[str]) -> str:
    return "value must be one of " + ", ".join(f'"{each}"' for each in options)


def _too_long(most: int) -> str:
    return f"the length of the value must be less than or equal to {most}"
