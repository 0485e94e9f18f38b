"""What several endpoints demand of their parameters, and the catalogue cannot say."""

from collections.abc import Iterable

from helpers.sandbox.api import checks
from helpers.sandbox.api.call import Call
from helpers.sandbox.world import numbers


def exactly_one(call: Call, names: Iterable[str]) -> str:
    """Return which of these query parameters is given; "" if it is none or several."""
    given = [name for name in names if any(call.query.get(name, ()))]
    return given[0] if len(given) == 1 else ""


def seconds(call: Call, name: str) -> int | None:
    """Return a time from the query in Unix seconds, or None if it is absent.

    Raises answers.Refused with 400 for a time before 1970 or after 2999: the world has no others.
    """
    given = call.one(name)
    return unix(call, name, given) if given else None


def unix(call: Call, name: str, text: str) -> int:
    """Return the text of a parameter in Unix seconds. Raises answers.Refused as `seconds` does."""
    try:
        return numbers.unix(text)
    except ValueError:
        reason = "value must be a RFC3339 timestamp"
        raise call.refused(400, checks.malformed(name, reason)) from None


def owner(call: Call) -> str:
    """Return the user ID of the token's owner, for endpoints that take user tokens alone."""
    return call.token.user_id or ""
