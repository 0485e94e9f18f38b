"""The API's endpoints about a channel's schedule: reading it, and going on vacation."""

from starlette.responses import Response

from helpers.sandbox.api import demands, paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import schedule, users

# Seen at Twitch: https://github.com/twitchdev/issues/issues/805, …/1110.
NO_SCHEDULE = "schedule was not found"
NO_SEGMENTS = "segments were not found"
NO_TIMEZONE = "Invalid timezone provided"  # of Twitch's command line tool; UNCONFIRMED
_VACATION = ("vacation_start_time", "vacation_end_time", "timezone")


def get_channel_stream_schedule(call: Call) -> Answer:
    """GET /schedule: the segments from a time on, or those with these IDs.

    https://dev.twitch.tv/docs/api/reference/#get-channel-stream-schedule
    """
    broadcaster_id, start = call.one("broadcaster_id"), demands.seconds(call, "start_time")
    with world_of(call) as world:
        if not schedule.exists(world, broadcaster_id):
            raise call.refused(404, NO_SCHEDULE)
        rows = schedule.segments(world, broadcaster_id, start=start, ids=call.many("id"))
        if not rows:
            raise call.refused(404, NO_SEGMENTS)
        page, pagination = paging.cut(call, rows)
        data = schedule.schedule(world, broadcaster_id, page)
        return {"data": data, "pagination": pagination}


def get_channel_icalendar(call: Call) -> Answer:
    """GET /schedule/icalendar: the schedule for calendar programs. It needs no token.

    https://dev.twitch.tv/docs/api/reference/#get-channel-icalendar
    """
    broadcaster_id = call.one("broadcaster_id")
    if users.by_id(broadcaster_id) is None:  # the text is UNCONFIRMED
        raise call.refused(400, "The broadcaster in broadcaster_id was not found.")
    with world_of(call) as world:
        return Response(schedule.calendar(world, broadcaster_id), media_type="text/calendar")


def update_channel_stream_schedule(call: Call) -> Answer:
    """PATCH /schedule/settings: plan a vacation in place of the one before, or cancel it.

    Without `is_vacation_enabled` nothing changes (UNCONFIRMED).
    https://dev.twitch.tv/docs/api/reference/#update-channel-stream-schedule
    """
    enabled = call.flag("is_vacation_enabled")
    start, end = _vacation(call, required=enabled is True)
    broadcaster_id = call.one("broadcaster_id")
    with world_of(call) as world:
        if not schedule.exists(world, broadcaster_id):
            raise call.refused(404, NO_SCHEDULE)
        if enabled:
            schedule.set_vacation(world, broadcaster_id, start, end)
        elif enabled is False:
            schedule.set_vacation(world, broadcaster_id, None, None)
    return None


def _vacation(call: Call, *, required: bool) -> tuple[int | None, int | None]:
    absent = next((name for name in _VACATION if not call.one(name)), "")
    if required and absent:  # this text and the one about the order are UNCONFIRMED
        raise call.refused(400, f"{absent} is required if is_vacation_enabled is true")
    if call.one("timezone") and not schedule.is_timezone(call.one("timezone")):
        raise call.refused(400, NO_TIMEZONE)
    start = demands.seconds(call, "vacation_start_time")
    end = demands.seconds(call, "vacation_end_time")
    if start is not None and end is not None and end <= start:
        raise call.refused(400, "vacation_end_time must be after vacation_start_time")
    return start, end


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/schedule"): get_channel_stream_schedule,
    ("GET", "/schedule/icalendar"): get_channel_icalendar,
    ("PATCH", "/schedule/settings"): update_channel_stream_schedule,
}
