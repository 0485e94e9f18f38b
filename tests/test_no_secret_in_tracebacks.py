"""A call that fails shows no secret, whatever prints its traceback: the locals of every frame.

IPython's Verbose mode, cgitb and rich print the variables of each frame, and so do error reports.
"""

import importlib
import io
import traceback
import warnings
from collections.abc import Callable
from contextlib import nullcontext, suppress

import pytest
from IPython.core.ultratb import VerboseTB

from helpers import clock, helix, tokens
from helpers.credentials.secret import Secret
from helpers.errors import CourseError
from helpers.grants import (
    authorization_code,
    client_credentials,
    device_code,
    openid_connect,
    refresh_token,
    revoke,
)
from helpers.grants.validate import validate
from helpers.tokens import Application, Token, care, file
from helpers.wire import sender
from tests.helix.api_server import Answer, Asked, serving
from tests.wire.bad_server import answering, closed_port

MARKERS = ("marker0one", "marker0two")


def one() -> str:
    return "m" + "arker0one" * 1  # made here, so that no line of a test holds it


def two() -> str:
    return "m" + "arker0two" * 1


def hidden(text: str) -> Secret:
    return Secret(text)


def as_token(text: str) -> Token:
    return Token(Secret(text), "user", client_id="c", refresh_token=Secret(two()))


# Each call with its secrets: as text, and hidden.
CALLS: dict[str, Callable[[], object]] = {
    "client_credentials": lambda: client_credentials.request_token("c", one()),
    "client_credentials, hidden": lambda: client_credentials.request_token("c", hidden(one())),
    "exchange_code": lambda: authorization_code.exchange_code("c", one(), two(), "u"),
    "poll": lambda: device_code.poll("c", [], one()),
    "refresh": lambda: refresh_token.refresh("c", one(), two()),
    "revoke": lambda: revoke.revoke("c", one()),
    "validate": lambda: validate(one()),
    "validate, token": lambda: validate(as_token(one())),
    "user_info": lambda: openid_connect.user_info(one()),
    "get": lambda: helix.get("users", token=one(), client_id="c"),
    "get, token": lambda: helix.get("users", token=as_token(one())),
    "put": lambda: helix.put("users", token=one(), client_id="c"),
    "post": lambda: helix.post("users", token=one(), client_id="c", json={}),
    "pages": lambda: list(helix.pages("users", token=one(), client_id="c")),
    "load": lambda: tokens.load("user"),
    "care.validate": lambda: care.validate("user"),
    "care.refresh": lambda: care.refresh("user"),
    "care.revoke": lambda: care.revoke("user"),
}


@pytest.fixture
def saved():
    """What `load` and the wallet find: an expired token that can be refreshed."""
    over = Token(
        Secret(one()),
        "user",
        client_id="c",
        expires_at=clock.HEADLESS_NOW.replace(year=2020),
        refresh_token=Secret(two()),
    )
    tokens.save(user=over, application=Application("c", Secret(two())))


def nobody(_patch):
    return nullcontext(f"http://127.0.0.1:{closed_port()}")


def silent(patch):
    patch.setattr(sender, "READ_SECONDS", 0.05)
    return answering(hold_open=True)


def hangs_up(_patch):
    return answering()


def half(_patch):
    return answering(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")


def no_http(_patch):
    return answering(b"SSH-2.0-OpenSSH_9.6\r\n")


EACH_CALL = [(name, nobody) for name in CALLS]
EACH_TROUBLE = [
    (name, trouble)
    for name in ("client_credentials", "get, token", "load")
    for trouble in (silent, hangs_up, half, no_http)
]


@pytest.mark.parametrize(("name", "trouble"), EACH_CALL + EACH_TROUBLE)
def test_a_call_without_an_answer(saved, monkeypatch, name, trouble):
    with trouble(monkeypatch) as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
        monkeypatch.setenv("TWITCH_COURSE_API_URL", base)
        shows_no_secret(CALLS[name])


@pytest.mark.parametrize(
    "read",
    [
        lambda: Token.from_response(client_credentials.request_token("c", one())),
        lambda: helix.data(helix.get("users", token=one(), client_id="c")),
        lambda: list(helix.pages("users", token=one(), client_id="c")),
        lambda: tokens.load("user"),
        lambda: care.refresh("user"),
    ],
)
def test_a_call_that_is_refused(saved, monkeypatch, read):
    """An answer may repeat what was sent, in its message and beside it."""

    def repeat(asked: Asked) -> Answer:
        sent = f"{asked.headers.get('Authorization')} {asked.body.decode()}"
        return Answer({"status": 400, "message": f"About {sent}", "token": sent}, 400)

    with serving(repeat) as api:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", api.base)
        monkeypatch.setenv("TWITCH_COURSE_API_URL", api.base)
        shows_no_secret(read)


@pytest.mark.parametrize("name", ["validate", "get", "pages", "user_info", "client_credentials"])
def test_a_value_that_cannot_be_sent(monkeypatch, name):
    plain = one()
    monkeypatch.setitem(globals(), "one", lambda: f"{plain}\r\n\ud800")
    shows_no_secret(CALLS[name])


def test_a_disk_that_is_full(saved, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file.os, "fsync", full)
    shows_no_secret(lambda: tokens.save(app=Token(Secret(one()), "app")))
    shows_no_secret(lambda: tokens.load("user"))
    shows_no_secret(lambda: care.forget("user"))


def test_a_token_file_that_cannot_be_read(saved, monkeypatch):
    tokens.path().write_text(tokens.path().read_text().replace('"schema": 1', '"schema": 99'))
    for call in (lambda: tokens.load("user"), care.wallet, tokens.load_application):
        shows_no_secret(call)


def shows_no_secret(call: Callable[[], object]) -> None:
    with pytest.raises(CourseError) as error:
        call()
    problem = error.value
    inside = problem.__traceback__.tb_next  # without this test's own frame
    for printed in printers(type(problem), problem, inside):
        for marker in MARKERS:
            assert marker not in printed, printed[printed.index(marker) - 300 :][:400]


def printers(kind: type, problem: BaseException, trace: object) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        printed = [
            "".join(
                traceback.TracebackException(kind, problem, trace, capture_locals=True).format()
            ),
            "\n".join(VerboseTB(include_vars=True).structured_traceback(kind, problem, trace)),
            repr([vars(problem).get(name) for name in ("status", "message")]),
        ]
        for name in ("cgitb", "rich"):  # cgitb left Python with 3.13
            with suppress(ModuleNotFoundError):
                printed.append(OTHERS[name]((kind, problem, trace)))
    return printed


def _cgitb(error: tuple) -> str:
    return importlib.import_module("cgitb").text(error)


def _rich(error: tuple) -> str:
    console = importlib.import_module("rich.console").Console(file=io.StringIO(), width=200)
    shown = importlib.import_module("rich.traceback").Traceback.from_exception(
        *error, show_locals=True, locals_max_string=None, locals_max_length=None
    )
    console.print(shown)
    return console.file.getvalue()


OTHERS = {"cgitb": _cgitb, "rich": _rich}


def test_the_printers_would_show_it():
    """The test bites: a variable of a frame is printed by each of them."""

    def careless() -> None:
        text = one()
        raise CourseError(f"A sentence of {len(text)} letters.")

    with pytest.raises(CourseError) as error:
        careless()
    shown = printers(type(error.value), error.value, error.value.__traceback__.tb_next)
    assert len(shown) >= 3
    assert [MARKERS[0] in printed for printed in shown if "status" not in printed].count(True) >= 2
