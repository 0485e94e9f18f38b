"""The key that signs the sandbox's ID tokens: kept, shared, made late, and never shown."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from helpers import sandbox
from helpers.sandbox.login import claims, signing_key
from helpers.sandbox.memory.state import State
from tests.sandbox.fixtures import Box, Browser, Clock
from tests.sandbox.flows import Flows
from tests.sandbox.login.openid import EVERYTHING, asking, fragment, userinfo, verified
from tests.sandbox.login.test_shared import VERSION_1
from tests.sandbox.program import running, stop

USER = "141981764"


def keys(id_url: str) -> bytes:
    return requests.get(f"{id_url}/keys").content


# --- one key for each state file -------------------------------------------------------------


def test_the_key_outlives_a_restart(tmp_path):
    path = tmp_path / "state"
    before = Flows(Box(sandbox.start(path), Clock()))
    id_token = fragment(before, "id_token")["id_token"]
    public = keys(before.box.running.id_url)
    port = int(before.box.base.rpartition(":")[2])
    before.box.running.stop()
    after = sandbox.start(path, port=port)
    try:
        assert keys(after.id_url) == public
        assert verified(Box(after, Clock()), id_token)["sub"] == USER
    finally:
        after.stop()


def test_two_processes_ask_at_the_same_instant(tmp_path):
    arguments = ("--state", str(tmp_path / "state"))
    with running(*arguments) as (_, one), running(*arguments) as (_, two):
        with ThreadPoolExecutor() as pool:
            answers = list(pool.map(keys, [one["id_url"], two["id_url"]] * 2))
        assert len(set(answers)) == 1


def test_two_makers_agree_on_the_first_ones_key(tmp_path):
    one, two = (State(tmp_path / "state") for _ in range(2))
    first = signing_key._store(one, signing_key._new())
    assert signing_key._store(two, signing_key._new()) == first
    assert signing_key.public(one) == signing_key.public(two)
    one.close()
    two.close()


def test_a_code_goes_from_one_process_to_another_with_all_it_stands_for(tmp_path):
    path = tmp_path / "state"
    one, two = (Flows(Box(sandbox.start(path), Clock())) for _ in range(2))
    try:
        asked = asking(id_token=["email"], userinfo=["picture"])
        tokens = two.exchange(one.code(EVERYTHING, nonce="n", claims=asked)).json()
        told = verified(two.box, tokens["id_token"])
        assert (told["nonce"], told["email"]) == ("n", "twitchdev@example.com")
        assert userinfo(one.box, tokens["access_token"]).json()["picture"]
    finally:
        one.box.running.stop()
        two.box.running.stop()


def test_every_state_file_has_its_own_key_and_a_seed_does_not_tell_it():
    boxes = [sandbox.start(seed=7) for _ in range(2)]
    try:
        assert len({keys(each.id_url) for each in boxes}) == 2
    finally:
        for each in boxes:
            each.stop()


def test_a_key_is_made_once(tmp_path, monkeypatch):
    state = State(tmp_path / "state")
    public = signing_key.public(state)
    monkeypatch.setattr(signing_key, "_new", None)
    assert signing_key.public(state) == public
    state.close()


def test_the_key_is_made_when_it_is_needed(tmp_path):
    path = tmp_path / "state"
    flows = Flows(Box(sandbox.start(path), Clock()))
    try:
        flows.user_tokens("clips:edit")
        assert count(path) == 0
        flows.user_tokens("openid")
        assert count(path) == 1
    finally:
        flows.box.running.stop()


def count(path: Path) -> int:
    rows = sqlite3.connect(path)
    found = rows.execute("SELECT count(*) FROM signing_key").fetchone()[0]
    rows.close()
    return found


# --- a state file of the version before ------------------------------------------------------

VERSION_2 = """
CREATE TABLE apps (client_id TEXT PRIMARY KEY, name TEXT NOT NULL, secret TEXT);
CREATE TABLE consents (user_id TEXT NOT NULL, client_id TEXT NOT NULL REFERENCES apps,
    scope TEXT NOT NULL, PRIMARY KEY (user_id, client_id, scope)) WITHOUT ROWID;
CREATE TABLE tokens (number INTEGER PRIMARY KEY, access_token TEXT NOT NULL UNIQUE,
    client_id TEXT NOT NULL REFERENCES apps, user_id TEXT, scopes TEXT NOT NULL,
    expires_at INTEGER NOT NULL, refresh_token TEXT);
CREATE INDEX tokens_of_user ON tokens (user_id, client_id);
CREATE INDEX tokens_of_refresh_token ON tokens (refresh_token);
CREATE TABLE refresh_tokens (refresh_token TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES apps, user_id TEXT NOT NULL, scopes TEXT NOT NULL,
    expires_at INTEGER, spent INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE codes (code TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES apps,
    redirect_uri TEXT NOT NULL, user_id TEXT NOT NULL, scopes TEXT NOT NULL,
    expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE device_codes (device_code TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE,
    client_id TEXT NOT NULL REFERENCES apps, scopes TEXT NOT NULL, expires_at INTEGER NOT NULL,
    user_id TEXT) WITHOUT ROWID;
INSERT INTO apps VALUES ('mine', 'App', 'hidden'), ('public', 'Public app', NULL);
INSERT INTO consents VALUES ('141981764', 'mine', ''), ('141981764', 'mine', 'clips:edit');
INSERT INTO tokens VALUES (1, 'a', 'mine', '141981764', 'openid', 9999999999, 'r');
INSERT INTO refresh_tokens VALUES ('r', 'mine', '141981764', 'openid', NULL, 0);
INSERT INTO codes VALUES ('c', 'mine', 'http://localhost:3000', '141981764', 'openid', 9999999999);
INSERT INTO device_codes VALUES
    ('d', 'ABCDEFGH', 'mine', 'openid', 9999999999, '141981764');
PRAGMA application_id = 0x54574348;
PRAGMA user_version = 2;
"""


def test_a_state_file_of_version_2_is_brought_up_to_date(tmp_path):
    path = tmp_path / "state"
    old = sqlite3.connect(path)
    old.executescript(VERSION_2)
    old.close()
    sandbox.start(path).stop()
    flows = Flows(Box(sandbox.start(path), Clock()))
    try:
        assert flows.box.running.client_secret == "hidden"
        assert userinfo(flows.box, "a").json()["sub"] == USER
        tokens = flows.exchange("c").json()
        assert verified(flows.box, tokens["id_token"])["sub"] == USER
        renewed = flows.refresh("r").json()["access_token"]
        assert userinfo(flows.box, renewed).json()["sub"] == USER
        assert flows.poll("d", "mine").status_code == 200
        asked = flows.box.request(scope="clips:edit")
        assert Browser(flows.box.running.id_url).sign_in(asked).status_code == 302
        fresh = flows.exchange(flows.code("openid", nonce="n")).json()
        assert verified(flows.box, fresh["id_token"])["nonce"] == "n"
    finally:
        flows.box.running.stop()


VERSION_3 = f"""
{VERSION_2}
ALTER TABLE tokens ADD COLUMN userinfo TEXT NOT NULL DEFAULT '';
ALTER TABLE refresh_tokens ADD COLUMN userinfo TEXT NOT NULL DEFAULT '';
ALTER TABLE codes ADD COLUMN nonce TEXT NOT NULL DEFAULT '';
ALTER TABLE codes ADD COLUMN id_token TEXT NOT NULL DEFAULT '';
ALTER TABLE codes ADD COLUMN userinfo TEXT NOT NULL DEFAULT '';
CREATE TABLE signing_key (number INTEGER PRIMARY KEY CHECK (number = 1), pem TEXT NOT NULL);
UPDATE tokens SET userinfo = 'email';
WITH RECURSIVE later (number) AS (SELECT 2 UNION SELECT number + 1 FROM later WHERE number < 50)
    INSERT INTO tokens SELECT number, 'A' || number, 'mine', '141981764', '', 9999999999, NULL, ''
    FROM later;
INSERT INTO tokens VALUES (99, 'app', 'mine', NULL, '', 9999999999, NULL, '');
PRAGMA user_version = 3;
"""


def test_the_tokens_of_a_version_3_file_keep_all_they_had_and_their_order(tmp_path):
    old = sqlite3.connect(tmp_path / "state")
    old.executescript(VERSION_3)
    old.close()
    state = State(tmp_path / "state")
    first, app = state.find_token("a"), state.find_token("app")
    assert first is not None
    assert (first.client_id, first.user_id, first.scopes) == ("mine", USER, ("openid",))
    assert first.userinfo == ("email",)
    assert app is not None
    assert app.user_id is None
    state.issue_token("mine", USER)  # the 51st: it ends the oldest one, whatever its name
    assert state.find_token("a") is None
    assert all(state.find_token(f"A{number}") for number in range(2, 51))
    state.close()


def layout(path: Path) -> dict[str, list[tuple]]:
    rows = sqlite3.connect(path)
    tables = [row[0] for row in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: rows.execute(f"PRAGMA table_info({name})").fetchall() for name in tables}
    found["indexes"] = sorted(rows.execute("SELECT tbl_name, sql FROM sqlite_master WHERE sql"
                                           " LIKE 'CREATE INDEX%'"))  # fmt: skip
    rows.close()
    return found


@pytest.mark.parametrize("version", [VERSION_1, VERSION_2, VERSION_3], ids=["1", "2", "3"])
def test_an_old_file_ends_up_like_a_new_one(tmp_path, version):
    old = sqlite3.connect(tmp_path / "old")
    old.executescript(version)
    old.close()
    for name in ("old", "new"):
        State(tmp_path / name).close()
    assert layout(tmp_path / "old") == layout(tmp_path / "new")


# --- nothing is shown ------------------------------------------------------------------------


def test_nothing_is_written_to_the_terminal():
    with running() as (process, card):
        asked = {
            "client_id": card["client_id"], "redirect_uri": card["redirect_uris"][0],
            "scope": "openid", "nonce": "n", "state": "s", "force_verify": "true",
        }  # fmt: skip
        for response_type in ("token id_token", "code id_token"):
            browser = Browser(card["id_url"])
            browser.sign_in({**asked, "response_type": response_type})
            assert "id_token=ey" in browser.decide("authorize").headers["Location"]
            assert browser.page.text == ""
        assert stop(process) == (0, "", "")


def test_what_was_asked_for_hides_its_nonce():
    assert "secret" not in repr(claims.read("secret", "", ["openid"]))
