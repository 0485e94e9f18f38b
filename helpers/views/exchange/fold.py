"""Makes any JSON small enough to be drawn: what is left out is counted."""

from dataclasses import dataclass
from typing import Any

MOST_EACH = 100  # items of one list, fields of one object
MOST = 5_000  # values in all
DEEPEST = 40  # lists and objects in one another
LONGEST = 2_000  # characters of one text
MARGIN = 8_000  # more of them, so that a secret at the end is still seen as a whole
TOO_DEEP = "(what is nested deeper is not shown)"


@dataclass(frozen=True)
class More:
    """Stands at the end of a list or an object for what is left out of it."""

    count: int
    thing: str

    def __str__(self) -> str:
        return f"… and {self.count:,} more {self.thing}{'' if self.count == 1 else 's'}"


def folded(value: Any) -> Any:
    """Return parsed JSON with long lists, deep nests and long texts cut, and `More` at their ends.

    A text may stay longer by MARGIN: `shortened` cuts it once its secrets are hidden.
    """
    return _Folding().folded(value, DEEPEST)


def shortened(text: str) -> str:
    """Return a text of at most LONGEST characters, and how many more it has."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} … (cut here)"


def size(value: Any) -> int:
    """Return how many items or fields a folded list or object had."""
    last = next(reversed(list(value.values() if isinstance(value, dict) else value)), None)
    return len(value) - 1 + last.count if isinstance(last, More) else len(value)


class _Folding:
    """Counts how many values may still be shown."""

    def __init__(self) -> None:
        self._left = MOST

    def folded(self, value: Any, levels: int) -> Any:
        if isinstance(value, str):
            return value[: LONGEST + MARGIN]
        if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 4_000:
            return f"(a number of {value.bit_length():,} bits)"
        if not isinstance(value, (dict, list, tuple)) or not value:
            return value
        if levels == 0:
            return TOO_DEEP
        most = min(MOST_EACH, max(self._left, 0))
        more = len(value) - most
        self._left -= min(most, len(value))
        if isinstance(value, dict):
            names = list(value)[:most]
            fields = {self._name(name): self.folded(value[name], levels - 1) for name in names}
            return {**fields, "…": More(more, "field")} if more > 0 else fields
        items = [self.folded(item, levels - 1) for item in value[:most]]
        return [*items, More(more, "item")] if more > 0 else items

    def _name(self, name: object) -> str:
        return str(name)[: LONGEST + MARGIN]
