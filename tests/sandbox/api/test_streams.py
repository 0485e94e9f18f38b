"""The sandbox's API: what is live, and the markers that an editor sets on it."""

import pytest

from tests.sandbox.api.desk import Desk, refusal
from tests.sandbox.ids import KOFI, MARTA, TWITCH, TWITCHDEV, TWITCHGAMING, VIEWER

# --- streams -------------------------------------------------------------------------------


def test_most_viewers_come_first(desk):
    counts = [row["viewer_count"] for row in desk.rows("GET", "/streams", by="app")]
    assert len(counts) > 5
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("size", [1, 4, 100])
def test_pages_hold_every_stream_once(desk, size):
    pages = desk.pages("/streams", by="app", first=str(size))
    every = [row["id"] for row in desk.rows("GET", "/streams", first="100")]
    assert [row["id"] for page in pages for row in page] == every
    assert {len(page) for page in pages[:-1]} <= {size}


@pytest.mark.parametrize(
    ("asked", "logins"),
    [
        ({"user_id": TWITCHDEV}, {"twitchdev"}),
        ({"user_id": [TWITCHDEV, "1"], "user_login": "TWITCH"}, {"twitchdev", "twitch"}),
        ({"user_id": VIEWER}, set()),
        ({"user_login": ["nobody_here", "twitchgaming"]}, {"twitchgaming"}),
        ({"user_login": "twitchdev", "type": "live"}, {"twitchdev"}),
        ({"user_login": "twitchdev", "type": "all"}, {"twitchdev"}),
        ({"user_login": "twitchdev", "game_id": "743"}, set()),
        ({"user_login": "twitchdev", "game_id": ["743", "1469308723"]}, {"twitchdev"}),
        ({"user_login": "twitchdev", "language": "de"}, set()),
        ({"user_login": ["twitchdev", *["nobody"] * 99], "language": ["de", "en"]}, {"twitchdev"}),
    ],
)
def test_filters(desk, asked, logins):
    assert {row["user_login"] for row in desk.rows("GET", "/streams", **asked)} == logins


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"type": "rerun"}, 'The parameter "type" was malformed: value must be one of "all", '
                            '"live", ""'),
        ({"user_login": ["a"] * 101}, 'The parameter "user_login" was malformed: the value must '
                                      "be less than or equal to 100"),
        ({"after": "nonsense"}, "Invalid cursor."),
    ],
)  # fmt: skip
def test_streams_that_cannot_be_asked_for(desk, asked, message):
    assert refusal(desk.call("GET", "/streams", **asked)) == (400, message)


def test_who_is_live_changes_with_the_clock(fresh):
    def live():
        return {row["user_login"] for row in fresh.rows("GET", "/streams", first="100")}

    noon = live()
    fresh.clock.now += 8 * 3600
    assert live() != noon
    assert "twitchdev" in noon & live(), "the lessons stream as TwitchDev, at any hour"


def test_followed_streams_are_the_live_ones_of_the_followed_channels(desk):
    rows = desk.rows("GET", "/streams/followed", by="quiet_viewer", user_id=VIEWER)
    live = {row["id"] for row in desk.rows("GET", "/streams", first="100")}
    assert {row["id"] for row in rows} < live
    logins = ["twitch", "slowtide_radio", "hanae_origami", "twitchdev", "marta_paints"]
    assert [row["user_login"] for row in rows] == logins
    pages = desk.pages("/streams/followed", by="quiet_viewer", user_id=VIEWER, first="1")
    assert [row["id"] for page in pages for row in page] == [row["id"] for row in rows]


def test_followed_streams_are_the_owners_alone(desk):
    answer = desk.call("GET", "/streams/followed", user_id=VIEWER)
    text = "The ID in user_id must match the user ID found in the request's OAuth token."
    assert refusal(answer) == (401, text)


# --- markers -------------------------------------------------------------------------------


def marked(desk: Desk, **asked: str) -> list[dict]:
    (row,) = desk.rows("GET", "/streams/markers", **asked)
    (video,) = row["videos"]
    return video["markers"]


def test_a_marker_is_where_the_stream_is_now(fresh):
    before = marked(fresh, user_id=TWITCHDEV)
    first = fresh.rows("POST", "/streams/markers", {"user_id": TWITCHDEV, "description": "one"})
    fresh.clock.now += 90
    second = fresh.rows("POST", "/streams/markers", {"user_id": TWITCHDEV})
    assert second[0]["position_seconds"] - first[0]["position_seconds"] == 90
    assert first[0]["created_at"] == "2026-11-23T12:00:00Z"
    listed = marked(fresh, user_id=TWITCHDEV)
    assert [row["description"] for row in listed][:2] == ["", "one"]
    assert [row["id"] for row in listed] == [
        *(row[0]["id"] for row in (second, first)),
        *(row["id"] for row in before),
    ]


def test_markers_of_a_video_page_by_page(desk):
    video = desk.rows("GET", "/videos", user_id=TWITCHDEV, type="archive")[1]
    every = marked(desk, video_id=video["id"])
    assert len(every) == 3
    assert f"/{video['id']}?t=" in every[0]["url"]
    pages = desk.pages("/streams/markers", video_id=video["id"], first="2")
    ids = [[row["id"] for row in page[0]["videos"][0]["markers"]] for page in pages]
    assert ids == [[row["id"] for row in every[:2]], [every[2]["id"]]]


def test_an_editor_may_mark_and_read_a_channel_and_others_may_not(desk):
    mark = {"user_id": TWITCH, "description": "by an editor"}
    desk.rows("POST", "/streams/markers", mark)
    assert marked(desk, user_id=TWITCH)[0]["description"] == "by an editor"
    text = "Not authorized to create a stream marker for channel twitch."
    assert refusal(desk.call("POST", "/streams/markers", mark, by="marta_paints")) == (403, text)
    text = "Not authorized to read the stream markers of this channel."
    video = desk.rows("GET", "/videos", user_id=TWITCH)[0]["id"]
    for asked in ({"user_id": TWITCH}, {"video_id": video}):
        answer = desk.call("GET", "/streams/markers", by="marta_paints", **asked)
        assert refusal(answer) == (403, text)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"user_id": VIEWER}, 404),  # never live
        ({"user_id": "1"}, 404),  # nobody
        ({"user_id": TWITCHGAMING}, 403),
    ],
)
def test_what_cannot_be_marked(desk, body, status):
    answer = desk.call("POST", "/streams/markers", body, by="quiet_viewer")
    assert answer.status == status
    assert answer.message


@pytest.mark.parametrize("description", ["é" * 141, "\ud800", 5, ["x"]])
def test_descriptions_that_will_not_do(desk, description):
    body = {"user_id": TWITCHDEV, "description": description}
    assert desk.call("POST", "/streams/markers", body).status == 400


@pytest.mark.parametrize(
    ("by", "asked", "status"),
    [
        ("twitchdev", {}, 400),
        ("twitchdev", {"user_id": TWITCHDEV, "video_id": "900000000"}, 400),
        ("twitchdev", {"video_id": "1"}, 404),
        ("twitchdev", {"user_id": "1"}, 404),
        ("twitchdev", {"user_id": KOFI}, 403),
        ("twitchdev", {"user_id": MARTA}, 403),
        ("quiet_viewer", {"user_id": VIEWER}, 404),
        ("app", {"user_id": TWITCHDEV}, 401),
    ],
)
def test_markers_that_cannot_be_read(desk, by, asked, status):
    answer = desk.call("GET", "/streams/markers", by=by, **asked)
    assert answer.status == status
    assert answer.message
