"""Pictures are fetched without a token, and whatever goes wrong is a sentence."""

import base64

import pytest

from helpers import views
from helpers.helix import pictures
from tests.views.forms import everything
from tests.wire.bad_server import answering, closed_port, dripping, http

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'><rect width='4'/></svg>"


def svg(body: str = SVG, kind: str = "image/svg+xml") -> bytes:
    return http("200 OK", body, kind)


@pytest.mark.parametrize(
    "kind", ["image/svg+xml", "image/png", "image/jpeg; charset=x", "IMAGE/PNG"]
)
def test_a_picture_becomes_a_data_address(kind):
    with answering(svg(kind=kind)) as url:
        found = pictures.fetch(f"{url}/a.svg")
    head, _, data = found.data.partition(";base64,")
    assert head == f"data:{kind.partition(';')[0].lower()}"
    assert base64.b64decode(data).decode() == SVG
    assert found.problem == ""


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (svg(kind="text/html"), "neither SVG, PNG nor JPEG"),
        (svg(kind="image/gif"), "neither SVG, PNG nor JPEG"),
        (http("404 Not Found", "", "image/png"), "the server answered 404"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "the server answered 302"),
        (svg("x" * (pictures.LARGEST + 1)), "larger than 500 kB"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\nx", "fetched"),
        (b"not HTTP at all\r\n\r\n", "could not be fetched"),
        (b"", "could not be fetched"),
    ],
)
def test_whatever_goes_wrong_is_a_sentence(answer, sentence):
    with answering(answer) as url:
        found = pictures.fetch(url)
    assert found.data == ""
    assert found.problem.startswith("No picture: ")
    assert sentence in found.problem


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://example.org/a.png",
        "ftp://127.0.0.1/a.png",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "http://[::1",
        "https://",
        "http://169.254.169.254/latest",
    ],
)
def test_other_addresses_are_not_asked(url):
    assert pictures.fetch(url).problem.startswith("No picture: ")


def test_a_server_that_is_not_there_or_says_nothing(monkeypatch):
    assert "fetched" in pictures.fetch(f"http://127.0.0.1:{closed_port()}/a.svg").problem
    monkeypatch.setattr(pictures, "ALL_SECONDS", 0.05)
    with answering(hold_open=True) as url:
        assert "took too long" in pictures.fetch(url).problem


def test_a_server_that_drips_is_left(monkeypatch):
    monkeypatch.setattr(pictures, "ALL_SECONDS", 0.2)
    with dripping(svg()) as url:
        assert "took too long" in pictures.fetch(url).problem


def test_the_size_is_filled_in():
    open_size = "https://x/{width}x{height}.jpg"
    assert pictures.address(open_size, 285, 380) == "https://x/285x380.jpg"
    assert pictures.address("https://x/%{width}x%{height}.jpg", 4, 3) == "https://x/4x3.jpg"
    assert pictures.address("https://x/a.png", 4, 3) == "https://x/a.png"


def test_nothing_secret_is_sent(monkeypatch, tmp_path):
    """No Authorization header, not even the one that requests would take from ~/.netrc."""
    import socket
    import threading

    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password marker0secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            connection, _ = server.accept()
            asked.append(connection.recv(65536))
            connection.sendall(svg())
            connection.close()

        thread = threading.Thread(target=once, daemon=True)
        thread.start()
        found = pictures.fetch(f"http://127.0.0.1:{server.getsockname()[1]}/a.svg")
        thread.join(5)
    assert found.data
    assert b"authorization" not in asked[0].lower()
    assert b"cookie" not in asked[0].lower()


def test_whatever_goes_wrong_in_a_thread_is_a_sentence_and_stops_no_other(monkeypatch):
    def fails(url, width, height):
        if url.endswith("2"):
            raise RuntimeError("a mistake of ours")
        return pictures.Picture("data:", "")

    monkeypatch.setattr(pictures, "fetch", fails)
    found = pictures.fetch_all([f"http://127.0.0.1/{number}" for number in range(9)])
    assert [each.data for each in found] == ["data:"] * 2 + [""] + ["data:"] * 6
    assert found[2].problem == "No picture: something unexpected went wrong."


# --- the gallery -----------------------------------------------------------------------------


def test_the_gallery_shows_pictures_and_sentences_in_order():
    with answering(svg()) as url:
        rows = [
            {"box_art_url": f"{url}/a-{{width}}x{{height}}.svg", "name": 'Chess "<i>"'},
            {"box_art_url": "http://example.org/b.png", "name": "Far"},
            {"name": "Without"},
        ]
        shown = views.gallery(rows, "box_art_url", "name", "Games", width=90, height=120)
    assert shown.text.splitlines() == [
        "[SANDBOX] Games",
        '  Chess "<i>": a picture',
        "  Far: No picture: its address is neither https nor on this computer.",
        "  Without: No picture: its address is neither https nor on this computer.",
    ]
    assert shown.html.count('<img src="data:image/svg+xml;base64,') == 1
    assert 'alt="Picture: Chess &#34;&lt;i&gt;&#34;"' in shown.html
    assert url not in everything(shown)


def test_a_long_gallery_is_cut_and_says_so():
    rows = [{"a": "", "b": str(number)} for number in range(30)]
    shown = views.gallery(rows, "a", "b", "Many")
    assert "The first 24 of 30." in shown.text
    assert shown.html.count("<figure") == 24
