"""A Secret shows itself nowhere: repr, str, formats, JSON, pickles, logs and tracebacks."""

import copy
import io
import json
import logging
import pickle
import traceback
from dataclasses import asdict, dataclass

import pytest

from helpers.credentials.secret import Secret, hint, reveal

PLAIN = "q9zk3v7x1m5w8r2t6y4u0p"


@pytest.fixture
def secret():
    return Secret(PLAIN)


def test_reveal_is_the_way_to_read_it(secret):
    assert secret.reveal() == PLAIN
    assert reveal(secret) == PLAIN
    assert reveal(PLAIN) == PLAIN
    assert Secret(secret).reveal() == PLAIN
    assert len(secret) == len(PLAIN)


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        ascii,
        format,
        "{}".format,
        "{:>40}".format,
        "{!r}".format,
        "%s".__mod__,
        "%r".__mod__,
        lambda secret: f"{secret} {secret!s} {secret!r} {secret:x}",
        lambda secret: repr([secret, {"a": secret}, (secret,)]),
        lambda secret: json.dumps([secret], default=str),
        lambda secret: str(dir(secret)),
    ],
)
def test_no_way_to_show_it_shows_it(show, secret):
    assert PLAIN not in show(secret)


def test_its_repr_tells_its_length_alone(secret):
    assert repr(secret) == "Secret(22 characters, hidden)"


@pytest.mark.parametrize(
    "leak",
    [
        json.dumps,
        copy.copy,
        copy.deepcopy,
        list,
        vars,
        "".join,
        "".__add__,
        lambda secret: PLAIN in secret,
        lambda secret: secret + "",
        lambda secret: secret[0],
        lambda secret: secret.__getstate__(),
        *(lambda secret, n=n: pickle.dumps(secret, n) for n in range(pickle.HIGHEST_PROTOCOL + 1)),
    ],
)
def test_what_would_copy_it_raises_an_error_without_it(leak, secret):
    with pytest.raises(TypeError) as error:
        leak([secret] if leak == "".join else secret)
    assert PLAIN not in "".join(traceback.format_exception(error.value))


def test_a_record_that_holds_one_hides_it_too(secret):
    @dataclass(frozen=True)
    class Login:
        password: Secret

    assert PLAIN not in repr(Login(secret))
    with pytest.raises(TypeError):
        asdict(Login(secret))


def test_logs_and_tracebacks_do_not_show_it(secret):
    log = io.StringIO()
    logger = logging.Logger("test")
    logger.addHandler(logging.StreamHandler(log))
    try:
        raise ValueError(secret)
    except ValueError as problem:
        logger.exception("with %s and %r", secret, secret)
        shown = traceback.TracebackException.from_exception(problem, capture_locals=True)
    assert "hidden" in log.getvalue()
    assert PLAIN not in log.getvalue() + "".join(shown.format())


def test_it_equals_the_same_text_and_no_other(secret):
    assert secret == Secret(PLAIN)
    assert secret == PLAIN
    assert PLAIN == secret  # noqa: SIM300 - from this side as well
    assert secret != Secret(PLAIN + "x")
    assert secret != "ä"
    assert secret != 5
    assert {secret} == {Secret(PLAIN)}


def test_half_a_character_is_compared_without_an_error():
    # A lone surrogate cannot be encoded; the error would quote the secret.
    assert Secret("\ud800abc") == "\ud800abc"
    assert Secret("\ud800abc") != "abc"


def test_an_empty_one_is_false():
    assert not Secret("")
    assert repr(Secret("")) == "Secret(0 characters, hidden)"


def test_a_hint_tells_two_long_tokens_apart_and_nothing_of_a_short_one(secret):
    assert hint(secret) == "q9zk… (22 characters)"
    assert hint("abcdefgh") == "… (hidden)"
