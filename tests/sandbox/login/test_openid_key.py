"""The key that signs the sandbox's ID tokens: kept, shared, made late, and never shown."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from helpers.sandbox.login import claims, signing_key
from helpers.sandbox.memory.state import State
from tests.sandbox.box import Browser, running_box
from tests.sandbox.flows import Flows
from tests.sandbox.login.openid import EVERYTHING, asking, fragment, userinfo, verified
from tests.sandbox.program import running, stop

USER = "141981764"


def keys(id_url: str) -> bytes:
    return requests.get(f"{id_url}/keys").content


# --- one key for each state file -------------------------------------------------------------


def test_the_key_outlives_a_restart(tmp_path):
    path = tmp_path / "state"
    with running_box(path, seed=None) as before:
        id_token = fragment(Flows(before), "id_token")["id_token"]
        public, port = keys(before.running.id_url), int(before.base.rpartition(":")[2])
    with running_box(path, seed=None, port=port) as after:
        assert keys(after.running.id_url) == public
        assert verified(after, id_token)["sub"] == USER


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
    with running_box(path, seed=None) as first, running_box(path, seed=None) as second:
        one, two = Flows(first), Flows(second)
        asked = asking(id_token=["email"], userinfo=["picture"])
        tokens = two.exchange(one.code(EVERYTHING, nonce="n", claims=asked)).json()
        told = verified(two.box, tokens["id_token"])
        assert (told["nonce"], told["email"]) == ("n", "twitchdev@example.com")
        assert userinfo(one.box, tokens["access_token"]).json()["picture"]


def test_every_state_file_has_its_own_key_and_a_seed_does_not_tell_it():
    with running_box() as one, running_box() as two:
        assert keys(one.running.id_url) != keys(two.running.id_url)


def test_a_key_is_made_once(tmp_path, monkeypatch):
    state = State(tmp_path / "state")
    public = signing_key.public(state)
    monkeypatch.setattr(signing_key, "_new", None)
    assert signing_key.public(state) == public
    state.close()


def test_the_key_is_made_when_it_is_needed(tmp_path):
    path = tmp_path / "state"
    with running_box(path, seed=None) as box:
        flows = Flows(box)
        flows.user_tokens("clips:edit")
        assert count(path) == 0
        flows.user_tokens("openid")
        assert count(path) == 1


def count(path: Path) -> int:
    rows = sqlite3.connect(path)
    found = rows.execute("SELECT count(*) FROM signing_key").fetchone()[0]
    rows.close()
    return found


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
