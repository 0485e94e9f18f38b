"""What comes back in the address bar: every form of it that was seen, and some that are attacks."""

import string
from contextlib import suppress
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.catalogue.scopes import LESSON
from helpers.errors import (
    AuthorizationFailed,
    ConsentRefused,
    CourseError,
    NotAnAddress,
    NoTokenInAddress,
    RedirectError,
    RedirectMismatch,
    WrongState,
)
from helpers.grants import implicit

PAGE = "http://localhost:3000/"
TOKEN = "0123456789abcdefghijklmnopqrst"
STATE = "the-state-that-was-sent"
GOOD = f"#access_token={TOKEN}&scope=clips%3Aedit+user%3Aedit&state={STATE}&token_type=bearer"
REFUSED = "error=access_denied&error_description=The+user+denied+you+access"
MISMATCH = (
    "error=redirect_mismatch&error_description=Parameter+redirect_uri+does+not+match+registered+URI"
)


def test_the_token_is_read_and_kept_out_of_sight():
    token = implicit.parse_redirect(PAGE + GOOD, STATE)
    assert token.access_token.reveal() == TOKEN
    assert (token.kind, token.token_type) == ("user", "bearer")
    assert token.scopes == ("clips:edit", "user:edit")
    assert token.expires_at is None
    assert TOKEN not in repr(token) + str(token)


AROUND = [
    "{}",
    "  {}\n",
    "<{}>",
    '"{}"',
    "'{}'",
    "\t{}\r\n",
    "“{}”",
    "„{}“",
    "«{}»",
    "`{}`",
    "({})",
]
AROUND += [
    "\ufeff{}",
    "\u200b{}\u200b",
    "{}\u2060",
    "Address: {} thanks!",
    "It is {}.",
    "[back]({})",
]
AROUND += ["view-source:{}", "{}, and then?", "Here:\n{}\nbye", '<a href="{}">', "**{}**"]


@pytest.mark.parametrize("around", AROUND, ids=repr)
def test_what_is_pasted_around_an_address_does_not_matter(around):
    for address in (PAGE + GOOD, f"{PAGE}#access_token={TOKEN}&state={STATE}"):
        assert implicit.parse_redirect(around.format(address), STATE).access_token == TOKEN


# How else an address may have been copied.
COPIED = {
    "no scheme": lambda address: address.removeprefix("http://"),
    "no scheme, in quotes": lambda address: f"“{address.removeprefix('http://')}”",
    "capitals": lambda address: address.replace("http://localhost", "HTTP://LocalHost"),
    "HTML": lambda address: address.replace("&", "&amp;"),
    "broken before &": lambda address: address.replace("&", "\n&"),
    "broken after &": lambda address: address.replace("&", "&\r\n  "),
    "broken after =": lambda address: address.replace("=", "=\n"),
    "invisible letters inside": lambda address: address.replace("&", "\u200b&\u200d"),
}


@pytest.mark.parametrize("copied", COPIED.values(), ids=COPIED)
def test_however_an_address_was_copied_it_is_understood(copied):
    token = implicit.parse_redirect(copied(PAGE + GOOD), STATE)
    assert (token.access_token.reveal(), token.scopes) == (TOKEN, ("clips:edit", "user:edit"))


@given(st.text() | st.lists(st.sampled_from([*"<>“”\n #&?=", PAGE, GOOD, "&amp;"])).map("".join))
@example("http://localhost/#access_token=a&state=\ud800")
@example("\ud800")
def test_any_text_is_a_token_or_a_sentence(text):
    with suppress(RedirectError):
        assert implicit.parse_redirect(text, STATE).access_token == TOKEN


@pytest.mark.parametrize(
    "address",
    [
        PAGE + GOOD,
        PAGE.rstrip("/") + GOOD,
        "http://localhost:17563/some/path" + GOOD,
        "https://hub.example/user/me/proxy/3000/" + GOOD,
        PAGE + "?from=elsewhere" + GOOD,
    ],
)
def test_any_redirect_uri_will_do(address):
    assert implicit.parse_redirect(address, STATE).access_token == TOKEN


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("&scope=clips%3Aedit+user%3Aedit", ("clips:edit", "user:edit")),
        ("&scope=clips%3Aedit%20user%3Aedit", ("clips:edit", "user:edit")),
        ("&scope=clips:edit+user:edit", ("clips:edit", "user:edit")),
        ("&scope=clips%253Aedit+user%253Aedit", ("clips:edit", "user:edit")),
        ("&scope=", ()),
        ("", ()),
    ],
    ids=["encoded", "%20", "not encoded", "encoded twice", "blank", "left out"],
)
def test_scopes_come_in_several_encodings(scope, expected):
    address = f"{PAGE}#access_token={TOKEN}{scope}&state={STATE}&token_type=bearer"
    assert implicit.parse_redirect(address, STATE).scopes == expected


@pytest.mark.parametrize(
    ("address", "error"),
    [
        (f"{PAGE}?{REFUSED}&state={STATE}", ConsentRefused),
        (f"{PAGE}?{REFUSED}", ConsentRefused),
        (f"{PAGE}#{REFUSED}&state={STATE}", ConsentRefused),
        (f"{PAGE}?{REFUSED}&state=other", WrongState),
        (f"{PAGE}?{MISMATCH}&state={STATE}", RedirectMismatch),
        (f"{PAGE}?{MISMATCH}", RedirectMismatch),
        (f"{PAGE}?error=invalid_scope&error_description=x&state={STATE}", AuthorizationFailed),
        (f"{PAGE}?error=&state={STATE}", AuthorizationFailed),
        (f"{PAGE}?error=access_denied&state={STATE}{GOOD}", ConsentRefused),
        (PAGE, NoTokenInAddress),
        (PAGE + "#", NoTokenInAddress),
        (PAGE + GOOD.replace("#", "?"), NoTokenInAddress),
        (f"{PAGE}?code=abc&scope=&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#access_token=&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#access_token=a%20b&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#access_token=a%0Ab&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#access_token=na%C3%AFve&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#access_token=a&access_token=b&state={STATE}", NoTokenInAddress),
        (f"{PAGE}#access_token={TOKEN}", WrongState),
        (f"{PAGE}#access_token={TOKEN}&state=", WrongState),
        (f"{PAGE}#access_token={TOKEN}&state={STATE}x", WrongState),
        (f"{PAGE}#access_token={TOKEN}&state={STATE.upper()}", WrongState),
        (f"{PAGE}#access_token={TOKEN}&state={STATE}&state=other", WrongState),
        (f"{PAGE}#access_token={TOKEN}&state=%C3%A4", WrongState),
        (f"{PAGE}?state={STATE}#access_token={TOKEN}", WrongState),
        ("", NotAnAddress),
        ("   ", NotAnAddress),
        (TOKEN, NotAnAddress),
        (GOOD, NotAnAddress),
        ("javascript:alert(1)" + GOOD, NotAnAddress),
        ("file:///tmp/x" + GOOD, NotAnAddress),
        ("http://" + GOOD, NotAnAddress),
        ("http://[::1" + GOOD, NotAnAddress),
        (quote(PAGE + GOOD, safe=""), NotAnAddress),
        (PAGE + GOOD + "\n" + PAGE + GOOD, NotAnAddress),
        (PAGE + "#" + "a=1&" * 60 + GOOD[1:], NotAnAddress),
        (PAGE + GOOD + "&x=" + "x" * 9000, NotAnAddress),
    ],
)
def test_everything_else_is_a_typed_error(address, error):
    with pytest.raises(CourseError) as caught:
        implicit.parse_redirect(address, STATE)
    assert type(caught.value) is error
    assert TOKEN not in f"{caught.value} {caught.value.args!r}"
    assert str(caught.value).endswith(".")


def test_an_empty_expected_state_matches_nothing():
    with pytest.raises(WrongState):
        implicit.parse_redirect(f"{PAGE}#access_token={TOKEN}&state=", "")


def test_a_long_error_is_cut():
    address = f"{PAGE}?error={'e' * 500}&error_description={'d' * 5000}&state={STATE}"
    with pytest.raises(AuthorizationFailed) as caught:
        implicit.parse_redirect(address, STATE)
    assert len(str(caught.value)) < 500


def test_the_authorization_url_carries_what_the_lesson_lists(sandbox):
    url = implicit.authorization_url("my-id", "http://localhost:3000", LESSON, "s t&te")
    assert url.partition("?")[0] == f"{sandbox.id_url}/authorize"
    assert parse_qs(urlsplit(url).query) == {
        "client_id": ["my-id"],
        "redirect_uri": ["http://localhost:3000"],
        "response_type": ["token"],
        "scope": [" ".join(LESSON)],
        "force_verify": ["false"],
        "state": ["s t&te"],
    }
    assert "channel%3Aread%3Aeditors%20channel" in url
    assert implicit.authorization_url("i", "u", "a:b c:d", "s") == (
        implicit.authorization_url("i", "u", ["a:b", "c:d"], "s")
    )
    forced = implicit.authorization_url("i", "http://localhost:3000", [], "s", force_verify=True)
    assert "&scope=&force_verify=true&" in forced


def test_the_state_is_long_random_and_new_each_time():
    states = {implicit.new_state() for _ in range(1000)}
    assert len(states) == 1000
    assert all(len(state) * 6 >= 128 for state in states)
    assert all(set(state) <= set(string.ascii_letters + string.digits + "-_") for state in states)
