"""Whatever a learner gives to a public helper: a value comes out, or a CourseError.

Hypothesis makes the arguments up, always the same ones: https://hypothesis.readthedocs.io
Before a release, let it try more of them:

    ONLY_SENTENCES_EXAMPLES=2000 pytest tests/test_only_sentences.py
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timezone

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helpers import helix, times, tokens, words
from helpers.catalogue import scopes as scope_catalogue
from helpers.catalogue.explain import explain, explain_redirect
from helpers.credentials.secret import Secret
from helpers.errors import CourseError
from helpers.grants import (
    authorization_code,
    client_credentials,
    device_code,
    implicit,
    openid_connect,
    refresh_token,
    revoke,
)
from helpers.grants.validate import validate
from helpers.helix import pictures
from helpers.helix.parameters import pairs
from helpers.tokens import Application, Token
from tests.helix.api_server import Answer, serving

calm = settings(
    max_examples=int(os.environ.get("ONLY_SENTENCES_EXAMPLES", "20")),
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

# What may be typed or passed by mistake. "\ud800" is half a character: no file can hold it.
NESTED: object = []
for _ in range(5000):
    NESTED = [NESTED]
TEXTS = st.one_of(
    st.text(st.characters(), max_size=30),
    st.sampled_from(
        ["", "\ud800", "a\r\nb", "é", "\0", "x" * 9000, "http://[::1", "%zz", "user:edit"]
    ),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
ANYTHING = st.one_of(
    TEXTS,
    JSON,
    st.binary(max_size=5),
    st.sampled_from([None, object(), int, Secret("s"), 10**5000, NESTED, {"a"}, 1j]),
)
MOMENTS = st.datetimes(timezones=st.sampled_from([timezone.utc]))


@pytest.fixture(scope="module")
def api() -> Iterator[list[Answer]]:
    """A server that answers everything with the first of these."""
    answers = [Answer({})]
    with serving(lambda _: answers[0]) as served, pytest.MonkeyPatch.context() as patch:
        patch.setattr(helix.waiting, "sleep", lambda _: None)
        answers.append(Answer(served.base))
        yield answers


@pytest.fixture(autouse=True)
def there(api, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", str(api[1].body))
    monkeypatch.setenv("TWITCH_COURSE_API_URL", str(api[1].body))


HELPERS: dict[str, Callable[..., object]] = {
    "client_credentials": lambda a, b, c, d: client_credentials.request_token(a, b),
    "exchange_code": lambda a, b, c, d: authorization_code.exchange_code(a, b, c, d),
    "code url": lambda a, b, c, d: authorization_code.authorization_url(a, b, c, d),
    "code redirect": lambda a, b, c, d: authorization_code.parse_redirect(a, b),
    "implicit url": lambda a, b, c, d: implicit.authorization_url(a, b, c, d),
    "implicit redirect": lambda a, b, c, d: implicit.parse_redirect(a, b),
    "request_codes": lambda a, b, c, d: device_code.request_codes(a, b),
    "poll": lambda a, b, c, d: device_code.poll(a, b, c),
    "refresh": lambda a, b, c, d: refresh_token.refresh(a, b, c),
    "validate": lambda a, b, c, d: validate(a),
    "revoke": lambda a, b, c, d: revoke.revoke(a, b),
    "user_info": lambda a, b, c, d: openid_connect.user_info(a),
    "openid url": lambda a, b, c, d: openid_connect.authorization_url(a, b, "openid", c, d, c, a),
    "openid scopes": lambda a, b, c, d: openid_connect.authorization_url("c", "u", a, "s", "n"),
    "openid redirect": lambda a, b, c, d: openid_connect.parse_redirect(a, b),
    "verify": lambda a, b, c, d: openid_connect.verify(
        a, keys={"keys": b}, issuer="i", client_id="c", nonce="n", access_token=c
    ),
    "tamper": lambda a, b, c, d: openid_connect.tamper(a, sub=b),
    "id token": lambda a, b, c, d: openid_connect.tamper(ID_TOKEN, sub=b),
    "get": lambda a, b, c, d: helix.get(a, token=b, client_id=c, params=d),
    "get users": lambda a, b, c, d: helix.get("users", token="t", client_id="c", params={"id": a}),
    "post": lambda a, b, c, d: helix.post("users", token="t", client_id="c", json=a),
    "pages": lambda a, b, c, d: list(
        helix.pages("users", token=b, client_id="c", params=c, limit=d)
    ),
    "diagnose": lambda a, b, c, d: helix.diagnose(a, b),
    "data": lambda a, b, c, d: helix.data(a),
    "from_response": lambda a, b, c, d: Token.from_response(a),
    "pairs": lambda a, b, c, d: pairs(a),
    "picture": lambda a, b, c, d: None if _goes_out(a) else pictures.fetch(a),
    "load": lambda a, b, c, d: tokens.load(a, b),
    "load user": lambda a, b, c, d: tokens.load("user", b),
    "peek": lambda a, b, c, d: tokens.peek(a),
    "forget": lambda a, b, c, d: tokens.forget(a),
    "save": lambda a, b, c, d: tokens.save(app=a, user=b, application=c),
    "save token": lambda a, b, c, d: tokens.save(
        user=Token(a, "user", scopes=b, client_id=c, refresh_token=d)
    ),
    "save application": lambda a, b, c, d: tokens.save(application=Application(a, b)),
    "time": lambda a, b, c, d: times.parse(a),
}
ID_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


def _goes_out(url: object) -> bool:
    return isinstance(url, str) and url.strip().lower().startswith("https")


@pytest.mark.parametrize("name", HELPERS)
@calm
@given(arguments=st.tuples(ANYTHING, ANYTHING, ANYTHING, ANYTHING))
def test_any_argument_gives_a_value_or_a_sentence(name, arguments):
    only_sentences(lambda: HELPERS[name](*arguments))


def only_sentences(call: Callable[[], object]) -> None:
    with suppress(CourseError):
        call()


FIELDS = ("status", "message", "data", "pagination", "total", "access_token", "scope")
BODIES = st.one_of(
    JSON.map(lambda body: json.dumps(body).encode()),
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("status", "message", "data", "pagination", "total", "access_token", "scope"), JSON
        ),
    ).map(lambda body: json.dumps(body).encode()),
    st.binary(max_size=20),
    st.sampled_from(
        [b"[" * 100_000, b'{"message":' * 9000, b"\xff", b'{"message":"\\ud800"}', b""]
    ),
)
STATUSES = st.sampled_from([200, 202, 204, 302, 400, 401, 403, 404, 410, 418, 429, 500, 501, 503])


@calm
@given(status=STATUSES, body=BODIES)
def test_any_answer_gives_a_value_or_a_sentence(api, status, body):
    api[0] = Answer(b"" if status == 204 else body, status)
    user = Token(Secret("t" * 30), "user", client_id="c" * 30, refresh_token=Secret("r"))
    call = helix.get("users", token=user)
    login = client_credentials.request_token("c", "s")
    for read in (helix.data, Token.from_response, user.with_validation, openid_connect.id_token_of):
        only_sentences(lambda read=read: read(call))
        only_sentences(lambda read=read: read(login))
    only_sentences(lambda: list(helix.pages("users", token=user, limit=3)))
    assert helix.diagnose(call, user)
    assert helix.rate_limit(call) is None
    only_sentences(
        lambda: openid_connect.verify(ID_TOKEN, keys=call, issuer="i", client_id="c", nonce="n")
    )


@calm
@given(
    status=st.integers(0, 999),
    text=TEXTS,
    seconds=st.floats(),
    number=st.integers(),
    moments=st.tuples(MOMENTS, MOMENTS),
)
def test_any_text_and_any_number_gets_words(status, text, seconds, number, moments):
    assert explain(status, text)
    assert explain_redirect(text) or not text
    assert words.duration(seconds)
    assert words.countdown(seconds)
    assert words.count(number, "scope")
    assert words.time_left(*moments)
    assert words.instant(moments[0])
    assert not scope_catalogue.known(text) or text
    with suppress(CourseError):
        assert isinstance(times.parse(text), datetime)


@calm
@given(
    moment=st.datetimes().map(lambda it: it.isoformat()),
    zone=st.sampled_from(["Z", "+23:59", "-23:59", ""]),
)
def test_a_moment_at_the_edge_of_time_is_read_or_told(moment, zone):
    only_sentences(lambda: times.parse(moment + zone))


def test_a_response_made_by_hand_is_read_too():
    made = requests.Response()
    made.status_code = 401
    assert helix.diagnose(made, Token(Secret("t"), "user"))
    only_sentences(lambda: helix.data(made))
