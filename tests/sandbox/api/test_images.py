"""The sandbox serves the pictures whose addresses its answers give, and nothing else."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import requests

from tests.sandbox.flows import Flows
from tests.sandbox.ids import MARTA, TWITCHDEV
from tests.sandbox.login.openid import EVERYTHING, asking, fragment, userinfo


def title(address: str) -> str:
    """The name of the picture at an address, which must be one."""
    answer = requests.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    svg = "{http://www.w3.org/2000/svg}"
    root = ElementTree.fromstring(answer.content)
    assert (root.tag, root[0].tag) == (f"{svg}svg", f"{svg}title")
    return root[0].text or ""


def test_the_pictures_of_users_and_channels(people):
    users = people().get("/users", id=[TWITCHDEV, MARTA], login="quiet_yak03")["data"]
    for user in users:
        assert user["display_name"] in title(user["profile_image_url"])
    assert [bool(user["offline_image_url"]) for user in users] == [True, True, False]
    assert "TwitchDev" in title(users[0]["offline_image_url"])
    (found,) = people().get("/search/channels", query="marta")["data"]
    assert found["thumbnail_url"] == users[1]["profile_image_url"]


def test_the_picture_claim_is_the_same_picture(people):
    flows = Flows(people.box)
    claims = asking(userinfo=["picture"])
    token = fragment(flows, "token", scope=EVERYTHING, claims=claims)["access_token"]
    picture = userinfo(people.box, token).json()["picture"]
    assert picture == people().get("/users", id=TWITCHDEV)["data"][0]["profile_image_url"]
    assert "TwitchDev" in title(picture)


def test_the_picture_claim_has_the_host_that_was_asked(people):
    flows = Flows(people.box)
    token = fragment(flows, "token", claims=asking(userinfo=["picture"]))["access_token"]
    host = f"localhost:{urlsplit(people.box.base).port}"
    headers = {"Authorization": f"Bearer {token}", "Host": host}
    answer = requests.get(f"{people.box.running.id_url}/userinfo", headers=headers)
    assert answer.json()["picture"] == f"http://{host}/images/profile/{TWITCHDEV}-300x300.svg"


def test_a_preview_has_the_title_of_now_and_no_markup_of_it(people):
    sent = {"title": "</text><script>alert(1)</script>"}
    people("twitchdev").call("PATCH", "/channels", sent, broadcaster_id=TWITCHDEV)
    address = f"{people.box.base}/images/stream/{TWITCHDEV}-440x248.svg"
    assert "</text><script>alert(1)</script>" in title(address)
    assert "<script" not in requests.get(address).text


def test_a_picture_may_do_nothing(people):
    answer = requests.get(f"{people.box.base}/images/profile/{MARTA}-300x300.svg")
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "sandbox"} <= set(policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers


def test_head_has_no_body(people):
    answer = requests.head(f"{people.box.base}/images/profile/{MARTA}-300x300.svg")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "profile/1-300x300.svg"),
        ("GET", "profile/12826-300x300.png"),
        ("GET", "profile/12826-5000x300.svg"),
        ("GET", "profile/12826-{width}x{height}.svg"),
        ("GET", "profile/..%2f12826-300x300.svg"),
        ("GET", "%2e%2e/%2e%2e/etc/passwd"),
        ("GET", "nothing/12826-300x300.svg"),
        ("GET", "profile/12826-300x300.svg%0A"),
        ("POST", "profile/12826-300x300.svg"),
    ],
)
def test_what_is_no_picture(people, method, path):
    answer = requests.request(method, f"{people.box.base}/images/{path}")
    assert (answer.status_code, answer.json()) == (404, {"status": 404, "message": "not found"})
