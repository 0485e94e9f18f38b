"""Whatever a public view is given: a picture of it comes out, or a CourseError."""

import json
from collections.abc import Callable

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from helpers import views
from helpers.errors import CourseError
from helpers.helix import Pages, paging, pictures
from helpers.helix.pictures import Picture
from helpers.views.notebook.pages import Source
from tests.credentials.id_tokens import CLIENT_ID, ISSUER, NONCE, signer
from tests.views.anything import ANYTHING, EVIL, JSON, TEXTS, Read, calm

Give = Callable[..., object]


@pytest.fixture(autouse=True)
def _no_pictures_are_fetched(monkeypatch):
    monkeypatch.setattr(pictures, "fetch", lambda *_: Picture("", "No picture: a test."))


def id_token() -> str:
    return signer().sign()


ID_TOKEN, KEYS = id_token(), signer().keys()
KNOWN = {"issuer": ISSUER, "client_id": CLIENT_ID, "nonce": NONCE}

# Each with one argument after the other replaced, and the others as they should be.
ROWS = [{"name": "Chess", "n": 1, "when": "2026-11-24T22:00:00Z", "start_time": EVIL}]
VIEWS: dict[str, Give] = {
    "show": views.show,
    "explain_fields": views.explain_fields,
    "account": views.account,
    "rate_limit": views.rate_limit,
    "id_token_parts": views.id_token_parts,
    "id_token_checks": lambda x: views.id_token_checks(x, keys=KEYS, **KNOWN),
    "id_token_checks: keys": lambda x: views.id_token_checks(ID_TOKEN, keys=x, **KNOWN),
    "id_token_checks: issuer": lambda x: checked(issuer=x),
    "id_token_checks: client_id": lambda x: checked(client_id=x),
    "id_token_checks: nonce": lambda x: checked(nonce=x),
    "id_token_checks: access_token": lambda x: checked(access_token=x),
    "table": views.table,
    "table: column": lambda x: views.table(ROWS, x),
    "table: title": lambda x: views.table(ROWS, title=x),
    "table: records": lambda x: views.table([{"name": x, EVIL: [x]}, {"n": x}]),
    "before_after": lambda x: views.before_after(x, x),
    "before_after: one": lambda x: views.before_after(ROWS[0], x),
    "before_after: values": lambda x: views.before_after({"a": x}, {"a": EVIL}),
    "before_after: field": lambda x: views.before_after(ROWS[0], ROWS[0], x, title=x),
    "bar_chart": lambda x: views.bar_chart(x, "name", "n", "Title"),
    "bar_chart: label": lambda x: views.bar_chart(ROWS, x, "n", "Title"),
    "bar_chart: value": lambda x: views.bar_chart(ROWS, "name", x, x),
    "bar_chart: records": lambda x: views.bar_chart([{"a": x, "n": x}, {"n": 2}], "a", "n", "T"),
    "timeline": lambda x: views.timeline(x, "when", "name", "Title"),
    "timeline: when": lambda x: views.timeline(ROWS, x, "name", x),
    "timeline: records": lambda x: views.timeline([{"a": x, "b": x}, *ROWS], "a", "b", "T"),
    "week": lambda x: views.week(x, "Title"),
    "week: title": lambda x: views.week([], x),
    "week: segments": lambda x: views.week([segment(start_time=x)], "T"),
    "week: parts": lambda x: views.week([segment(end_time=x), segment(category=x, title=x)], "T"),
    "gallery": lambda x: views.gallery(x, "name", "n", "Title"),
    "gallery: fields": lambda x: views.gallery([{"a": x, "b": x}], "a", "b", x),
    "gallery: size": lambda x: views.gallery(ROWS, "name", "n", "T", width=x, height=x),
    "checklist": views.checklist,
    "checkpoint": views.checkpoint,
    "begin": views.begin,
    "source": views.source,
    "progress": lambda x: list(views.progress(x)),
    "progress: thing": lambda x: list(views.progress(no_pages(), x)),
}


def checked(**changed: object) -> object:
    return views.id_token_checks(ID_TOKEN, keys=KEYS, **KNOWN | changed)


def segment(**changed: object) -> dict[str, object]:
    return {"start_time": "2026-11-24T22:00:00Z", "title": EVIL} | changed


def no_pages() -> Pages:
    return Pages((each for each in ()), paging._Count())


def whole(shown: object) -> None:
    """What comes out can be shown, sent and stored; the HTML is whole, and only our own."""
    if isinstance(shown, list):  # of progress
        return
    bundle = shown._repr_mimebundle_()
    json.dumps(bundle, ensure_ascii=False).encode()
    assert bundle["text/plain"] or isinstance(shown, Source)
    assert len(bundle["text/plain"]) < 100_000
    if "text/html" in bundle:
        Read(bundle["text/html"])


@pytest.mark.parametrize("name", VIEWS)
@calm
@given(value=ANYTHING)
def test_any_argument_gives_a_picture_or_a_sentence(name, value):
    problem = picture(VIEWS[name], value)
    assert problem is None or 4 <= len(problem.split()) < 150


def picture(view: Give, value: object) -> str | None:
    """Look at what comes out; return the sentence if there is one in its place."""
    try:
        shown = view(value)
    except CourseError as problem:
        return str(problem)
    whole(shown)
    return None


def test_every_view_of_these_rooms_is_tried():
    others = {
        name for name in views.__all__ if "forms" in module(name) or "sign_in" in module(name)
    }
    without_arguments = {"contents", "token_file"}
    tried = {name.partition(":")[0] for name in VIEWS}
    assert tried | others | without_arguments == set(views.__all__)


def module(name: str) -> str:
    return getattr(views, name).__module__.removeprefix("helpers.views.")


FIELDS = ("data", "keys", "message", "status", "id", "login", "display_name", "access_token", "exp")
BODIES = st.one_of(
    JSON.map(lambda body: json.dumps(body).encode()),
    st.dictionaries(st.sampled_from(FIELDS), JSON).map(lambda body: json.dumps(body).encode()),
    st.dictionaries(st.sampled_from(FIELDS), JSON).map(
        lambda item: json.dumps({"data": [item]}).encode()
    ),
    st.binary(max_size=30),
    st.sampled_from([b"[" * 100_000, b"\x1f\x8b", b'{"a":"\\ud800"}', b"", b'{"n":' + b"9" * 9000]),
)
HEADERS = st.dictionaries(
    st.sampled_from(["Content-Type", "Location", "Ratelimit-Limit", "Ratelimit-Reset"]), TEXTS
)
SENT = st.one_of(
    st.none(),
    st.builds(
        dict,
        method=TEXTS,
        url=TEXTS,
        headers=st.dictionaries(st.sampled_from(["Authorization", "Content-Type"]), TEXTS),
        body=st.one_of(TEXTS, st.binary(max_size=20), JSON, st.sampled_from(['{"a":', "a=b&c"])),
    ),
)


@calm
@given(
    body=BODIES,
    status=st.sampled_from([200, 204, 302, 400, 401, 404, 429, 500, 0, None]),
    came=HEADERS,
    encoding=st.sampled_from([None, "utf-8", "nonsense", "utf-16", ""]),
    sent=SENT,
)
def test_any_answer_gives_a_picture_or_a_sentence(body, status, came, encoding, sent):
    response = requests.Response()
    response._content, response.status_code, response.encoding = body, status, encoding
    response.headers.update(came)
    if sent is not None:  # as it is after an adapter of somebody else's: nothing is checked
        response.request = requests.PreparedRequest()
        for name, value in sent.items():
            setattr(response.request, name, value)
    for view in (views.show, views.explain_fields):
        whole(view(response))
    for view in (views.account, views.rate_limit):
        picture(view, response)
