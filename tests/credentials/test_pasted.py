"""What is pasted as a client ID or secret: each slip has its own sentence, and nothing is shown."""

import pytest

from helpers.credentials.pasted import mixed_up, oddity, tidied, told
from helpers.credentials.secret import Secret

REAL = "abcdefghij0123456789zyxwvutsrq"  # as long as a real one
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

# How it is pasted, and what is said to have been removed.
AROUND = [
    ("{}", ""),
    (" {}\n", "2 blanks"),
    ("\t{}\r\n", "3 blanks"),
    ("\u00a0{}\u3000", "2 blanks"),
    ('"{}"', "2 quotes"),
    ("'{}'", "2 quotes"),
    ("`{}`", "2 quotes"),
    ("```{}```", "6 quotes"),
    ("“{}”", "2 quotes"),
    ("‘{}’", "2 quotes"),
    ("„{}“", "2 quotes"),
    ("«{}»", "2 quotes"),
    ("« {} »", "2 blanks, 2 quotes"),
    ("‹{}›", "2 quotes"),
    ("´{}´", "2 quotes"),
    ('{}"', "1 quote"),
    ("\ufeff{}", "1 invisible character"),
    ("\u200b{}\u200b", "2 invisible characters"),
    ("\u2060{}\u200d", "2 invisible characters"),
    ('\ufeff "{}"\n', "2 blanks, 2 quotes, 1 invisible character"),
    ("\x00{}\x7f", "2 invisible characters"),
]


@pytest.mark.parametrize(("written", "said"), AROUND)
def test_what_is_around_a_value_goes_and_is_told(written, said):
    value, removed = tidied(written.format(REAL))
    assert value == REAL
    assert told(removed) == (f"Removed from what was pasted: {said}." if said else "")


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\ufe0f"])
def test_what_nobody_sees_goes_from_the_middle_too(unseen):
    value, removed = tidied(Secret(REAL[:7] + unseen + REAL[7:]))
    assert value == REAL
    assert "1 invisible character" in told(removed)


@pytest.mark.parametrize("nothing", ["", " ", '""', "\ufeff", " “ ” "])
def test_nothing_is_left_of_nothing(nothing):
    assert tidied(nothing)[0] == ""


# How it is written after that, and a part of what is said.
ODD = [
    ("client_id={}", 'begins with "client_id="'),
    ("client_id = {}", 'begins with "client_id="'),
    ("client_secret: {}", 'begins with "client_secret:"'),
    ('client_secret": "{}', 'begins with "client_secret:"'),
    ("CLIENT_ID={}", 'begins with "CLIENT_ID="'),
    ("export TWITCH_CLIENT_ID='{}", 'begins with "CLIENT_ID="'),
    ("Client-Id: {}", 'begins with "Client-Id:"'),
    ("Client ID: {}", 'begins with "Client ID:"'),
    ("ClientSecret={}", 'begins with "ClientSecret="'),
    ("secret={}", 'begins with "secret="'),
    ("client_id=", 'begins with "client_id="'),
    ("client_id={0}&client_secret={0}", 'begins with "client_id="'),
    ("key={}", 'There is "="'),
    ("{0}:{0}x", 'There is ":"'),
    ("oauth:{}", 'begins with "oauth:", as a token does'),
    ("OAuth:{}", 'begins with "OAuth:"'),
    ("Bearer {}", 'begins with "Bearer"'),
    ("bearer  {}", 'begins with "bearer"'),
    ("OAuth {}", 'begins with "OAuth"'),
    ("Authorization: Bearer {}", 'begins with "Authorization:"'),
    ("access_token={}", 'begins with "access_token="'),
    ("{},", "There is a comma"),
    ("{0}, {0}x", "There is a comma"),
    ("{0};{0}x", "There is a semicolon"),
    ("{0}\n{0}x", "There is a line break"),
    ("{0}\r\n{0}x", "There is a line break"),
    ("{0}\u2028{0}x", "There is a line break"),
    ("{0} {0}x", "There is a blank"),
    ("{0}\u00a0{0}x", "There is a blank"),
    ("https://dev.twitch.tv/console/apps/{}", "is a web address"),
    ("http://localhost:3000/?code={}", "is a web address"),
    ("https://id.twitch.tv/oauth2/authorize?client_id={}&scope=", "is a web address"),
    ("dev.twitch.tv/console/apps/{}", "is a web address"),
    ("localhost:3000/#access_token={}", "is a web address"),
    ("{0}{0}", "pasted more than once in a row"),
    ("{0}{0}{0}", "pasted more than once in a row"),
    ("{}ä", "a letter or a sign that none has"),
    ("{}…", "a letter or a sign that none has"),
    ("••••••••{}", "a letter or a sign that none has"),
    ("********", "a letter or a sign that none has"),
    ("<{}>", "a letter or a sign that none has"),
    ("{}\ud800", "a letter or a sign that none has"),
    ('{0}"x', "a letter or a sign that none has"),
    ("$({})", "a letter or a sign that none has"),
]


@pytest.mark.parametrize("what", ["client ID", "client secret"])
@pytest.mark.parametrize(("written", "said"), ODD)
def test_each_slip_has_its_own_sentence(what, written, said):
    cause, cure = oddity(what, written.format(REAL))
    assert said in cause
    assert what in f"{cause} {cure}"
    assert REAL[:4] not in f"{cause} {cure}"


@pytest.mark.parametrize(
    "value", [REAL, "x", "my-id", "f" * 7, "a.b_c~d+e/f==", "client-id-1", JWT]
)
def test_what_may_be_one_is_never_refused(value):
    assert oddity("client ID", value) is None
    assert tidied(value)[0] == value


OTHER = "zyxwvutsrq9876543210abcdefghij"


@pytest.mark.parametrize(
    ("client_id", "secret", "said"),
    [
        (REAL, REAL, "The same value stands in both fields"),
        (OTHER, "known-id", "The client ID stands in the client secret's field"),
        ("known-secret", OTHER, "The client secret stands in the client ID's field"),
        (REAL, REAL + OTHER, "stand in one field"),
        (REAL + OTHER, OTHER, "stand in one field"),
        (REAL, OTHER, ""),
        ("my-id", "my-id-and-more", ""),
        ("known-id", "known-secret", ""),
    ],
)
def test_the_two_fields_together(client_id, secret, said):
    odd = mixed_up(client_id, Secret(secret), "known-id", Secret("known-secret"))
    assert (said in odd[0]) if said else odd is None


def test_where_nothing_is_known_yet_nothing_is_taken_for_it():
    assert mixed_up(REAL, Secret(OTHER), "", Secret("")) is None
