"""The sandbox's API: channels are found, looked at, and changed by their owners."""

import pytest

from tests.sandbox.ids import KOFI, MARTA, TWITCH, TWITCHDEV, VIEWER

NOT_YOURS = (
    401,
    "The ID in broadcaster_id must match the user ID found in the request's OAuth token.",
)
NOT_PARTNERED = "the broadcaster is not partnered, failed to set delay"
NO_TAG = 'The parameter "tags" was malformed: a tag must not have spaces or special characters'
EMPTY = 'The parameter "title" was malformed: the value must not be empty'
NOTHING = "Must provide at least one field to change."
ART, CHESS = "509660", "743"


def channel(caller, broadcaster_id):
    (row,) = caller.get("/channels", broadcaster_id=broadcaster_id)["data"]
    return row


def modify(caller, **changes):
    answer = caller.call("PATCH", "/channels", changes, broadcaster_id=caller.id)
    assert (answer.status, answer.body) == (204, None), answer.message
    return channel(caller, caller.id)


# --- Get Channel Information ---------------------------------------------------------------


def test_channels_in_the_order_asked_for_each_once(people):
    ids = [TWITCH, "1", VIEWER, TWITCH, MARTA]
    found = people().get("/channels", broadcaster_id=ids)["data"]
    assert [row["broadcaster_id"] for row in found] == [TWITCH, VIEWER, MARTA]
    assert (found[1]["title"], found[1]["game_name"]) == ("", "")


# --- Modify Channel Information ------------------------------------------------------------


def test_what_a_change_changes_and_what_not(people):
    marta = people("marta_paints")
    before = channel(marta, MARTA)
    changed = modify(marta, title='<b>Rain</b> & "tea" ☔', game_id=CHESS)
    expected = {"title": '<b>Rain</b> & "tea" ☔', "game_id": CHESS, "game_name": "Chess"}
    assert changed == {**before, **expected}
    assert channel(people(), MARTA) == changed
    again = modify(marta, broadcaster_language="de", is_branded_content=True)
    assert again == {**changed, "broadcaster_language": "de", "is_branded_content": True}


@pytest.mark.parametrize("nothing", ["", "0"])
def test_a_category_is_cleared(people, nothing):
    marta = people("marta_paints")
    assert modify(marta, game_id=ART)["game_name"] == "Art"
    cleared = modify(marta, game_id=nothing)
    assert (cleared["game_id"], cleared["game_name"]) == ("", "")


def test_the_change_is_what_a_search_finds(people):
    dev = people("twitchdev")
    modify(dev, title="A new one", tags=["Tea"], game_id=CHESS)
    (found,) = [
        row
        for row in people().get("/search/channels", query="twitchdev")["data"]
        if row["id"] == TWITCHDEV
    ]
    assert (found["title"], found["tags"], found["game_name"]) == ("A new one", ["Tea"], "Chess")


def test_tags_are_replaced_all_together(people):
    marta = people("marta_paints")
    ten = ["Gemütlich", "折り紙", "हिन्दी", "2026", *(f"Tag{number}" for number in range(6))]
    assert modify(marta, tags=ten)["tags"] == ten
    assert modify(marta, tags=["Tea", "TEA", "tea", "x" * 25])["tags"] == ["Tea", "x" * 25]
    assert modify(marta, tags=[])["tags"] == []


def test_labels_are_switched_one_by_one(people):
    marta = people("marta_paints")

    def switch(**labels):
        sent = [{"id": name, "is_enabled": on} for name, on in labels.items()]
        changed = modify(marta, content_classification_labels=sent)
        return changed["content_classification_labels"]

    assert switch(Gambling=True, SexualThemes=True) == ["Gambling", "SexualThemes"]
    assert switch(Gambling=False) == ["SexualThemes"]
    assert switch(ProfanityVulgarity=False) == ["SexualThemes"]


def test_the_delay_of_a_partner_is_for_the_partner_alone(people):
    dev = people("twitchdev")
    assert modify(dev, delay=900)["delay"] == 900
    assert channel(people("twitch"), TWITCHDEV)["delay"] == 0
    assert channel(people(), TWITCHDEV)["delay"] == 0
    assert modify(dev, delay=0)["delay"] == 0


def test_a_language_that_twitch_does_not_know_changes_nothing(people):
    marta = people("marta_paints")
    assert modify(marta, broadcaster_language="other")["broadcaster_language"] == "other"
    for unknown in ("xx", "EN", "english", ""):
        changed = modify(marta, broadcaster_language=unknown, title=f"In {unknown}")
        assert changed["broadcaster_language"] == "other"
        assert changed["title"] == f"In {unknown}"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, NOTHING),
        ({"unknown": 1}, NOTHING),
        ({"title": None}, NOTHING),
        ({"title": ""}, EMPTY),
        ({"title": " \t"}, EMPTY),
        ({"game_id": "1"}, "The ID in game_id is not valid."),
        ({"game_id": "Art"}, "The ID in game_id is not valid."),
        ({"game_id": "00"}, "The ID in game_id is not valid."),
        ({"delay": 5}, NOT_PARTNERED),
        ({"delay": 0, "title": "Fine"}, NOT_PARTNERED),
        ({"tags": ["two words"]}, NO_TAG),
        ({"tags": ["good", "C++"]}, NO_TAG),
        ({"tags": ["under_score"]}, NO_TAG),
        ({"tags": [""]}, NO_TAG),
        ({"tags": ["☕"]}, NO_TAG),
        ({"tags": ["<b>"]}, NO_TAG),
        (
            {"tags": ["x" * 26]},
            'The parameter "tags" was malformed: the length of the value must be less than or '
            "equal to 25",
        ),
        (
            {"tags": [f"tag{number}" for number in range(11)]},
            'The parameter "tags" was malformed: the number of values must be less than or equal '
            "to 10",
        ),
        (
            {"content_classification_labels": [{"is_enabled": True}]},
            'Missing required parameter "content_classification_labels.id"',
        ),
        (
            {"content_classification_labels": [{"id": "Gambling", "is_enabled": None}]},
            'Missing required parameter "content_classification_labels.is_enabled"',
        ),
    ],
)
def test_what_cannot_be_changed(people, changes, message):
    marta = people("marta_paints")
    before = channel(marta, MARTA)
    assert marta.refused("PATCH", "/channels", changes, broadcaster_id=MARTA) == (400, message)
    assert channel(marta, MARTA) == before


@pytest.mark.parametrize(
    ("delay", "reason"),
    [
        (-1, "the value must be greater than or equal to 0"),
        (901, "the value must be less than or equal to 900"),
        (1.5, "value must be a numeric"),
        (True, "value must be a numeric"),
    ],
)
def test_a_partners_delay_has_limits(people, delay, reason):
    refusal = (400, f'The parameter "delay" was malformed: {reason}')
    dev = people("twitchdev")
    assert dev.refused("PATCH", "/channels", {"delay": delay}, broadcaster_id=dev.id) == refusal


def test_nobody_changes_the_channel_of_another(people):
    # Marta is an editor of TwitchDev's channel; that is not enough.
    before = channel(people(), TWITCHDEV)
    marta = people("marta_paints")
    sent = {"title": "Mine now"}
    assert marta.refused("PATCH", "/channels", sent, broadcaster_id=TWITCHDEV) == NOT_YOURS
    assert channel(people(), TWITCHDEV) == before


# --- Get Channel Editors -------------------------------------------------------------------


def test_editors_of_ones_own_channel(people):
    names = {
        login: [
            row["user_name"]
            for row in people(login).get("/channels/editors", broadcaster_id=people(login).id)[
                "data"
            ]
        ]
        for login in ("twitchdev", "marta_paints", "kofi_speedruns")
    }
    assert names == {
        "twitchdev": ["Marta_Paints", "Kofi_Speedruns"],
        "marta_paints": ["quiet_viewer"],
        "kofi_speedruns": [],
    }
    assert people("twitchdev").refused("GET", "/channels/editors", broadcaster_id=KOFI) == NOT_YOURS


# --- Search Channels -----------------------------------------------------------------------


def test_search_by_the_beginning_of_a_name(people):
    found = people().get("/search/channels", query="TWITCH")["data"]
    assert {row["broadcaster_login"] for row in found} == {"twitch", "twitchdev", "twitchgaming"}
    for row in found:
        assert bool(row["started_at"]) == row["is_live"]


def test_search_among_live_channels_looks_at_categories_too(people):
    def logins(**query):
        return {
            row["broadcaster_login"]: row["is_live"]
            for row in people().get("/search/channels", **query)["data"]
        }

    everyone = logins(query="t")
    assert everyone == logins(query="t", live_only="false")
    assert set(everyone.values()) == {True, False}
    assert "twitch" in logins(query="talk shows", live_only="true")
    assert logins(query="talk shows") == {}
    live = logins(query="t", live_only="true")
    assert {login for login in everyone if everyone[login]} <= set(live)
    assert set(live.values()) == {True}


@pytest.mark.parametrize("query", ["nobody", "%", "' OR 1=1", "rusty_lantern", " "])
def test_search_without_a_result(people, query):
    assert people().get("/search/channels", query=query) == {"data": [], "pagination": {}}


def test_search_pages(people):
    everything = people().get("/search/channels", query="t")["data"]
    pages = list(people().pages("/search/channels", query="t", first=1))
    assert len(everything) == len(pages) > 2
    assert [row for page in pages for row in page["data"]] == everything
