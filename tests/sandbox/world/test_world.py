"""The sandbox's world: its facts agree with each other."""

import inspect
import time
import tracemalloc
from itertools import pairwise

import pytest

from helpers.sandbox.memory.people import PEOPLE
from helpers.sandbox.world import (
    broadcasters,
    categories,
    channels,
    clips,
    crowd,
    editors,
    follows,
    games,
    markers,
    schedule,
    streams,
    subscriptions,
    users,
    videos,
)
from helpers.sandbox.world.numbers import DAY, HOUR, WEEK, Computed, rfc3339, unix
from tests.sandbox.world.fixtures import (
    CHANNEL_IDS,
    EVERYBODY,
    KOFI,
    MARTA,
    NOW,
    TWITCH,
    TWITCHDEV,
    TWITCHGAMING,
    VIEWER,
    at,
    world_fixture,
)

__all__ = ["world_fixture"]

WEEK_HOURS = [NOW + hour * HOUR for hour in range(0, 7 * 24, 5)]

# --- who there is --------------------------------------------------------------------------


def test_the_well_known_ids(world):
    found = users.users(world, [TWITCH, TWITCHDEV, TWITCHGAMING])
    assert [user["login"] for user in found] == ["twitch", "twitchdev", "twitchgaming"]


def test_everybody_is_found_by_id_and_by_login_as_one_person(world):
    ids = [person.id for person in EVERYBODY]
    logins = [person.login.upper() for person in EVERYBODY]
    assert len({*ids}) == len({*logins}) == len(EVERYBODY)
    assert [user["id"] for user in users.users(world, ids, logins)] == ids
    assert users.users(world, [], logins) == users.users(world, ids)


def test_the_whole_crowd_is_found_and_nobody_twice():
    members = [crowd.member(index) for index in range(crowd.SIZE)]
    assert len({person.login for person in members}) == crowd.SIZE
    assert [crowd.by_id(person.id) for person in members] == [*range(crowd.SIZE)]
    assert [crowd.by_login(person.login) for person in members] == [*range(crowd.SIZE)]
    assert all(len(person.login) <= 25 for person in members)
    assert not {person.id for person in members} & {person.id for person in EVERYBODY}


@pytest.mark.parametrize(
    "wrong", ["", "1", "150000001", "x", "٣٣٣٣٣٣٣٣٣", "9" * 400, "amber_acorn1", "acorn_amber01"]
)
def test_nobody_is_found_by_what_is_no_id_and_no_login(world, wrong):
    assert users.users(world, [wrong], [wrong]) == []


def test_only_the_reader_of_the_email_sees_it(world):
    shown = users.users(world, [TWITCHDEV, VIEWER], reader_id=VIEWER)
    assert [user["email"] for user in shown] == ["", "quiet_viewer@example.com"]
    assert "email" not in users.users(world, [VIEWER])[0]


# --- who is live ---------------------------------------------------------------------------


@pytest.mark.parametrize("now", WEEK_HOURS)
def test_some_are_live_and_some_are_not(world, now):
    live = streams.streams(at(world, now))
    assert 3 <= len(live) <= len(CHANNEL_IDS) - 3
    assert TWITCHDEV in {stream["user_id"] for stream in live}


@pytest.mark.parametrize("now", WEEK_HOURS)
def test_stream_channel_search_category_and_video_agree(world, now):
    world = at(world, now)
    everyone = {channel.id: channel for channel in broadcasters.CHANNELS}
    for stream in streams.streams(world):
        channel = channels.information(world, [stream["user_id"]])[0]
        (found,) = [
            row
            for row in channels.search(world, stream["user_login"])
            if row["id"] == stream["user_id"]
        ]
        (video,) = [
            row
            for row in videos.of_user(world, stream["user_id"])
            if row["stream_id"] == stream["id"]
        ]
        for name in ("title", "game_id", "game_name", "tags"):
            assert stream[name] == channel[name] == found[name]
        assert categories.BY_ID[stream["game_id"]].name == stream["game_name"]
        assert stream["language"] == channel["broadcaster_language"] == video["language"]
        assert stream["title"] == video["title"]
        assert stream["started_at"] == found["started_at"] == video["created_at"]
        assert found["is_live"] is True
        assert unix(stream["started_at"]) <= now
        assert stream["viewer_count"] > 0
        del everyone[stream["user_id"]]
    for channel in everyone.values():
        for row in channels.search(world, channel.person.login):
            if row["id"] == channel.id:
                assert (row["is_live"], row["started_at"]) == (False, "")


def test_a_stream_keeps_its_id_and_its_start_until_it_ends(world):
    first = streams.streams(world, user_ids=[TWITCHDEV])[0]
    assert first["started_at"] == rfc3339(NOW - 2 * HOUR - 13 * 60)
    later = streams.streams(at(world, NOW + 3 * HOUR), user_ids=[TWITCHDEV])[0]
    assert (later["id"], later["started_at"]) == (first["id"], first["started_at"])
    next_one = streams.streams(at(world, NOW + 4 * HOUR), user_ids=[TWITCHDEV])[0]
    assert next_one["id"] != first["id"]


def test_no_two_streams_of_a_channel_overlap():
    for channel in broadcasters.CHANNELS:
        found = channel.streams(NOW - 2 * WEEK, NOW) or channel.streams(0, NOW)[:20]
        assert found
        for newer, older in pairwise(found):
            assert older.end <= newer.start
            assert broadcasters.stream_of(newer.number) == newer


def test_what_is_live_is_on_the_schedule(world):
    for stream in streams.streams(world):
        first = schedule.segments(world, stream["user_id"])[0]
        assert first["start_time"] == stream["started_at"]
        assert first["title"] == stream["title"]
        assert first["category"] == {"id": stream["game_id"], "name": stream["game_name"]}


def test_streams_are_sorted_by_viewers_and_filters_meet(world):
    every = streams.streams(world)
    assert every == sorted(every, key=lambda stream: -stream["viewer_count"])
    some = every[1]
    assert streams.streams(world, logins=[some["user_login"].upper()]) == [some]
    assert streams.streams(world, game_ids=[some["game_id"]]) == [some]
    assert streams.streams(world, languages=["ja"], game_ids=[some["game_id"]]) == []
    assert {row["language"] for row in streams.streams(world, languages=["ja"])} == {"ja"}


def test_followed_streams_are_the_live_ones_among_the_followed(world):
    for person in PEOPLE:
        followed = {row["broadcaster_id"] for row in follows.followed(world, person.id)}
        shown = streams.followed_streams(world, person.id)
        assert shown == [row for row in streams.streams(world) if row["user_id"] in followed]
    assert streams.followed_streams(world, "no such user") == []


def test_top_games_begin_with_the_most_watched(world):
    top = games.top_games(world)
    assert {game["id"] for game in top} == set(categories.BY_ID)
    watched = [
        sum(row["viewer_count"] for row in streams.streams(world, game_ids=[game["id"]]))
        for game in top
    ]
    assert watched == sorted(watched, reverse=True)
    assert watched[0] > 0 == watched[-1]


def test_games_are_found_by_id_exact_name_and_igdb_id_each_once(world):
    game = games.games(world, igdb_ids=["9100105"])
    assert [row["name"] for row in game] == ["Orbit Gardeners"]
    assert games.games(world, ["2100100105"], ["Orbit Gardeners"], ["9100105"]) == game
    assert games.games(world, ["0", ""], ["orbit gardeners"], [""]) == []


def test_search_categories_wants_every_word(world):
    def names(query):
        return [row["name"] for row in games.search_categories(world, query)]

    assert names("TRAMS tiny") == ["Tiny Harbour: Tides & Trams"]
    assert names("tiny chess") == names("") == names("  ") == []


def test_search_channels_by_the_start_of_the_login(world):
    def logins(query, **how):
        return [row["broadcaster_login"] for row in channels.search(world, query, **how)]

    assert set(logins("TWITCH")) == {"twitch", "twitchdev", "twitchgaming"}
    assert logins("dev") == logins("") == logins("quiet") == []
    assert logins("rusty") == [], "it has not streamed for more than six months"
    assert "balade_lente" in logins("bal")
    assert logins("bal", live_only=True) == []
    assert logins("orbit", live_only=True) == ["twitchgaming"]


# --- follows and subscriptions -------------------------------------------------------------


@pytest.mark.parametrize("broadcaster_id", [TWITCH, TWITCHDEV, MARTA, KOFI, CHANNEL_IDS[-1]])
def test_followers_are_as_many_as_their_pages_newest_first(world, broadcaster_id):
    every = follows.followers(world, broadcaster_id)
    pages = [row for at in range(0, len(every), 100) for row in every[at : at + 100]]
    assert len(pages) == len(every) == broadcasters.BY_ID[broadcaster_id].followers
    assert len({row["user_id"] for row in pages}) == len(pages)
    times = [row["followed_at"] for row in pages]
    assert times == sorted(times, reverse=True)
    assert times[0] <= rfc3339(NOW)
    rows = {row["user_id"]: row for row in pages}
    for person in PEOPLE:
        followed = {row["broadcaster_id"]: row for row in follows.followed(world, person.id)}
        assert (person.id in rows) == (broadcaster_id in followed)
        if person.id in rows:
            assert rows[person.id]["followed_at"] == followed[broadcaster_id]["followed_at"]
    for row in pages[:: len(pages) // 50 + 1]:
        (user,) = users.users(world, [row["user_id"]])
        assert (user["login"], user["display_name"]) == (row["user_login"], row["user_name"])
        assert user["created_at"] <= row["followed_at"]
        channel = users.known(broadcaster_id)
        assert channel.created_at <= row["followed_at"]
        assert follows.follower(world, broadcaster_id, row["user_id"]) == row


def test_what_a_user_follows_agrees_with_the_followers(world):
    sample = [*EVERYBODY, *(crowd.member(index) for index in range(0, crowd.SIZE, 9_973))]
    follow_count = 0
    for person in sample:
        followed = {row["broadcaster_id"]: row for row in follows.followed(world, person.id)}
        for broadcaster_id in CHANNEL_IDS:
            row = follows.follower(world, broadcaster_id, person.id)
            follow_count += row is not None
            assert (row is None) == (broadcaster_id not in followed)
            if row:
                assert row["followed_at"] == followed[broadcaster_id]["followed_at"]
                assert row["user_login"] == person.login
        times = [row["followed_at"] for row in followed.values()]
        assert times == sorted(times, reverse=True)
    assert follow_count >= 40


def test_nobody_follows_a_viewer(world):
    assert len(follows.followers(world, VIEWER)) == 0
    assert follows.follower(world, VIEWER, TWITCH) is None


def test_a_hundred_thousand_followers_need_no_memory_and_the_last_page_no_more_time(world):
    every = follows.followers(world, TWITCH)
    assert len(every) == 100_000
    every[:100]

    def seconds(offset):
        begun = time.perf_counter()
        every[offset : offset + 100]
        return time.perf_counter() - begun

    first = min(seconds(0) for _ in range(20))
    last = min(seconds(99_900) for _ in range(20))
    assert last < 3 * first
    tracemalloc.start()
    for offset in range(0, 100_000, 5_000):
        every[offset : offset + 100]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500_000


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_subscriptions_count_and_points_agree(world, broadcaster_id):
    every = subscriptions.subscriptions(world, broadcaster_id)
    rows = every[:]
    assert len(rows) == len(every) == broadcasters.BY_ID[broadcaster_id].subscribers
    assert len({row["user_id"] for row in rows}) == len(rows)
    points = sum({"1000": 1, "2000": 2, "3000": 6}[row["tier"]] for row in rows)
    assert subscriptions.points(world, broadcaster_id) == points
    for row in rows[::17]:
        assert subscriptions.subscriptions(world, broadcaster_id, [row["user_id"]]) == [row]
        one = subscriptions.subscription(world, broadcaster_id, row["user_id"])
        assert one is not None
        assert one.items() <= row.items()
        assert ("gifter_id" in one) == row["is_gift"] == bool(row["gifter_id"])
        assert row["user_id"] not in (row["gifter_id"], broadcaster_id)
        assert users.known(row["user_id"]).login == row["user_login"]
        if row["is_gift"]:
            assert users.known(row["gifter_id"]).login == row["gifter_login"]


def test_who_is_no_subscriber(world):
    assert subscriptions.subscription(world, TWITCH, TWITCHDEV) is None
    assert subscriptions.subscription(world, VIEWER, TWITCHDEV) is None
    assert subscriptions.subscription(world, TWITCH, "nobody") is None
    assert len(subscriptions.subscriptions(world, VIEWER)) == 0
    assert subscriptions.points(world, VIEWER) == 0
    follower = follows.followers(world, TWITCH)[1]["user_id"]
    assert subscriptions.subscriptions(world, TWITCH, [follower, "nobody"]) == []


def test_editors_exist_and_may_edit(world):
    for person in EVERYBODY:
        rows = editors.editors(world, person.id)
        assert editors.may_edit(world, person.id, person.id)
        for row in rows:
            editor = users.known(row["user_id"])
            assert editor.display_name == row["user_name"]
            assert max(editor.created_at, person.created_at) < row["created_at"] < rfc3339(NOW)
            assert editors.may_edit(world, person.id, editor.id)
    assert len(editors.editors(world, TWITCHDEV)) == 2
    assert editors.editors(world, VIEWER) == []
    assert not editors.may_edit(world, TWITCHDEV, VIEWER)


# --- videos, clips, markers ----------------------------------------------------------------


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_videos_are_of_past_streams_and_found_by_id(world, broadcaster_id):
    every = videos.of_user(world, broadcaster_id)
    assert every
    assert videos.videos(world, [row["id"] for row in every]) == every
    assert len({row["id"] for row in every}) == len(every)
    assert [row["created_at"] for row in every] == sorted(
        (row["created_at"] for row in every), reverse=True
    )
    for row in every:
        assert row["user_id"] == broadcaster_id
        assert row["created_at"] <= rfc3339(NOW)
        assert (row["stream_id"] is None) == (row["type"] == "upload")
        assert (row["stream_id"] == "1") == (row["type"] == "highlight")
    for kind in ("archive", "highlight", "upload"):
        of_kind = [row for row in every if row["type"] == kind]
        assert videos.of_user(world, broadcaster_id, kind=kind) == of_kind


def test_recordings_of_affiliates_go_after_two_weeks(world):
    stream = broadcasters.CHANNELS[3].latest(NOW)
    video = videos.archive(world, stream)
    assert video is not None
    assert videos.videos(at(world, stream.end + 14 * DAY - 1), [video.id])
    assert videos.videos(at(world, stream.end + 14 * DAY), [video.id]) == []


def test_videos_of_a_period_in_an_order(world):
    every = videos.of_user(world, TWITCHDEV)
    week = videos.of_user(world, TWITCHDEV, period="week")
    assert 0 < len(week) < len(every)
    assert week == [row for row in every if row["created_at"] >= rfc3339(NOW - WEEK)]
    views = [row["view_count"] for row in videos.of_user(world, TWITCHDEV, sort="views")]
    assert views == sorted(views, reverse=True)
    trending = videos.of_user(world, TWITCHDEV, sort="trending")
    assert sorted(row["id"] for row in trending) == sorted(row["id"] for row in every)
    assert videos.of_user(world, VIEWER) == []


def test_videos_of_a_game_are_of_all_channels(world):
    found = videos.of_game(world, "1469308723")
    assert {row["user_login"] for row in found} == {"twitchdev", "ida_ships_it"}
    assert len(found) <= 500
    assert videos.of_game(world, "1469308723", language="de") == []
    assert videos.of_game(world, "") == []
    german = videos.of_game(world, "509667", language="de")
    assert german == videos.of_game(world, "509667") != []


@pytest.mark.parametrize("wrong", ["", "x", "0", "2000000000", "-1", "٣", "9" * 30, "899999999"])
def test_no_such_video(world, wrong):
    assert videos.videos(world, [wrong]) == []


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_clips_point_to_creators_and_videos_that_exist(world, broadcaster_id):
    every = clips.of_broadcaster(world, broadcaster_id)
    assert bool(every) == (broadcasters.BY_ID[broadcaster_id].ended is None)
    assert len({row["id"] for row in every}) == len(every)
    assert clips.clips(world, [row["id"] for row in every]) == every
    assert [row["view_count"] for row in every] == sorted(
        (row["view_count"] for row in every), reverse=True
    )
    for row in every:
        assert row["broadcaster_id"] == broadcaster_id
        assert users.known(row["creator_id"]).display_name == row["creator_name"]
        assert row["created_at"] <= rfc3339(NOW)
        assert row["game_id"] in categories.BY_ID
        if row["video_id"]:
            (video,) = videos.videos(world, [row["video_id"]])
            assert video["user_id"] == broadcaster_id
            assert video["created_at"] < row["created_at"]
            seconds = unix(row["created_at"]) - unix(video["created_at"])
            assert 0 <= row["vod_offset"] <= seconds
        else:
            assert row["vod_offset"] is None


def test_some_clips_are_older_than_the_recording(world):
    found = clips.of_broadcaster(world, CHANNEL_IDS[3])
    assert {bool(row["video_id"]) for row in found} == {True, False}


def test_clips_of_a_game_and_of_a_time(world):
    every = clips.of_broadcaster(world, TWITCHDEV)
    game = clips.of_game(world, "509670")
    assert {row["broadcaster_id"] for row in game} >= {TWITCHDEV}
    assert {row["game_id"] for row in game} == {"509670"}
    start = NOW - 20 * DAY
    some = clips.of_broadcaster(world, TWITCHDEV, start=start)
    assert some == [
        row for row in every if rfc3339(start) <= row["created_at"] <= rfc3339(start + WEEK)
    ]
    assert 0 < len(some) < len(every)
    assert clips.of_broadcaster(world, TWITCHDEV, start=start, end=start) == []
    featured = clips.of_broadcaster(world, TWITCHDEV, featured=True)
    others = clips.of_broadcaster(world, TWITCHDEV, featured=False)
    assert {row["is_featured"] for row in featured} == {True}
    assert len(featured) + len(others) == len(every)
    assert clips.of_broadcaster(world, VIEWER) == []


@pytest.mark.parametrize("wrong", ["", "x", "CalmOtter-1a", "CalmOtter-999999999999b"])
def test_no_such_clip(world, wrong):
    assert clips.clips(world, [wrong]) == []


@pytest.mark.parametrize("broadcaster_id", CHANNEL_IDS)
def test_markers_lie_on_the_newest_video(world, broadcaster_id):
    video = markers.newest(world, broadcaster_id)
    if video is None:
        assert broadcasters.BY_ID[broadcaster_id].ended
        return
    (row,) = videos.videos(world, [video.id])
    assert row["type"] == "archive"
    found = markers.markers_of_video(world, video)
    for marker in found:
        assert 0 <= marker["position_seconds"] < video.length
        assert unix(marker["created_at"]) == video.time + marker["position_seconds"]
        assert video.id in marker["url"]
    positions = [marker["position_seconds"] for marker in found]
    assert positions == sorted(positions, reverse=True)


# --- the same for everyone -----------------------------------------------------------------


def test_the_same_clock_gives_the_same_world(world):
    def everything(world):
        return [
            users.users(world, [person.id for person in EVERYBODY]),
            streams.streams(world),
            games.top_games(world),
            [
                (
                    channels.information(world, [each]),
                    follows.followers(world, each)[:50],
                    subscriptions.subscriptions(world, each)[:50],
                    schedule.segments(world, each),
                    schedule.calendar(world, each),
                    videos.of_user(world, each),
                    clips.of_broadcaster(world, each),
                )
                for each in CHANNEL_IDS
            ],
        ]

    assert everything(world) == everything(at(world, NOW))


def test_reading_writes_nothing(world):
    before = world.rows.total_changes
    test_the_same_clock_gives_the_same_world(world)
    assert world.rows.total_changes == before


def test_a_computed_list_is_a_list():
    squares = Computed(5, lambda at: at * at)
    assert [*squares] == squares[:] == [0, 1, 4, 9, 16]
    assert (squares[-1], squares[3:99], squares[::-2], squares[5:]) == (16, [9, 16], [16, 4, 0], [])
    with pytest.raises(IndexError):
        squares[5]
    assert not inspect.isgenerator(squares[:])
