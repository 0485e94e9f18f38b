"""Where an answer differs from the sandbox's to the same call, and from the catalogue's shape."""

from collections.abc import Iterator

from helpers.catalogue import endpoints
from tests.live.calls import Call
from tests.live.looks import EMPTY, LIST, NULL, OBJECT, TEXT, Looks, inside, without_values
from tests.live.walk import Seen
from tests.sandbox.api import shapes

_TYPES = {"true or false", "a whole number", "a number with a fraction", NULL, OBJECT, LIST}
_WORDS = {shapes.MISSING: "missing", shapes.EXTRA: "new"}


def differences(call: Call, real: Seen, played: Seen) -> list[str]:
    """Return a line for each place that differs, without any value."""
    found = dict(_answers(call, real.looks, played.looks))
    if real.looks.status == played.looks.status:
        for place, what in sorted(real.misfits):
            text = _WORDS.get(what, f"{what}, as the catalogue has it")
            found.setdefault(
                without_values(place), f"{text}, says the catalogue" if what in _WORDS else text
            )
    return [f"{place or 'the whole body'}: {what}" for place, what in found.items()]


def without_rows(real: Seen, played: Seen) -> list[str]:
    """Return the lists that could not be compared: they had no rows there, or none here."""
    ours, theirs = played.looks.kinds, real.looks.kinds
    lists = [each for each in ours if LIST in ours[each] and LIST in theirs.get(each, ())]
    return [each for each in lists if (f"{each}[]" in ours) != (f"{each}[]" in theirs)]


def _answers(call: Call, real: Looks, played: Looks) -> Iterator[tuple[str, str]]:
    if real.status != played.status:
        yield "status", f"{real.status}, in the sandbox {played.status}"
        return  # another answer altogether
    yield from _headers(real.headers, played.headers)
    if real.body != played.body:
        yield "", f"{real.body}, in the sandbox {played.body}"
        return
    yield from _names(call, real, played)
    yield from _kinds(call, real, played)
    if real.error != played.error and real.orders == played.orders:
        yield "the error", "in other words than in the sandbox"


def _headers(real: dict[str, str], played: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in sorted(real.keys() | played.keys()):
        if name not in real:
            yield f"header {name}", "missing"
        elif name not in played:
            yield f"header {name}", "new"
        elif real[name] != played[name]:
            yield f"header {name}", "another value than in the sandbox"


def _names(call: Call, real: Looks, played: Looks) -> Iterator[tuple[str, str]]:
    optional = shapes.OPTIONAL if call.path else set()
    for place in played.orders.keys() & real.orders.keys():
        ours, theirs = played.orders[place], real.orders[place]
        always = set.intersection(*map(set, ours))
        for name in max(ours, key=len):
            if name in always and inside(place, name) not in optional:
                if not any(name in order for order in theirs):
                    yield inside(place, name), "missing"
                elif not all(name in order for order in theirs):
                    yield inside(place, name), "missing in some rows"
        new = set.union(*map(set, theirs)) - set.union(*map(set, ours))
        for name in sorted(new):
            if inside(place, name) not in optional:
                yield inside(place, name), "new"
        if not all(_is_ordered(order, max(ours, key=len)) for order in theirs):
            yield f"order of {place or 'the body'}", "another than in the sandbox"


def _is_ordered(names: tuple[str, ...], like: tuple[str, ...]) -> bool:
    return [each for each in names if each in like] == [each for each in like if each in names]


def _kinds(call: Call, real: Looks, played: Looks) -> Iterator[tuple[str, str]]:
    for place in played.kinds:
        new = _unlike(real.kinds.get(place, set()), played.kinds[place])
        if NULL in new and _may_be_null(call, place):
            new = new - {NULL}
        if new:
            ours = " or ".join(sorted(played.kinds[place]))
            yield place, f"{' or '.join(sorted(new))}, in the sandbox {ours}"


def _unlike(theirs: set[str], ours: set[str]) -> set[str]:
    """The types and formats that do not go with those of the sandbox.

    Free text may look like anything, and any text may be empty. Where the sandbox has nothing but
    null or empty texts, it does not show what is usual.
    """
    if ours == {NULL}:
        return set()
    shows_text = bool(ours - _TYPES)
    if shows_text and (TEXT in ours or ours - _TYPES == {EMPTY}):
        return theirs & _TYPES - ours
    return theirs - ours - ({EMPTY} if shows_text else set())


def _may_be_null(call: Call, place: str) -> bool:
    endpoint = endpoints.find("GET", call.path)
    shape = endpoint.response if endpoint else None
    for name in place.replace("[]", ".[]").split("."):
        inner = shape[0] if name == "[]" and isinstance(shape, list) else None
        shape = shape.get(name) if isinstance(shape, dict) else inner
    return place in shapes.NULLABLE or (isinstance(shape, str) and "|null" in shape)
