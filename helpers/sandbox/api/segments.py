"""The API's endpoints that change the segments of the token owner's schedule."""

from typing import Any

from helpers.sandbox.api import demands
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.schedule import NO_SEGMENTS, NO_TIMEZONE
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import categories, schedule, users

# Both seen at Twitch: https://github.com/twitchdev/issues/issues/626, …/631.
_PAST = "FirstOccurrenceDate can't set FirstOccurrenceDate to a time in the past"
_RECURRING = "FirstOccurrenceDate can't set FirstOccurrenceDate on recurring segments"


def create_segment(call: Call) -> Answer:
    """POST /schedule/segment: plan a stream, or one each week.

    Segments may overlap; Twitch refuses that, in words that are UNCONFIRMED.
    https://dev.twitch.tv/docs/api/reference/#create-channel-stream-schedule-segment
    """
    broadcaster_id, body = demands.owner(call), _body(call)
    if not body.get("is_recurring") and not users.known(broadcaster_id).broadcaster_type:
        # The text is UNCONFIRMED.
        text = "Only partners and affiliates may create a segment that is not recurring."
        raise call.refused(403, text)
    with world_of(call) as world:
        segment = schedule.create_segment(world, broadcaster_id, body)
        return {"data": schedule.schedule(world, broadcaster_id, [segment])}


def update_segment(call: Call) -> Answer:
    """PATCH /schedule/segment: change a planned stream, or its whole series.

    https://dev.twitch.tv/docs/api/reference/#update-channel-stream-schedule-segment
    """
    broadcaster_id, segment_id, body = demands.owner(call), call.one("id"), _body(call)
    with world_of(call) as world:
        found = schedule.segments(world, broadcaster_id, ids=[segment_id])
        if found and found[0]["is_recurring"] and "start_time" in body:
            raise call.refused(400, _RECURRING)
        segment = schedule.update_segment(world, broadcaster_id, segment_id, body)
        if segment is None:
            raise call.refused(404, NO_SEGMENTS)
        return {"data": schedule.schedule(world, broadcaster_id, [segment])}


def delete_segment(call: Call) -> Answer:
    """DELETE /schedule/segment: take a stream, or its whole series, off the plan.

    https://dev.twitch.tv/docs/api/reference/#delete-channel-stream-schedule-segment
    """
    with world_of(call) as world:
        if not schedule.delete_segment(world, demands.owner(call), call.one("id")):
            # Twitch documents no 404 here. The text is that of its command line tool.
            raise call.refused(400, "Invalid ID requested")
    return None


def _body(call: Call) -> dict[str, Any]:
    """Return the fields that are given, checked. The texts without a source are UNCONFIRMED."""
    body = {name: value for name, value in call.body.items() if value is not None}
    if "start_time" in body:
        start = demands.unix(call, "start_time", body["start_time"])
        if start < call.context.state.now():
            raise call.refused(400, _PAST)
    if "timezone" in body and not schedule.is_timezone(body["timezone"]):
        raise call.refused(400, NO_TIMEZONE)
    if body.get("category_id") and body["category_id"] not in categories.BY_ID:
        raise call.refused(400, "Invalid category_id provided")
    return body


PLAYED: dict[tuple[str, str], Handler] = {
    ("POST", "/schedule/segment"): create_segment,
    ("PATCH", "/schedule/segment"): update_segment,
    ("DELETE", "/schedule/segment"): delete_segment,
}
