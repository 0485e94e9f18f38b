"""Who is live in the sandbox's world, and how channels and games are found."""

from itertools import pairwise

import pytest

from helpers.sandbox.memory.people import PEOPLE
from helpers.sandbox.world import (
    broadcasters,
    categories,
    channels,
    follows,
    games,
    schedule,
    streams,
    videos,
)
from helpers.sandbox.world.numbers import HOUR, WEEK, rfc3339, unix
from tests.sandbox.ids import TWITCHDEV
from tests.sandbox.world.moments import CHANNEL_IDS, NOW, at

WEEK_HOURS = [NOW + hour * HOUR for hour in range(0, 7 * 24, 5)]


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


# --- categories and searches ------------------------------------------------------------


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
