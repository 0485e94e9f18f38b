"""The redirect page and its listener: what they take, and what they must not take."""

import threading
from contextlib import suppress
from html.parser import HTMLParser

import pytest
import requests

from helpers.errors import ConsentRefused, WrongState
from helpers.grants import implicit
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Waiting
from helpers.tokens import Token
from tests.browser.lab import free_port
from tests.redirect.conftest import STATE
from tests.redirect.ports import wait_until_free

TOKEN = "0123456789abcdefghijklmnopqrst"


def fragment(state: str = STATE) -> str:
    return f"/#access_token={TOKEN}&scope=&state={state}&token_type=bearer"


def post(page: str, address: str, **headers: str) -> requests.Response:
    return requests.post(page, data=address, headers={"Origin": page, **headers}, timeout=5)


def test_the_page_is_served_with_a_strict_policy(page):
    response = requests.get(page, timeout=5)
    policy = response.headers["Content-Security-Policy"]
    assert response.status_code == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert requests.get(page, timeout=5).headers["Content-Security-Policy"] != policy


def test_the_page_repeats_nothing_of_its_address(page):
    evil = "?error=x&error_description=<script>alert(1)</script>&state=" + STATE

    class Tags(HTMLParser):
        found = 0

        def handle_starttag(self, tag, attrs):
            self.found += tag == "script"

    tags = Tags()
    tags.feed(requests.get(page + "/" + evil, timeout=5).text)
    assert tags.found == 1


def test_the_token_arrives_and_the_port_is_freed(page, waiting, arrived):
    answer = post(page, page + fragment())
    assert answer.json()["title"] == "Your token has arrived"
    assert waiting.arrived == arrived[0]
    assert arrived[0].access_token == TOKEN
    assert TOKEN not in answer.text
    wait_until_free(page)


def test_a_refusal_is_told_and_the_page_goes_on_waiting(page, waiting, arrived):
    refusal = "/?error=access_denied&error_description=The+user+denied+you+access&state=" + STATE
    answer = post(page, page + refusal)
    assert answer.status_code == 400
    assert "You pressed Cancel" in answer.json()["text"]
    assert isinstance(arrived[0], ConsentRefused)
    assert waiting.arrived is None
    assert post(page, page + fragment()).ok


def test_markup_in_an_error_comes_back_as_plain_json(page):
    evil = "/?error=e&error_description=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&state=" + STATE
    answer = post(page, page + evil)
    assert answer.headers["Content-Type"] == "application/json"
    assert "<img" in answer.json()["text"]  # the page writes it as text, never as HTML


def test_an_answer_for_another_notebook_is_not_taken_and_stays_in_the_address_bar(
    page, waiting, arrived
):
    answer = post(page, page + fragment("another"))
    assert answer.status_code == 400
    assert "another sign-in" in answer.json()["text"]
    assert answer.json()["keep"]
    assert "paste the whole address" in str(arrived[0])
    assert waiting.arrived is None


def test_what_is_nobodys_leaves_the_address_bar(page, waiting):
    waiting.accept(page + fragment())
    again = post(page, page + fragment())
    assert "good for one use" in again.json()["text"]
    assert not again.json()["keep"]
    assert not post(page, page + "/?error=access_denied").json().get("keep")


def test_a_state_is_good_for_one_use(waiting, arrived):
    waiting.accept("http://localhost:3000" + fragment())
    second = f"http://localhost:3000/#access_token=another-token&state={STATE}"
    with pytest.raises(WrongState, match="good for one use"):
        waiting.accept(second)
    assert waiting.arrived.access_token == TOKEN
    assert isinstance(arrived[1], WrongState)


def test_two_answers_at_the_same_moment_give_one_token():
    both_inside = threading.Barrier(2)
    met, taken, refused = [], [], []

    def parse(address: str, state: str) -> Token:
        # Let a second answer in before the first is kept, if anything lets it in.
        with suppress(threading.BrokenBarrierError):
            met.append(both_inside.wait(0.3))
        return implicit.parse_redirect(address, state)

    waiting = Waiting(STATE, parse)

    def answer(number: int) -> None:
        try:
            taken.append(waiting.accept(f"http://x/#access_token=token{number}&state={STATE}"))
        except WrongState:
            refused.append(number)

    threads = [threading.Thread(target=answer, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert (len(taken), len(refused), met) == (1, 1, [])
    assert waiting.arrived == taken[0]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost", "http://127.0.0.1:{port}", None]
)
def test_only_the_page_itself_may_post(page, waiting, origin):
    port = page.rpartition(":")[2]
    headers = {} if origin is None else {"Origin": origin.format(port=port)}
    answer = requests.post(page, data=page + fragment(), headers=headers, timeout=5)
    assert answer.status_code == 403
    assert waiting.arrived is None


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1:{port}", "evil:{port}"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_host_name_is_refused(page, waiting, host, method):
    headers = {"Host": host.format(port=page.rpartition(":")[2]), "Origin": page}
    answer = requests.request(method, page, data=page + fragment(), headers=headers, timeout=5)
    assert answer.status_code == 421
    assert waiting.arrived is None


def test_more_than_a_few_kilobytes_is_refused(page, waiting):
    assert post(page, page + fragment() + "x" * 8192).status_code == 413
    pieces = (b"x" * 1000 for _ in range(100))
    chunked = requests.post(page, data=pieces, headers={"Origin": page}, timeout=5)
    assert chunked.status_code == 413
    assert waiting.arrived is None


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"\x00" * 50, "☃".encode(), b"{}"])
def test_rubbish_is_told_apart(page, body):
    answer = requests.post(page, data=body, headers={"Origin": page}, timeout=5)
    assert answer.status_code == 400
    assert "not the address" in answer.json()["text"]


@pytest.mark.parametrize("path", ["/favicon.ico", "/other", "/../etc/passwd"])
def test_nothing_else_is_served(page, path):
    assert requests.get(page + path, timeout=5).status_code == 404
    assert requests.put(page, timeout=5).status_code == 405


def test_a_redirect_uri_with_a_path(waiting):
    uri = f"http://localhost:{free_port()}/auth/callback"
    listener = Listener(uri, waiting)
    origin = uri.rpartition("/auth")[0]
    try:
        assert requests.get(uri, timeout=5).status_code == 200
        assert requests.get(origin, timeout=5).status_code == 404
        headers = {"Origin": origin}
        assert requests.post(uri, data=uri + fragment(), headers=headers, timeout=5).ok
    finally:
        listener.close()
