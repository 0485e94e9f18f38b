"""The sandbox draws its images itself: every address in an answer leads to a picture."""

from xml.etree import ElementTree

import pytest

from helpers.sandbox.world import channels, clips, games, images, pictures, streams, users, videos
from helpers.sandbox.world.drawings import svg
from helpers.sandbox.world.images import Image, image_path, parse
from tests.sandbox.ids import TWITCHDEV
from tests.sandbox.world.moments import BASE, CHANNEL_IDS, EVERYBODY, NOW, at

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text):
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert (root[0].tag, root.get("role")) == (f"{SVG}title", "img")
    return root


def addresses(world):
    for user in users.users(world, [person.id for person in EVERYBODY]):
        yield user["profile_image_url"]
        yield user["offline_image_url"]
    for each in CHANNEL_IDS:
        yield from (row["thumbnail_url"] for row in videos.of_user(world, each)[:5])
        yield from (row["thumbnail_url"] for row in clips.of_broadcaster(world, each)[:5])
    yield from (row["thumbnail_url"] for row in streams.streams(world))
    yield from (row["thumbnail_url"] for row in channels.search(world, "t"))
    yield from (row["box_art_url"] for row in games.top_games(world))
    yield from (row["box_art_url"] for row in games.search_categories(world, "o"))


def test_every_address_leads_to_a_picture(world):
    found = {address for address in addresses(world) if address}
    assert {address.split("/")[4] for address in found} == set(images.KINDS)
    for address in found:
        assert address.startswith(f"{BASE}/images/")
        path = address.removeprefix(BASE)
        for template in ("%{width}", "{width}"):
            path = path.replace(template, "320")
        for template in ("%{height}", "{height}"):
            path = path.replace(template, "180")
        picture = pictures.picture(world, path)
        assert picture is not None, path
        drawn(picture)


def test_a_picture_has_the_size_that_was_asked_for(world):
    root = drawn(pictures.picture(world, "/images/box-art/509658-285x380.svg"))
    assert (root.get("width"), root.get("height")) == ("285", "380")
    assert root[0].text == "Box art of Just Chatting"


def test_the_preview_of_a_stream_has_its_title_of_now(world):
    channels.modify(world, TWITCHDEV, {"title": "</text><script>alert(1)</script> & 'more' \"x\""})
    text = pictures.picture(world, f"/images/stream/{TWITCHDEV}-440x248.svg")
    assert drawn(text)[0].text == "</text><script>alert(1)</script> & 'more' \"x\""
    assert "<script" not in text


def test_the_pictures_of_what_the_learner_made(world):
    made = clips.create_clip(world, TWITCHDEV, TWITCHDEV, "Mine")
    (clip,) = clips.clips(at(world, NOW + 9), [made["id"]])
    path = clip["thumbnail_url"].removeprefix(BASE)
    assert drawn(pictures.picture(at(world, NOW + 9), path))[0].text == "Clip: Mine"


NAMES = ["", " ", "<", "]]>", "&amp;",
         "'\"", "\x00\x1b\ufffe", "花江の折り紙", "a" * 500, "a " * 300,
         "\ud800", "אבג", "👩‍🚀 launch", "<script>"]  # fmt: skip
SIZES = [(1, 1), (300, 300), (1920, 1080), (52, 72), (4096, 1), (1, 4096)]


@pytest.mark.parametrize("kind", images.KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_any_name_and_size_is_well_formed(kind, size):
    for name in NAMES:
        text = svg(kind, name, *size)
        drawn(text)
        text.encode()
        assert not any(danger in text for danger in ("<script", "href", "url("))
        assert len(text) < 50_000


def test_the_same_name_looks_the_same_and_another_one_does_not():
    assert svg("profile", "Twitch", 300, 300) == svg("profile", "Twitch", 300, 300)
    looks = {svg("profile", name, 300, 300) for name in ("Twitch", "TwitchDev", "Marta_Paints")}
    assert len(looks) == 3


def test_paths_there_and_back():
    path = image_path("box-art", "509658", 285, 380)
    assert path == "/images/box-art/509658-285x380.svg"
    assert parse(path) == Image("box-art", "509658", 285, 380)
    path = image_path("clip", "CalmOtter-3587_a", "480", "272")
    assert parse(path) == Image("clip", "CalmOtter-3587_a", 480, 272)


@pytest.mark.parametrize(
    "wrong",
    ["", "/", "/images/", "/images/profile/12826.svg", "/images/profile/12826-0x300.svg",
     "/images/profile/12826-300x300.png", "/images/cat/12826-300x300.svg",
     "/images/profile/12826-4097x300.svg", "/images/profile/12826-99999x3.svg",
     "/images/profile/../12826-300x300.svg", "/images/profile/12826-{width}x{height}.svg",
     "/images/profile/12826-٣x٣.svg", "/images/profile/12826-300x300.svg\n"],
)  # fmt: skip
def test_no_path_of_an_image(world, wrong):
    assert parse(wrong) is None
    assert pictures.picture(world, wrong) is None


@pytest.mark.parametrize("kind", images.KINDS)
def test_no_such_picture(world, kind):
    assert pictures.picture(world, f"/images/{kind}/404-300x300.svg") is None
