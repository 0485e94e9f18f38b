"""The table of causes and cures: it knows every error, and says the same wherever it is asked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import helix, views
from helpers.catalogue import causes, causes_of_calls
from helpers.catalogue.explain import explain, explain_redirect, explanation
from helpers.errors import Refusal
from helpers.grants import client_credentials
from helpers.tokens import Token
from tests.helix.api_server import Answer, serving

DATA = Path(__file__).parent / "data"
ROWS = (*causes.ROWS, *causes_of_calls.ROWS)
KINDS = {value for name, value in vars(causes).items() if name.isupper() and isinstance(value, str)}


def bodies() -> Iterator[tuple[int, str]]:
    """Every error that was seen at Twitch or is known from its documentation, and its mock's."""
    for row in json.loads((DATA / "error-bodies.json").read_text("utf-8")):
        if isinstance(row["body"], dict) and row["status"] >= 400:
            yield row["status"], row["body"]["message"].replace("<scope>", "clips:edit")
    for row in json.loads((DATA / "cli-errors.json").read_text("utf-8")):
        yield row["status"], row["message"].replace("%v", "7")


def redirects() -> Iterator[str]:
    for row in json.loads((DATA / "error-bodies.json").read_text("utf-8")):
        if found := re.match(r"\?error=(\w+)", str(row["body"])):
            yield found[1]


@pytest.mark.parametrize(("status", "message"), sorted(set(bodies())))
def test_every_error_body_is_known(status, message):
    found = explanation(status, message)
    assert found.known
    assert found.kind in KINDS - {causes.UNKNOWN}
    assert found.cause.endswith(".")
    assert found.cure.endswith(".")
    general = explanation(status, "a message nobody knows")
    assert (found.cause, found.cure) != (general.cause, general.cure) or status in (410, 429)


@pytest.mark.parametrize("error", sorted(set(redirects())))
def test_every_error_in_an_address_is_known(error):
    assert "sends the reason in the address" not in explain_redirect(error)


@pytest.mark.parametrize("status", [*causes.BY_STATUS, 302, 418, 500, 502, 503, 504, 599])
def test_every_status_has_a_kind_a_cause_and_a_cure(status):
    found = explanation(status, "a message nobody knows")
    assert found.kind in KINDS
    assert str(found).startswith(found.kind[0].upper() + found.kind[1:] + ": ")
    assert found.cause.endswith(".")
    assert found.cure.endswith(".")


@pytest.mark.parametrize("row", [*ROWS, *causes.BY_STATUS.values()], ids=lambda row: row.cause[:40])
def test_no_sentence_speaks_of_what_is_above(row):
    """Nobody knows where a learner meets it."""
    assert not re.search(r"\babove\b|\bbelow\b", f"{row.cause} {row.cure}")
    notebooks = {each.stem for each in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb")}
    assert set(re.findall(r"\d\d_\w+", row.cure)) <= notebooks


def test_letter_case_and_a_full_stop_do_not_count():
    assert explain(401, "INVALID OAUTH TOKEN.") == explain(401, "Invalid OAuth token")


@pytest.mark.parametrize(
    "message", ["x" * 10**6, "Missing scope: " + "a:b " * 10**5, "\n", "{all}"]
)
def test_a_strange_message_is_general_and_quick(message):
    assert len(explain(401, message)) < 300


# --- each row, met as a learner meets it ------------------------------------------------------


@pytest.fixture(scope="module")
def server():
    """A server that answers each request with what the test wants."""
    wanted = [Answer({})]
    with serving(lambda _: wanted[0]) as api:
        yield wanted, api.base


@pytest.fixture
def answered(server, monkeypatch):
    wanted, base = server
    monkeypatch.setenv("TWITCH_COURSE_ID_URL", base)
    monkeypatch.setenv("TWITCH_COURSE_API_URL", base)

    def answer(status: int, message: str) -> None:
        wanted[0] = Answer({"status": status, "message": message}, status)

    return answer


def each_message() -> Iterator[object]:
    for row in ROWS:
        for message in row.messages:
            yield pytest.param(row, message, id=message[:50] or "empty")


@pytest.mark.parametrize(("row", "template"), list(each_message()))
def test_each_row_is_met_at_a_call(answered, row, template):
    """No row stands in another's shade, and the call and the panel say the same."""
    filled = {"{name}": "user_id", "{scope}": "clips:edit", "{text}": "clips:edit"}
    message, cause = template, row.cause.replace("{all}", template.rstrip("."))
    for blank, words in filled.items():
        message, cause = message.replace(blank, words), cause.replace(blank, words)
    answered(row.status or 400, message)
    login = client_credentials.request_token("c" * 30, "s" * 30)
    call = helix.get("users", token="t" * 30, client_id="c" * 30)
    for response, read in ((login, Token.from_response), (call, helix.data)):
        with pytest.raises(Refusal) as error:
            read(response)
        assert str(error.value).startswith(f"{row.kind[0].upper()}{row.kind[1:]}: {cause[:-1]}")
        assert row.cure in str(error.value)
        assert str(error.value) in views.show(response).text
