"""The sandbox's API: everybody can be found, users change their description and block others."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers.sandbox.memory.state import State
from helpers.sandbox.world import crowd, opened
from tests.sandbox.api.people import gathered
from tests.sandbox.ids import MARTA, TWITCH, TWITCHDEV, VIEWER

NOT_ME = (
    400,
    "The ID in target_user_id must not match the user ID found in the request's OAuth token.",
)


# --- Get Users -----------------------------------------------------------------------------


def test_followers_can_be_looked_up_as_users(people):
    dev = people("twitchdev")
    followers = dev.get("/channels/followers", broadcaster_id=TWITCHDEV, first=100)["data"]
    ids = [row["user_id"] for row in followers]
    found = people().get("/users", id=ids)["data"]
    assert [user["id"] for user in found] == ids
    assert [user["login"] for user in found] == [row["user_login"] for row in followers]
    again = people().get("/users", login=[user["login"].upper() for user in found])["data"]
    assert again == found


def test_broadcasters_whom_nobody_can_sign_in_as_are_users_too(people):
    (user,) = people().get("/users", login="slowtide_radio")["data"]
    assert (user["display_name"], user["broadcaster_type"]) == ("SlowTide_Radio", "partner")


def test_an_id_with_a_zero_in_front_is_nobodys(people):
    assert people().get("/users", id=["012826", f"0{crowd.member(5).id}"])["data"] == []


# --- Update User ---------------------------------------------------------------------------


def test_a_description_stays_until_it_is_changed(people):
    marta = people("marta_paints")
    before = marta.get("/users")["data"]
    text = 'Tea, <b>watercolours</b> & "quotes" ☕'
    answer = marta.call("PUT", "/users", description=text)
    assert answer.status == 200
    assert answer.body["data"] == [{**before[0], "description": text}]
    assert people("twitchdev").get("/users", id=MARTA)["data"][0]["description"] == text
    assert marta.call("PUT", "/users").body["data"][0]["description"] == text
    assert marta.call("PUT", "/users", description="").body["data"][0]["description"] == ""
    assert marta.get("/users")["data"][0]["description"] == ""


def test_a_description_changes_its_owner_alone(people):
    others = people().get("/users", id=[TWITCH, VIEWER])
    people("marta_paints").call("PUT", "/users", description="Mine")
    assert people().get("/users", id=[TWITCH, VIEWER]) == others


def test_300_characters_are_the_most(people):
    marta = people("marta_paints")
    assert marta.call("PUT", "/users", description="é" * 300).status == 200
    assert marta.refused("PUT", "/users", description="é" * 301) == (
        400,
        'The parameter "description" was malformed: the length of the value must be less than or '
        "equal to 300",
    )
    assert marta.get("/users")["data"][0]["description"] == "é" * 300


def test_the_address_is_in_the_answer_with_its_scope_alone(people):
    with_scope = people("marta_paints").call("PUT", "/users").body["data"][0]
    assert with_scope["email"] == "marta_paints@example.com"
    without = people("marta_paints", "user:edit").call("PUT", "/users").body["data"][0]
    assert without == {name: value for name, value in with_scope.items() if name != "email"}


def test_an_application_has_no_description(people):
    assert people().refused("PUT", "/users", description="x") == (401, "Missing User OAUTH Token")
    without_scope = people("marta_paints", "user:read:email")
    assert without_scope.refused("PUT", "/users", description="x") == (
        401,
        "Missing scope: user:edit",
    )


# --- blocks --------------------------------------------------------------------------------


def blocked(caller, **query) -> list[str]:
    answer = caller.get("/users/blocks", broadcaster_id=caller.id, **query)
    return [row["user_id"] for row in answer["data"]]


def test_block_and_unblock(people):
    dev = people("twitchdev")
    first = blocked(dev)
    assert dev.call("PUT", "/users/blocks", target_user_id=VIEWER).status == 204
    answer = dev.call(
        "PUT", "/users/blocks", target_user_id=TWITCH, source_context="chat", reason="spam"
    )
    assert answer.status == 204
    assert dev.call("PUT", "/users/blocks", target_user_id=VIEWER).status == 204
    assert blocked(dev) == [TWITCH, VIEWER, *first]
    row = dev.get("/users/blocks", broadcaster_id=TWITCHDEV)["data"][0]
    assert row == {"user_id": TWITCH, "user_login": "twitch", "display_name": "Twitch"}
    for _ in range(2):
        assert dev.call("DELETE", "/users/blocks", target_user_id=TWITCH).status == 204
    assert dev.call("DELETE", "/users/blocks", target_user_id="1").status == 204
    assert blocked(dev) == [VIEWER, *first]


def test_everyone_has_their_own_block_list(people):
    dev, viewer = people("twitchdev"), people("quiet_viewer")
    before = blocked(dev)
    viewer.call("PUT", "/users/blocks", target_user_id=TWITCHDEV)
    assert (blocked(viewer), blocked(dev)) == ([TWITCHDEV], before)
    assert dev.refused("GET", "/users/blocks", broadcaster_id=VIEWER) == (
        401,
        "The ID in broadcaster_id must match the user ID found in the request's OAuth token.",
    )


def test_who_is_blocked_follows_no_longer(people):
    dev, viewer = people("twitchdev"), people("quiet_viewer")
    total = dev.get("/channels/followers", broadcaster_id=TWITCHDEV)["total"]
    dev.call("PUT", "/users/blocks", target_user_id=VIEWER)
    one = {"broadcaster_id": TWITCHDEV, "user_id": VIEWER}
    followers = dev.get("/channels/followers", **one)
    assert (followers["data"], followers["total"]) == ([], total - 1)
    assert viewer.get("/channels/followed", **one)["data"] == []


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"target_user_id": TWITCHDEV}, NOT_ME),
        ({"target_user_id": "1"}, (400, "The user in target_user_id does not exist.")),
        ({}, (400, 'Missing required parameter "target_user_id"')),
        (
            {"target_user_id": TWITCH, "source_context": "Chat"},
            (400, 'The parameter "source_context" was malformed: value must be one of "chat", '
                  '"whisper", ""'),
        ),
        (
            {"target_user_id": TWITCH, "reason": "nonsense"},
            (400, 'The parameter "reason" was malformed: value must be one of "harassment", '
                  '"spam", "other", ""'),
        ),
    ],
)  # fmt: skip
def test_who_cannot_be_blocked(people, query, refusal):
    dev = people("twitchdev")
    before = blocked(dev)
    assert dev.refused("PUT", "/users/blocks", **query) == refusal
    assert blocked(dev) == before


def test_the_block_list_pages(people):
    viewer = people("quiet_viewer")
    ids = [crowd.member(index).id for index in range(7)]
    for user_id in ids:
        viewer.call("PUT", "/users/blocks", target_user_id=user_id)
    pages = list(viewer.pages("/users/blocks", broadcaster_id=VIEWER, first=3))
    assert [len(page["data"]) for page in pages] == [3, 3, 1]
    assert [row["user_id"] for page in pages for row in page["data"]] == ids[::-1]


# --- what stays ----------------------------------------------------------------------------


def test_changes_outlive_the_sandbox(tmp_path):
    with gathered(tmp_path / "state") as people:
        marta = people("marta_paints")
        marta.call("PUT", "/users", description="Still here")
        marta.call("PUT", "/users/blocks", target_user_id=VIEWER)
        marta.call("PATCH", "/channels", {"title": "Still this"}, broadcaster_id=MARTA)
    with gathered(tmp_path / "state") as people:
        marta = people("marta_paints")
        assert marta.get("/users")["data"][0]["description"] == "Still here"
        assert blocked(marta)[0] == VIEWER
        (channel,) = marta.get("/channels", broadcaster_id=MARTA)["data"]
        assert channel["title"] == "Still this"


def test_who_reads_does_not_wait_for_who_writes(tmp_path):
    other = State(tmp_path / "state")
    with gathered(tmp_path / "state") as people:
        viewer = people("quiet_viewer")
        with other.transaction() as rows:
            before = viewer.get("/users")
            opened(rows, 0, "").write(f"description/{VIEWER}", "New")
            assert viewer.get("/users") == before
        assert viewer.get("/users")["data"][0]["description"] == "New"
    other.close()


def test_two_sandboxes_on_one_file_lose_no_block(tmp_path):
    file = tmp_path / "state"
    with gathered(file) as one, gathered(file) as two:
        callers = [people("quiet_viewer") for people in (one, two)]
        ids = [crowd.member(index).id for index in range(40)]

        def block(number):
            for user_id in ids[number::2]:
                answer = callers[number].call("PUT", "/users/blocks", target_user_id=user_id)
                assert answer.status == 204

        with ThreadPoolExecutor() as pool:
            list(pool.map(block, range(2)))
        assert sorted(blocked(callers[0], first=100)) == sorted(ids)
