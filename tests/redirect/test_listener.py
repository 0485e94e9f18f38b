"""The redirect page and its listener: what arrives there."""

from html.parser import HTMLParser

import requests

from helpers.errors import ConsentRefused
from helpers.redirect.listener import Listener
from tests.ports import free_port
from tests.redirect.arrivals import STATE, TOKEN, fragment, post, wait_until_free


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
