"""The report of a live run: names, types and formats, never a value."""

from collections.abc import Sequence

from tests.live.calls import Call
from tests.live.compare import differences, without_rows
from tests.live.place import Place
from tests.live.walk import NotAsked, walk

Found = dict[str, list[str]]  # lines, by the name of the call


def compared(real: Place, played: Place, calls: Sequence[Call]) -> tuple[Found, Found]:
    """Make the calls at both places. Return what differs, and what could not be compared."""
    theirs, ours = walk(real, calls), walk(played, calls)
    differ: Found = {}
    unknown: Found = {}
    for call in calls:
        there, here = theirs[call.name], ours[call.name]
        if isinstance(there, NotAsked):
            unknown[call.name] = [f"not asked: {there.why}"]
        elif isinstance(here, NotAsked):
            unknown[call.name] = [f"not asked in the sandbox: {here.why}"]
        elif there.looks.status != here.looks.status and there.looks.status in call.unless:
            status = there.looks.status
            unknown[call.name] = [f"status {status}: the account may have nothing of the kind"]
        else:
            differ[call.name] = differences(call, there, here)
            unknown[call.name] = [f"{each}: no rows" for each in without_rows(there, here)]
    return _told(differ), _told(unknown)


def report(differ: Found, unknown: Found, calls: int) -> str:
    """Return the text: what differs, call by call, then what could not be compared, and why."""
    number = sum(map(len, differ.values()))
    reasons: Found = {}
    for name, lines in unknown.items():
        for line in lines:
            reasons.setdefault(line, []).append(name)
    not_asked = sum(len(names) for why, names in reasons.items() if why.startswith("not asked"))
    lines = [
        f"{calls - not_asked} of {calls} calls asked, "
        f"{number or 'no'} difference{'' if number == 1 else 's'}."
    ]
    if differ:
        lines += ["", "Differs:"]
        lines += [f"  {name}: {line}" for name, each in differ.items() for line in each]
    if reasons:
        lines += ["", "Not compared:"]
        lines += [f"  {why}: {', '.join(names)}" for why, names in reasons.items()]
    return "\n".join(lines)


def _told(found: Found) -> Found:
    return {name: lines for name, lines in found.items() if lines}
