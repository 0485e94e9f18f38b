"""Hostile and broken input to what OpenID Connect adds: never a 500, a hang or a trace."""

import socket
from contextlib import suppress
from urllib.parse import urlencode

import pytest
import requests

from tests.sandbox.box import REDIRECT_URI, Browser
from tests.sandbox.flows import Flows
from tests.sandbox.login.openid import fragment, verified
from tests.sandbox.strange import STRANGE


@pytest.mark.parametrize("value", [value for value in STRANGE if len(value) < 1000])
def test_a_strange_nonce_comes_back_unchanged(box, value):
    id_token = fragment(Flows(box), "id_token", nonce=value)["id_token"]
    assert verified(box, id_token).get("nonce", "") == value


@pytest.mark.parametrize("value", [value for value in STRANGE if 0 < len(value) < 1000])
@pytest.mark.parametrize("name", ["claims", "response_type"])
def test_strange_openid_parameters_go_back_as_an_error(box, name, value):
    asked = box.request(response_type="id_token", scope="openid") | {name: value}
    location = Browser(box.running.id_url).open(asked).headers["Location"]
    assert location.startswith(f"{REDIRECT_URI}/?error=")


@pytest.mark.parametrize("name", ["nonce", "claims"])
def test_too_long_openid_parameters_are_refused(box, name):
    asked = box.request(response_type="id_token", scope="openid") | {name: "x" * 50_000}
    assert Browser(box.running.id_url).open(asked).status_code == 414


@pytest.mark.parametrize("name", ["nonce", "claims"])
def test_a_megabyte_of_an_openid_parameter_is_turned_away(box, name):
    port = int(box.base.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        with suppress(OSError):  # it may hang up before all is sent
            client.sendall(f"GET /oauth2/authorize?{name}=".encode() + b"x" * 1_000_000)
            client.sendall(f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        with suppress(ConnectionResetError):
            assert client.recv(4096).split(b" ")[1] in (b"400", b"414")
    assert box.app_token()  # still there


@pytest.mark.parametrize("prefix", ["oauth2", "auth"])
@pytest.mark.parametrize(
    ("damaged", "shown"),
    [("nonce=%ff%fe", 200), ("nonce=%00", 200), ("claims=%7b%ff", 0), ("claims=%00", 0)],
)
def test_openid_parameters_that_are_no_utf_8(box, prefix, damaged, shown):
    asked = urlencode(box.request(response_type="id_token", scope="openid"))
    url = f"{box.base}/{prefix}/authorize?{asked}&{damaged}"
    location = requests.get(url, allow_redirects=False).headers["Location"]
    if shown:
        assert requests.get(location).status_code == shown
    else:
        assert location.startswith(f"{REDIRECT_URI}/?error=invalid_request")


def test_of_repeated_openid_parameters_the_first_counts(box):
    asked = box.request(response_type="id_token", scope="openid", force_verify="true")
    browser = Browser(box.running.id_url)
    browser.sign_in(asked)
    browser.query = f"{urlencode(asked)}&nonce=one&nonce=two&claims={{}}&claims=no"
    location = browser.decide("authorize").headers["Location"]
    id_token = location.split("id_token=")[1].split("&")[0]
    assert verified(box, id_token)["nonce"] == "one"


@pytest.mark.parametrize("path", ["userinfo", "keys", ".well-known/openid-configuration"])
def test_openid_endpoints_ignore_what_they_did_not_ask_for(box, path):
    url = f"{box.running.id_url}/{path}"
    plain = requests.get(url)
    answer = requests.get(
        f"{url}?%ff=%00&&=&nonce=x", data=b"\xff" * 1000, headers={"Accept": "x/y"}
    )
    assert (answer.status_code, answer.content) == (plain.status_code, plain.content)
    assert plain.status_code == (401 if path == "userinfo" else 200)
