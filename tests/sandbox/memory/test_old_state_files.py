"""A state file of an older version of the sandbox is brought up to date, and loses nothing."""

import sqlite3
from pathlib import Path

import pytest

from helpers import sandbox
from helpers.sandbox.login import refresh_tokens
from helpers.sandbox.memory.state import State
from tests.sandbox.box import Browser, running_box
from tests.sandbox.flows import Flows
from tests.sandbox.login.openid import userinfo, verified

USER = "141981764"


def written(path: Path, script: str) -> Path:
    """The file as the older version left it."""
    rows = sqlite3.connect(path)
    rows.executescript(script)
    rows.close()
    return path


VERSION_1 = """
CREATE TABLE apps (client_id TEXT PRIMARY KEY, name TEXT NOT NULL, secret TEXT);
CREATE TABLE tokens (access_token TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES apps,
    user_id TEXT, scopes TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE consents (user_id TEXT NOT NULL, client_id TEXT NOT NULL REFERENCES apps,
    scope TEXT NOT NULL, PRIMARY KEY (user_id, client_id, scope)) WITHOUT ROWID;
INSERT INTO apps VALUES ('mine', 'App', 'hidden'), ('public', 'Public app', NULL);
INSERT INTO tokens VALUES ('a', 'mine', '141981764', 'clips:edit', 9999999999);
INSERT INTO consents VALUES ('141981764', 'mine', ''), ('141981764', 'mine', 'clips:edit');
PRAGMA application_id = 0x54574348;
PRAGMA user_version = 1;
"""


def test_a_state_file_of_version_1_is_brought_up_to_date(tmp_path):
    path = written(tmp_path / "state", VERSION_1)
    for _ in range(2):
        state = State(path)
        token = state.find_token("a")
        assert token is not None
        assert token.scopes == ("clips:edit",)
        assert state.app(public=False).secret == "hidden"
        assert state.has_consent(USER, "mine", ["clips:edit"])
        refresh_tokens.issue(state, state.app(public=True), USER, [])
        state.close()


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
    path = written(tmp_path / "state", VERSION_2)
    sandbox.start(path).stop()
    with running_box(path, seed=None) as box:
        flows = Flows(box)
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
    state = State(written(tmp_path / "state", VERSION_3))
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
    written(tmp_path / "old", version)
    for name in ("old", "new"):
        State(tmp_path / name).close()
    assert layout(tmp_path / "old") == layout(tmp_path / "new")
