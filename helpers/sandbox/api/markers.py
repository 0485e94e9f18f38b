"""The API's endpoints about stream markers."""

from helpers.sandbox.api import demands, paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import World, editors, markers, users, videos
from helpers.sandbox.world.videos import Video


def create_stream_marker(call: Call) -> Answer:
    """POST /streams/markers: mark where a live stream is now, as its broadcaster or an editor.

    https://dev.twitch.tv/docs/api/reference/#create-stream-marker
    """
    user_id, description = call.body["user_id"], call.body.get("description") or ""
    with world_of(call) as world:
        person = users.by_id(user_id)
        if person is None:  # the text is UNCONFIRMED
            raise call.refused(404, "The user in user_id was not found.")
        if not editors.may_edit(world, user_id, demands.owner(call)):
            text = f"Not authorized to create a stream marker for channel {person.login}."
            raise call.refused(403, text)
        marker = markers.create_marker(world, user_id, description)
        if marker is None:  # the text is UNCONFIRMED
            raise call.refused(404, "The user in user_id is not live.")
        return {"data": [marker]}


def get_stream_markers(call: Call) -> Answer:
    """GET /streams/markers: the markers of a video, or of a user's newest stream.

    https://dev.twitch.tv/docs/api/reference/#get-stream-markers
    """
    chosen = demands.exactly_one(call, ("user_id", "video_id"))
    if not chosen:  # the text is UNCONFIRMED
        raise call.refused(400, "Must provide exactly one of user_id and video_id.")
    with world_of(call) as world:
        video = _video(call, world, chosen)
        rows, pagination = paging.cut(call, markers.markers_of_video(world, video))
        return {"data": markers.answer(video, rows), "pagination": pagination}


def _video(call: Call, world: World, chosen: str) -> Video:
    given = call.one(chosen)
    video = videos.by_id(world, given) if chosen == "video_id" else None
    user_id = given if chosen == "user_id" else video.channel.id if video else ""
    # Both texts are UNCONFIRMED. A user without a channel has no editors, so is asked about first.
    if users.by_id(user_id) is None:
        raise call.refused(404, f"No video was found for {chosen}.")
    if not editors.may_edit(world, user_id, demands.owner(call)):
        raise call.refused(403, "Not authorized to read the stream markers of this channel.")
    video = video or markers.newest(world, user_id)
    if video is None:
        raise call.refused(404, f"No video was found for {chosen}.")
    return video


PLAYED: dict[tuple[str, str], Handler] = {
    ("POST", "/streams/markers"): create_stream_marker,
    ("GET", "/streams/markers"): get_stream_markers,
}
