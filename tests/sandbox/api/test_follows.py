"""The sandbox's API: followers and subscribers, of one's own channel and of others."""

import json

import pytest

from tests.sandbox.ids import KOFI, MARTA, TWITCH, TWITCHDEV, VIEWER

NOT_YOURS = (
    401,
    "The ID in broadcaster_id must match the user ID found in the request's OAuth token.",
)
NO_SCOPE = (401, "Missing scope: moderator:read:followers")
NOT_YOU = (401, "The ID in user_id must match the user ID found in the request's OAuth token.")


# --- Get Followed Channels -----------------------------------------------------------------


def test_two_users_follow_different_channels(people):
    names = {
        login: [
            row["broadcaster_login"]
            for row in people(login).get("/channels/followed", user_id=people(login).id)["data"]
        ]
        for login in ("quiet_viewer", "marta_paints")
    }
    assert names == {
        "quiet_viewer": ["twitchdev", "hanae_origami", "marta_paints", "slowtide_radio", "twitch"],
        "marta_paints": ["twitchdev", "kofi_speedruns", "hanae_origami", "twitch"],
    }


def test_followed_channels_page_newest_first(people):
    viewer = people("quiet_viewer")
    pages = list(viewer.pages("/channels/followed", user_id=VIEWER, first=2))
    rows = [row for page in pages for row in page["data"]]
    assert {page["total"] for page in pages} == {len(rows)} == {5}
    since = [row["followed_at"] for row in rows]
    assert since == sorted(since, reverse=True)


def test_does_the_user_follow_this_channel(people):
    viewer = people("quiet_viewer")
    for channel, names in ((MARTA, ["marta_paints"]), (KOFI, []), ("1", [])):
        answer = viewer.get("/channels/followed", user_id=VIEWER, broadcaster_id=channel)
        assert [row["broadcaster_login"] for row in answer["data"]] == names
        assert (answer["total"], answer["pagination"]) == (5, {})


def test_what_someone_else_follows_is_private(people):
    assert people("twitchdev").refused("GET", "/channels/followed", user_id=VIEWER) == NOT_YOU


# --- Get Channel Followers -----------------------------------------------------------------


def test_a_hundred_thousand_followers_page_through(people):
    twitch = people("twitch")
    rows, since = [], "9999"
    for page in twitch.pages("/channels/followers", broadcaster_id=TWITCH, first=100):
        assert page["total"] == 100_000
        for row in page["data"]:
            assert row["followed_at"] <= since
            since = row["followed_at"]
        rows += page["data"]
    assert len({row["user_id"] for row in rows}) == len(rows) == 100_000


def test_strangers_see_how_many_followers_there_are(people):
    for login in ("quiet_viewer", "twitchdev"):
        answer = people(login).get("/channels/followers", broadcaster_id=TWITCH)
        assert answer == {"total": 100_000, "data": [], "pagination": {}}
        one = {"broadcaster_id": TWITCH, "user_id": people(login).id}
        assert people(login).refused("GET", "/channels/followers", **one) == NO_SCOPE
    for nobody in ("1", VIEWER):
        answer = people("twitch").get("/channels/followers", broadcaster_id=nobody)
        assert answer["total"] == 0


def test_is_this_user_a_follower(people):
    dev = people("twitchdev")
    for user_id, names in ((VIEWER, ["quiet_viewer"]), (TWITCHDEV, []), ("1", [])):
        answer = dev.get("/channels/followers", broadcaster_id=TWITCHDEV, user_id=user_id)
        assert [row["user_login"] for row in answer["data"]] == names
        assert (answer["total"], answer["pagination"]) == (24_310, {})


def test_without_the_scope_or_a_user_only_the_number_of_followers_is_told(people):
    for caller in (people("twitchdev", "user:read:follows"), people()):
        answer = caller.get("/channels/followers", broadcaster_id=TWITCHDEV, first=5)
        assert json.dumps(answer) == '{"total": 24310, "data": [], "pagination": {}}'
        one = {"broadcaster_id": TWITCHDEV, "user_id": VIEWER}
        assert caller.refused("GET", "/channels/followers", **one) == NO_SCOPE
        assert caller.refused("GET", "/channels/followers") == (
            400,
            'Missing required parameter "broadcaster_id"',
        )


# --- Get Broadcaster Subscriptions ---------------------------------------------------------


@pytest.mark.parametrize(("login", "total"), [("twitchdev", 412), ("kofi_speedruns", 14)])
def test_every_subscriber_is_on_one_page_and_counts(people, login, total):
    me = people(login)
    pages = list(me.pages("/subscriptions", broadcaster_id=me.id, first=100))
    rows = [row for page in pages for row in page["data"]]
    assert len({row["user_id"] for row in rows}) == len(rows) == total
    points = sum({"1000": 1, "2000": 2, "3000": 6}[row["tier"]] for row in rows)
    assert {(page["total"], page["points"]) for page in pages} == {(total, points)}
    assert {row["broadcaster_id"] for row in rows} == {me.id}
    for row in rows:
        assert bool(row["gifter_id"]) == bool(row["gifter_login"]) == row["is_gift"]


def test_a_page_back(people):
    dev = people("twitchdev")
    first, second, *_ = dev.pages("/subscriptions", broadcaster_id=TWITCHDEV)
    assert [len(page["data"]) for page in (first, second)] == [20, 20]
    cursor = second["pagination"]["cursor"]
    back = dev.get("/subscriptions", broadcaster_id=TWITCHDEV, before=cursor)
    assert back["data"] == first["data"]


def test_which_of_these_users_subscribe(people):
    dev = people("twitchdev")
    everyone = dev.get("/subscriptions", broadcaster_id=TWITCHDEV, first=100)
    ids = [row["user_id"] for row in everyone["data"]]
    asked = [*ids[:98], "1", TWITCH]
    answer = dev.get("/subscriptions", broadcaster_id=TWITCHDEV, user_id=asked)
    assert answer["data"] == everyone["data"][:98]
    assert (answer["pagination"], answer["total"]) == ({}, 412)
    assert answer["points"] == everyone["points"]
    for cursor in ("after", "before"):
        sent = {"broadcaster_id": TWITCHDEV, "user_id": ids[0], cursor: "eyJiIjpudWxsfQ"}
        assert dev.refused("GET", "/subscriptions", **sent) == (
            400,
            "A cursor must not be used together with user_id.",
        )


def test_a_viewer_without_a_channel_has_no_subscribers(people):
    answer = people("quiet_viewer").get("/subscriptions", broadcaster_id=VIEWER)
    assert answer == {"data": [], "pagination": {}, "points": 0, "total": 0}


def test_the_subscribers_of_another_channel_are_private(people):
    marta = people("marta_paints")
    assert marta.refused("GET", "/subscriptions", broadcaster_id=TWITCH) == NOT_YOURS


# --- Check User Subscription ---------------------------------------------------------------


def test_a_subscription_that_was_paid_and_one_that_was_given(people):
    viewer = people("quiet_viewer")
    paid = viewer.get("/subscriptions/user", broadcaster_id=MARTA, user_id=VIEWER)["data"]
    assert paid == [
        {
            "broadcaster_id": MARTA,
            "broadcaster_login": "marta_paints",
            "broadcaster_name": "Marta_Paints",
            "is_gift": False,
            "tier": "1000",
        }
    ]
    (given,) = viewer.get("/subscriptions/user", broadcaster_id=TWITCHDEV, user_id=VIEWER)["data"]
    assert (given["is_gift"], given["gifter_login"]) == (True, "kofi_speedruns")


@pytest.mark.parametrize("broadcaster_id", [TWITCH, VIEWER, "1"])
def test_no_subscription_is_not_found(people, broadcaster_id):
    sent = {"broadcaster_id": broadcaster_id, "user_id": VIEWER}
    assert people("quiet_viewer").refused("GET", "/subscriptions/user", **sent) == (
        404,
        "The user is not subscribed to the broadcaster.",
    )


def test_the_subscription_of_someone_else_is_private(people):
    sent = {"broadcaster_id": TWITCHDEV, "user_id": VIEWER}
    assert people("twitchdev").refused("GET", "/subscriptions/user", **sent) == NOT_YOU
