"""Where requests go, and what a learner reads when no answer comes."""

import pytest
import requests

from helpers import helix, wire
from helpers.errors import BadAnswer, CourseError, NoConnection, SettingError, TimedOut
from helpers.grants import client_credentials
from helpers.grants.validate import validate
from helpers.wire import sender
from tests.wire.bad_server import answering, closed_port, http

SECRET = "marker-secret-marker-secret-12"


@pytest.fixture
def point_to(monkeypatch):
    def point(base: str) -> None:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"{base}/oauth2")
        monkeypatch.setenv("TWITCH_COURSE_API_URL", f"{base}/helix")

    return point


def assert_plain(problem: CourseError) -> None:
    """A sentence for the learner, no traceback, and not a letter of the secret."""
    assert " ".join(problem._render_traceback_()) == str(problem)
    assert str(problem).endswith(".")
    assert "\n" not in str(problem)
    seen: BaseException | None = problem
    while seen is not None:
        assert SECRET not in f"{seen} {seen.args!r}"
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def test_live_mode_goes_to_the_documented_addresses(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_MODE", "live")
    assert wire.twitch() == wire.Twitch(
        "https://id.twitch.tv/oauth2", "https://api.twitch.tv/helix"
    )
    assert not wire.uses_embedded_sandbox()


def test_sandbox_mode_goes_to_this_computer(sandbox):
    assert wire.twitch() == wire.Twitch(sandbox.id_url, sandbox.api_url)
    assert wire.is_loopback(sandbox.id_url)
    assert wire.uses_embedded_sandbox()


def test_another_server_can_be_set(point_to):
    point_to("http://127.0.0.1:8080")
    assert wire.twitch() == wire.Twitch(
        "http://127.0.0.1:8080/oauth2", "http://127.0.0.1:8080/helix"
    )
    assert not wire.uses_embedded_sandbox()


@pytest.mark.parametrize("mode", ["sandbox", "live"])
def test_one_address_may_be_set_alone(monkeypatch, mode):
    monkeypatch.setenv("TWITCH_COURSE_MODE", mode)
    monkeypatch.setenv("TWITCH_COURSE_API_URL", "https://helix.example/helix/")
    assert wire.twitch().api_url == "https://helix.example/helix"
    assert wire.is_loopback(wire.twitch().id_url) == (mode == "sandbox")


@pytest.mark.parametrize(
    "url",
    [
        "http://id.twitch.tv/oauth2",
        "http://192.168.1.5/oauth2",
        "http://localhost.evil.example/oauth2",
        "ftp://localhost/oauth2",
        "id.twitch.tv/oauth2",
    ],
)
def test_plain_http_is_for_this_computer_only(monkeypatch, url):
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", url)
    with pytest.raises(SettingError, match="https://") as caught:
        wire.twitch()
    assert_plain(caught.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "[::1]"])
def test_loopback_has_several_names(monkeypatch, host):
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", f"http://{host}:1/auth")
    monkeypatch.setenv("TWITCH_COURSE_API_URL", f"http://{host}:1/mock")
    assert wire.twitch().api_url == f"http://{host}:1/mock"


def test_nobody_listens(point_to):
    point_to(f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(NoConnection, match="could not be reached") as caught:
        client_credentials.request_token("id", SECRET)
    assert_plain(caught.value)


def test_unknown_host(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", "https://no-such-host.invalid/oauth2")
    monkeypatch.setenv("TWITCH_COURSE_API_URL", "https://no-such-host.invalid/helix")
    with pytest.raises(NoConnection, match=r"no-such-host\.invalid could not be reached") as caught:
        helix.get("users", token=SECRET, client_id="id")
    assert_plain(caught.value)


def test_a_server_that_does_not_speak_tls(monkeypatch):
    with answering(b"I do not speak TLS\r\n") as base:
        monkeypatch.setenv("TWITCH_COURSE_ID_URL", base.replace("http:", "https:") + "/oauth2")
        monkeypatch.setenv("TWITCH_COURSE_API_URL", base + "/helix")
        with pytest.raises(NoConnection, match="certificate") as caught:
            client_credentials.request_token("id", SECRET)
    assert_plain(caught.value)


def test_a_server_that_never_answers(point_to, monkeypatch):
    monkeypatch.setattr(sender, "READ_SECONDS", 0.2)
    with answering(hold_open=True) as base:
        point_to(base)
        with pytest.raises(
            TimedOut, match=r"did not finish its answer within 0\.2 seconds"
        ) as caught:
            client_credentials.request_token("id", SECRET)
    assert_plain(caught.value)


def test_a_server_that_stops_in_the_middle_of_its_answer(point_to, monkeypatch):
    monkeypatch.setattr(sender, "READ_SECONDS", 0.2)
    start = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b'{"access_token": "half'
    with answering(start, hold_open=True) as base:
        point_to(base)
        with pytest.raises(TimedOut) as caught:
            client_credentials.request_token("id", SECRET)
    assert_plain(caught.value)


def test_a_connection_that_is_never_made(point_to, monkeypatch):
    def slow_connect(*_args, **_kwargs):
        raise requests.exceptions.ConnectTimeout

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", slow_connect)
    point_to("http://127.0.0.1:9")
    with pytest.raises(TimedOut, match="could not be connected to within 5 seconds") as caught:
        client_credentials.request_token("id", SECRET)
    assert_plain(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b'{"access_token": "half',
    ],
    ids=["broken chunk", "shorter than announced"],
)
def test_an_answer_that_breaks_off(point_to, answer):
    with answering(answer) as base:
        point_to(base)
        with pytest.raises(BadAnswer, match="broke off") as caught:
            client_credentials.request_token("id", SECRET)
    assert_plain(caught.value)


def test_no_http_at_all(point_to):
    with answering(b"hello\r\n\r\n") as base:
        point_to(base)
        with pytest.raises(NoConnection) as caught:
            client_credentials.request_token("id", SECRET)
    assert_plain(caught.value)


def test_a_redirect_is_not_followed(point_to):
    elsewhere = "HTTP/1.1 302 Found\r\nLocation: {}/stolen\r\nContent-Length: 0\r\n\r\n"
    with (
        answering(http("200 OK", "{}")) as thief,
        answering(elsewhere.format(thief).encode()) as base,
    ):
        point_to(base)
        response = client_credentials.request_token("id", SECRET)
    assert response.status_code == 302
    assert response.history == []


def test_a_proxy_of_the_environment_is_not_used_on_this_computer(sandbox, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert client_credentials.request_token(sandbox.client_id, sandbox.client_secret).ok


@pytest.mark.parametrize("bad", ["two\nlines", "carriage\rreturn", "naïve", "tab\tbed", "nul\0"])
@pytest.mark.parametrize("where", ["token", "client_id"])
def test_what_no_header_can_carry_is_said_plainly(sandbox, bad, where):
    values = {"token": "good", "client_id": "good"} | {where: bad + SECRET}
    with pytest.raises(CourseError, match="Copy the client ID and the token again") as caught:
        helix.get("users", **values)
    assert_plain(caught.value)


def test_validate_checks_its_header_too(sandbox):
    with pytest.raises(CourseError, match="Authorization") as caught:
        validate(SECRET + "\n")
    assert_plain(caught.value)


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/users", "//evil.example", "../oauth2/token", "users?id=1", "", "a b"],
)
def test_a_path_that_is_none_is_never_sent(sandbox, path):
    with pytest.raises(CourseError, match="is not a path of the Twitch API"):
        helix.get(path, token=SECRET, client_id="id")


@pytest.mark.parametrize("path", ["users", "/users", "users/"])
def test_a_path_may_have_a_slash_around_it(sandbox, path):
    response = helix.get(path, token="t", client_id="id")
    assert (response.status_code, response.json()["message"]) == (401, "Invalid OAuth token")
