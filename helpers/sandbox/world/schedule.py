"""A channel's plan of its streams. It is only a plan: what is live does not follow changes."""

import base64
import binascii
import json
import re
import uuid
from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from helpers.sandbox.world import broadcasters, categories, users
from helpers.sandbox.world.broadcasters import Channel
from helpers.sandbox.world.numbers import (
    MINUTE,
    WEEK,
    YEAR_3000,
    iso_week,
    rfc3339,
    unix,
    week_start,
)
from helpers.sandbox.world.programme import Slot
from helpers.sandbox.world.store import Row, World

_AHEAD = 4 * WEEK  # how far occurrences are listed: UNCONFIRMED
_FIRST_WEEK = 1_736_121_600  # Monday, 2025-01-06: the plans of the broadcasters begin
_TIMEZONE = re.compile(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)*")
_NAMES = uuid.UUID("8b9a2f60-4d0e-4b7e-9f55-6f2f2d8f3a11")

Segment = dict[str, Any]  # as it is stored: one stream, or a series of one a week


def exists(world: World, broadcaster_id: str) -> bool:
    """Tell whether the broadcaster has a schedule."""
    return _plan(world, broadcaster_id) is not None


def is_timezone(name: str) -> bool:
    """Tell whether this is the name of a time zone, such as Europe/Berlin.

    A computer without a list of them (Windows) takes every name of that shape.
    """
    known = _timezones()
    return name in known if known else bool(_TIMEZONE.fullmatch(name))


def segments(
    world: World, broadcaster_id: str, *, start: int | None = None, ids: Iterable[str] = ()
) -> list[Row]:
    """Return the segments that end after `start` (Unix seconds, else now), or those with the IDs.

    A series gives one segment for each of the next weeks. A weekly one keeps its hour in UTC
    when clocks change to summer time; on Twitch it keeps it in its own time zone.
    https://dev.twitch.tv/docs/api/reference/#get-channel-stream-schedule
    """
    every = _segments(world, broadcaster_id)
    wanted = list(ids)
    if wanted:
        found = [_find(every, segment_id) for segment_id in wanted]
        return [_shown(*one) for one in found if one]
    after = world.now if start is None else start
    times = [(time, segment) for segment in every for time in _times(segment, after)]
    times.sort(key=lambda found: found[0])
    return [_shown(segment, time) for time, segment in times]


def schedule(world: World, broadcaster_id: str, shown: list[Row]) -> Row:
    """Return the object that the answers with segments have as their `data`."""
    person = users.known(broadcaster_id)
    vacation = (_plan(world, broadcaster_id) or {}).get("vacation")
    if vacation and unix(vacation["end_time"]) <= world.now:
        vacation = None  # it is over
    return {
        "segments": shown,
        "broadcaster_id": person.id,
        "broadcaster_name": person.display_name,
        "broadcaster_login": person.login,
        "vacation": vacation,
    }


def calendar(world: World, broadcaster_id: str) -> str:
    """Return the schedule as iCalendar text. Without a schedule it is an empty calendar.

    https://dev.twitch.tv/docs/api/reference/#get-channel-icalendar
    """
    from helpers.sandbox.world import icalendar  # only now: its library is slow to import

    events = [
        icalendar.Event(
            uid=segment["id"],
            start=segment["start"],
            seconds=segment["minutes"] * MINUTE,
            title=segment["title"],
            category=categories.name_of(segment["category_id"]),
            weekly=segment["recurring"],
            canceled=tuple(segment["canceled"]),
        )
        for segment in _segments(world, broadcaster_id)
    ]
    return icalendar.text(users.known(broadcaster_id).display_name, events, world.now)


def create_segment(world: World, broadcaster_id: str, body: dict[str, Any]) -> Row:
    """Plan a stream, or one each week. Takes the body of the request, already checked.

    Returns its first segment.
    https://dev.twitch.tv/docs/api/reference/#create-channel-stream-schedule-segment
    """
    plan = _plan(world, broadcaster_id) or {"segments": [], "vacation": None, "created": 0}
    created = plan["created"] + 1
    segment = _changed(
        {
            "id": _id(broadcaster_id, "created", created),
            "title": "",
            "category_id": "",
            "recurring": bool(body.get("is_recurring", False)),
            "canceled": [],
        },
        body,
    )
    every = [*plan["segments"], segment]
    _keep(world, broadcaster_id, plan | {"segments": every, "created": created})
    return _shown(segment, segment["start"])


def update_segment(
    world: World, broadcaster_id: str, segment_id: str, body: dict[str, Any]
) -> Row | None:
    """Change a planned stream. Takes the body of the request, already checked.

    Of a series every week changes; only `is_canceled` is about the next one alone, whichever week
    the ID names. Returns the segment, or None if there is none with this ID. That the answer then
    shows the next one, and that `false` is about the next one too, is UNCONFIRMED.
    https://dev.twitch.tv/docs/api/reference/#update-channel-stream-schedule-segment
    """
    every = _segments(world, broadcaster_id)
    found = _find(every, segment_id)
    if found is None:
        return None
    old, time = found
    segment = _changed(old, body)
    if segment["start"] != old["start"]:  # a single stream moved, and its cancellation with it
        moved = [segment["start"] for _ in old["canceled"]]
        segment, time = segment | {"canceled": moved}, segment["start"]
    if "is_canceled" in body:
        time = _next(segment, world.now) if segment["recurring"] else time
        others = [other for other in segment["canceled"] if other != time]
        segment = segment | {"canceled": [*others, time] if body["is_canceled"] else others}
    _replace(world, broadcaster_id, [segment if one is old else one for one in every])
    return _shown(segment, time)


def delete_segment(world: World, broadcaster_id: str, segment_id: str) -> bool:
    """Take a stream, or its whole series, off the plan. False if there is none with this ID.

    https://dev.twitch.tv/docs/api/reference/#delete-channel-stream-schedule-segment
    """
    every = _segments(world, broadcaster_id)
    found = _find(every, segment_id)
    if found is None:
        return False
    _replace(world, broadcaster_id, [one for one in every if one is not found[0]])
    return True


def set_vacation(world: World, broadcaster_id: str, start: int | None, end: int | None) -> bool:
    """Plan a vacation (Unix seconds), or with None and None none. False without a schedule.

    https://dev.twitch.tv/docs/api/reference/#update-channel-stream-schedule
    """
    plan = _plan(world, broadcaster_id)
    if plan is None:
        return False
    vacation = None
    if start is not None and end is not None:
        vacation = {"start_time": rfc3339(start), "end_time": rfc3339(end)}
    _keep(world, broadcaster_id, plan | {"vacation": vacation})
    return True


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _changed(segment: Segment, body: dict[str, Any]) -> Segment:
    new = dict(segment)
    for name in ("title", "category_id", "timezone"):
        if name in body:
            new[name] = body[name]
    if "start_time" in body:
        new["start"] = unix(body["start_time"])
    if "duration" in body:
        new["minutes"] = int(body["duration"])
    return new


def _plan(world: World, broadcaster_id: str) -> dict[str, Any] | None:
    plan: dict[str, Any] | None = world.read(_key(broadcaster_id))
    channel = broadcasters.BY_ID.get(broadcaster_id)
    if plan is None and channel is not None and channel.ended is None:
        made = [_at_first(channel, number, slot) for number, slot in enumerate(channel.week)]
        return {"segments": made, "vacation": None, "created": 0}
    return plan


def _segments(world: World, broadcaster_id: str) -> list[Segment]:
    every: list[Segment] = (_plan(world, broadcaster_id) or {"segments": []})["segments"]
    return every


def _at_first(channel: Channel, number: int, slot: Slot) -> Segment:
    return {
        "id": _id(channel.id, "slot", number),
        "start": _FIRST_WEEK + slot.offset,
        "minutes": slot.length // MINUTE,
        "title": slot.title,
        "category_id": slot.category_id,
        "recurring": True,
        "timezone": "Etc/UTC",
        "canceled": [],
    }


def _keep(world: World, broadcaster_id: str, plan: dict[str, Any]) -> None:
    world.write(_key(broadcaster_id), plan)


def _replace(world: World, broadcaster_id: str, every: list[Segment]) -> None:
    _keep(world, broadcaster_id, (_plan(world, broadcaster_id) or {}) | {"segments": every})


def _times(segment: Segment, after: int) -> list[int]:
    # When it starts, each time, as far as it ends after this second.
    start, seconds = segment["start"], segment["minutes"] * MINUTE
    if not segment["recurring"]:
        return [start] if start + seconds > after else []
    missed = max(0, (after - seconds - start) // WEEK + 1)
    return list(range(start + missed * WEEK, max(start, after) + _AHEAD, WEEK))


def _next(segment: Segment, now: int) -> int:
    # When a series starts the next time, after this second.
    start: int = segment["start"]
    return start + max(0, (now - start) // WEEK + 1) * WEEK


def _shown(segment: Segment, time: int) -> Row:
    end = rfc3339(time + segment["minutes"] * MINUTE)
    category = segment["category_id"]
    return {
        "id": _segment_id(segment, time),
        "start_time": rfc3339(time),
        "end_time": end,
        "title": segment["title"],
        "canceled_until": end if time in segment["canceled"] else None,
        "category": {"id": category, "name": categories.name_of(category)} if category else None,
        "is_recurring": segment["recurring"],
    }


def _segment_id(segment: Segment, time: int) -> str:
    # Of the form of Twitch's own: which series, which week.
    year, week = iso_week(time)
    names = {"segmentID": segment["id"], "isoYear": year, "isoWeek": week}
    return base64.b64encode(json.dumps(names, separators=(",", ":")).encode()).decode()


def _find(every: list[Segment], segment_id: str) -> tuple[Segment, int] | None:
    try:
        names = json.loads(base64.b64decode(segment_id, validate=True))
        series, week = names["segmentID"], (names["isoYear"], names["isoWeek"])
    except (binascii.Error, ValueError, TypeError, KeyError, RecursionError):
        return None
    for segment in every:
        if segment["id"] == series:
            time = _in_week(segment, week)
            return None if time is None else (segment, time)
    return None


def _in_week(segment: Segment, week: tuple[int, int]) -> int | None:
    start: int = segment["start"]
    if not segment["recurring"]:
        return start if iso_week(start) == week else None
    try:
        monday = week_start(*week)
    except (ValueError, TypeError, OverflowError):
        return None  # no such week
    time = monday + (start - monday) % WEEK
    return time if start <= time < YEAR_3000 else None


def _id(broadcaster_id: str, *about: object) -> str:
    return str(uuid.uuid5(_NAMES, "/".join(map(str, (broadcaster_id, *about)))))


def _key(broadcaster_id: str) -> str:
    return f"schedule/{broadcaster_id}"
