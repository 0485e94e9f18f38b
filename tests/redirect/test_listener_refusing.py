"""What the redirect page's listener must not take, whoever sends it."""

import pytest
import requests

from tests.redirect.arrivals import fragment, post


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
