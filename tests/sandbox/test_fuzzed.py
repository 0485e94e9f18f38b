"""Schemathesis and Hypothesis make up requests: no answer of the sandbox may betray a mistake.

They make up the same requests every time. Before a release, let them look longer, and elsewhere:

    SANDBOX_FUZZ_EXAMPLES=5000 SANDBOX_FUZZ_SEED=1 pytest tests/sandbox/test_fuzzed.py

https://schemathesis.readthedocs.io, https://hypothesis.readthedocs.io
"""

import json
import os
import socket
from collections.abc import Callable, Iterator, MutableMapping
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import schemathesis
from hypothesis import given, note, seed, settings
from hypothesis import strategies as st

import helpers
from helpers import sandbox
from tests.sandbox.box import Box, Browser, form_token, running_box
from tests.sandbox.description import describe
from tests.sandbox.flows import Flows

EXAMPLES = int(os.environ.get("SANDBOX_FUZZ_EXAMPLES", "10"))  # for each operation
SEED = int(os.environ.get("SANDBOX_FUZZ_SEED", "7"))
PATIENCE = 5.0  # seconds until an answer is late

# What a mistake of ours would put into an answer.
TRACES = ("Traceback", 'File "', "site-packages", "sqlite3", str(Path(helpers.__file__).parent))

schema = schemathesis.openapi.from_dict(describe("<cookie_name>"))
schema.config.seed = SEED
schema.config.generation.update(max_examples=EXAMPLES, database="none")
schema.config.phases.coverage.generate_duplicate_query_parameters = True


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with running_box(rate_limit=10**9) as box:
        yield box


@pytest.fixture(scope="module")
def supply(box: Box) -> dict[str, Callable[[], str]]:
    """How to get what the description has in angle brackets: a new one of what may end."""
    flows = Flows(box)
    browser = Browser(box.running.id_url)
    own_form = form_token(browser.sign_in(box.request(), "marta_paints"))
    ((cookie_name, cookie),) = browser.session.cookies.items()
    user = flows.user_tokens("user:read:email")
    return {
        "<client_id>": lambda: flows.confidential,
        "<public_client_id>": lambda: flows.public,
        "<client_secret>": lambda: box.running.client_secret,
        "<code>": flows.code,
        "<refresh_token>": lambda: str(user["refresh_token"]),
        "<user_token>": lambda: box.user_token("user:read:email"),
        "<app_token>": box.app_token,
        "<device_code>": lambda: str(flows.device()["device_code"]),
        "<user_code>": lambda: str(flows.device()["user_code"]),
        "<cookie_name>": lambda: cookie_name,
        "<cookie>": lambda: cookie,
        "<form_token>": lambda: own_form,
    }


@schema.parametrize()
def test_made_up_parameters(case, box, supply):
    fill_in(case, supply)
    answer = case.call(base_url=box.base, allow_redirects=False, timeout=PATIENCE)
    case.validate_response(answer, checks=[betrays_nothing])


def fill_in(case: schemathesis.Case, supply: dict[str, Callable[[], str]]) -> None:
    for sent in (case.query, case.headers, case.cookies, case.body):
        if isinstance(sent, MutableMapping):
            for name in list(sent):
                sent[filled(name, supply)] = filled(sent.pop(name), supply)


def filled(value: Any, supply: dict[str, Callable[[], str]]) -> Any:
    if isinstance(value, str) and "<" in value:
        for name, get in supply.items():
            value = value.replace(name, get()) if name in value else value
    return value


def betrays_nothing(_context: Any, answer: schemathesis.Response, _case: Any) -> None:
    """A check for Schemathesis, which reports how to send the request again."""
    request = answer.request
    headers = {name: values[0] for name, values in answer.headers.items()}
    assert answer.elapsed < PATIENCE
    if request.method != "HEAD":  # its answer says what a GET would have got, and has no body
        inspect(request.url, answer.status_code, headers, answer.content)


# --- what HTTP libraries do not send --------------------------------------------------------

OPERATIONS = [
    (method.upper(), path) for path, item in schema.raw_schema["paths"].items() for method in item
]
FORMS = [b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=b"]
HEADERS = [b"Authorization", b"Client-Id", b"Cookie", b"Content-Type", b"Accept", b"Origin"]
NAMES = [b"redirect_uri", b"scopes", b"form_token", b"user", b"device-code", b"id"]

plain = st.sampled_from(b"& = ; % %ff %00 %0d%0a %ed%a0%80 a.b ! \" ' / : ? @ \\ ~ OAuth".split())
in_query = st.lists(plain, max_size=6).map(b"".join)
in_header = st.lists(plain | st.sampled_from([b" ", b"\xff", b"\xc3\xa9"]), max_size=6).map(
    b"".join
)
in_body = st.lists(plain | st.binary(), max_size=6).map(b"".join)


def parameters(values: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    pairs = st.tuples(st.sampled_from(NAMES) | values, values).map(b"=".join)
    known = st.sampled_from([b"client_id=CLIENT_ID", b"client_id=PUBLIC"])
    return st.lists(pairs | known, max_size=5).map(b"&".join)


@settings(max_examples=20 * EXAMPLES, deadline=None, database=None, derandomize=False)
@seed(SEED)
@given(
    operation=st.sampled_from(OPERATIONS),
    query=parameters(in_query),
    headers=st.lists(st.tuples(st.sampled_from(HEADERS), in_header), max_size=2),
    form=st.sampled_from(FORMS),
    body=parameters(in_body),
)
def test_made_up_bytes(box, operation, query, headers, form, body):
    (method, path), port = operation, int(box.base.rpartition(":")[2])
    ids = {b"CLIENT_ID": box.running.client_id, b"PUBLIC": box.running.public_client_id}
    for name, value in ids.items():
        query, body = query.replace(name, value.encode()), body.replace(name, value.encode())
    lines = [f"{method} {path}?".encode() + query + b" HTTP/1.1"]
    lines += [b"Content-Type: " + form, b"Content-Length: %d" % len(body)]
    lines += [name + b": " + value for name, value in headers]
    sent = b"\r\n".join([*lines, b"Host: localhost:%d" % port, b"", body])
    note(f"Sent: {sent!r}")
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        client.sendall(sent)
        answer = HTTPResponse(client, method=method)
        answer.begin()
        received = {name.lower(): value for name, value in answer.getheaders()}
        inspect(box.base + path, answer.status, received, answer.read())


# --- what every answer must be --------------------------------------------------------------


def inspect(url: str, status: int, headers: dict[str, str], body: bytes) -> None:
    text, kind = body.decode(), headers.get("content-type", "").partition(";")[0]
    assert status < 500 or status == 501  # what the sandbox does not play
    assert not [trace for trace in TRACES if trace in text]
    if 300 <= status < 400:
        leads_home(url, headers["location"])
    elif status >= 400 and kind == "application/json":
        error, in_api = json.loads(text), urlsplit(url).path.startswith("/helix/")
        assert list(error) == [*(["error"] if in_api else []), "status", "message"]
        assert (error["status"], type(error["message"])) == (status, str)
    elif kind == "application/json":
        json.loads(text)
    elif kind == "text/html":
        assert text.startswith("<!doctype html>")
        assert status in (200, 403)
    elif kind == "text/plain":  # from uvicorn: it is not HTTP
        assert (status, text) == (400, "Invalid HTTP request received.")
    else:
        assert (status < 400, text) == (True, "")


def leads_home(url: str, location: str) -> None:
    """A redirect stays in the sandbox, or goes to a redirect URI that is registered."""
    homes = {urlsplit(home).netloc for home in (url, *sandbox.DEFAULT_REDIRECT_URIS)}
    assert urlsplit(urljoin(url, location)).netloc in homes
    assert not {"\\", "\r", "\n"} & set(location)
