"""Random sequences of requests to the login service, each compared with a small model of it.

Hypothesis draws the sequences, always the same ones: https://hypothesis.readthedocs.io
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, multiple, rule, run_state_machine_as_test

from tests.sandbox.box import REDIRECT_URI, running_box
from tests.sandbox.flows import Flows, problem
from tests.sandbox.login.model import MONTH, Entry
from tests.sandbox.login.side_by_side import KINDS, LOGINS, SideBySide, other

URIS = [REDIRECT_URI, "http://localhost:17563"]
SCOPES = ["", "clips:edit", "clips:edit openid"]
SECONDS = [1, 599, 600, 1800, 14124, MONTH]

# Mostly what makes a grant succeed, sometimes what does not.
OWNER = st.sampled_from(["owner", "owner", "owner", "other"])
YES = st.sampled_from([True, True, True, False])
RARELY = st.sampled_from([False, False, False, True])
SECRET = st.sampled_from(["own", "own", "own", "none", "wrong"])


class LoginService(SideBySide):
    """What users, applications and devices do, in any order."""

    codes = Bundle("codes")
    devices = Bundle("devices")
    access_tokens = Bundle("access_tokens")

    @rule(target=codes, user=st.sampled_from(LOGINS), scopes=st.sampled_from(SCOPES),
          by=OWNER, uri=st.sampled_from(URIS), yes=YES)  # fmt: skip
    def authorize(self, user, scopes, by, uri, yes):
        kind = other("confidential", by)
        browser = self.browsers[user]
        asked = self.flows.box.request(
            response_type="code", scope=scopes, redirect_uri=uri,
            client_id=getattr(self.flows, kind),
        )  # fmt: skip
        answer = browser.open(asked, "oauth2/authorize")
        granted = self.model.consents.get((user, kind))
        known = granted is not None and granted.issuperset(scopes.split())
        assert (answer.status_code == 302) == known
        if not known:
            answer = browser.submit("oauth2/consent", decision="authorize" if yes else "cancel")
        if not known and not yes:
            assert "error=access_denied" in answer.headers["Location"]
            return multiple()
        code = answer.headers["Location"].split("code=")[1].split("&")[0]
        self.model.entries[code] = Entry(kind, user, scopes, self.clock.now + 600, uri=uri)
        self.model.consent(user, kind, scopes)
        return code

    @rule(target=access_tokens, user=st.sampled_from(LOGINS))
    def implicit(self, user):
        asked = self.flows.box.request(scope="clips:edit", force_verify="true")
        self.browsers[user].open(asked, "oauth2/authorize")
        answer = self.browsers[user].submit("oauth2/consent", decision="authorize")
        token = answer.headers["Location"].split("access_token=")[1].split("&")[0]
        self.model.consent(user, "confidential", "clips:edit")
        ends = self.clock.now + 5011271
        self.model.entries[token] = Entry("confidential", user, "clips:edit", ends)
        return token

    @rule(target=access_tokens, code=codes, by=OWNER, same_uri=YES, secret=SECRET)
    def exchange(self, code, by, same_uri, secret):
        entry = self.model.entries[code]
        kind = other(entry.kind, by)
        uri = entry.uri if same_uri else "http://localhost:3000/elsewhere"
        own = self.own(kind)
        if secret != "own":
            own["client_secret"] = None if secret == "none" else "wrong"
        answer = self.flows.exchange(code, redirect_uri=uri, **own)
        if secret == "wrong":
            assert problem(answer) == (403, "invalid client secret")
        elif kind == "public":
            assert problem(answer) == (400, "Invalid client credentials")
        elif secret == "none":
            assert problem(answer) == (400, "missing client secret")
        elif self.model.good(code, kind) is None:
            assert problem(answer) == (400, "Invalid authorization code")
        elif entry.uri != uri:
            assert problem(answer)[1].startswith("Parameter redirect_uri does not match")
        else:
            entry.alive = False
            assert ("id_token" in answer.json()) == ("openid" in entry.scopes)
            return self.model.keep(answer.json(), kind, entry.user, entry.scopes)[0]
        return multiple()

    @rule(target=access_tokens, token=access_tokens, by=OWNER, times=st.integers(1, 2),
          wait=st.sampled_from([0, MONTH - 1, MONTH]))  # fmt: skip
    def wait_and_refresh(self, token, by, times, wait):
        self.clock.now += wait
        results = [self.refresh(token, by) for _ in range(times)]
        return results[0]

    def refresh(self, token, by):
        refresh_token = self.model.entries[token].refresh_token
        if not refresh_token:  # an implicit one
            return multiple()
        entry = self.model.entries[refresh_token]
        kind = other(entry.kind, by)
        answer = self.flows.refresh(refresh_token, **self.own(kind))
        if entry.spent and entry.kind == kind:
            self.model.end_all(entry.user, kind)
        if self.model.good(refresh_token, kind) is None:
            assert problem(answer) == (400, "Invalid refresh token")
            return multiple()
        self.model.end_tokens_of(refresh_token)
        if kind == "public":
            entry.alive, entry.spent = False, True
        assert "id_token" not in answer.json()
        new, its_refresh_token = self.model.keep(answer.json(), kind, entry.user, entry.scopes)
        assert (its_refresh_token == refresh_token) == (kind == "confidential")
        return new

    @rule(target=devices, kind=st.sampled_from(KINDS), scopes=st.sampled_from(SCOPES))
    def start_device(self, kind, scopes):
        started = self.flows.device(scopes, getattr(self.flows, kind))
        code = started["device_code"]
        self.model.entries[code] = Entry(kind, "", scopes, self.clock.now + 1800)
        return code, started["user_code"]

    @rule(device=devices, user=st.sampled_from(LOGINS), yes=YES)
    def answer_device(self, device, user, yes):
        code, user_code = device
        browser = self.browsers[user]
        browser.open({"device-code": user_code}, "activate")
        answer = browser.submit("activate", decision="authorize" if yes else "cancel")
        entry = self.model.entries[code]
        waits = entry.alive and not entry.user and entry.ends > self.clock.now
        assert answer.status_code == (200 if waits else 403)
        if waits and yes:
            entry.user = user
            self.model.consent(user, entry.kind, entry.scopes)
        elif waits:
            entry.alive = False

    @rule(target=access_tokens, device=devices, by=OWNER)
    def poll(self, device, by):
        code, _ = device
        kind = other(self.model.entries[code].kind, by)
        answer = self.flows.poll(code, getattr(self.flows, kind))
        entry = self.model.good(code, kind)
        if entry is None:
            assert problem(answer) == (400, "invalid device code")
        elif not entry.user:
            assert problem(answer) == (400, "authorization_pending")
        else:
            entry.alive = False
            return self.model.keep(answer.json(), kind, entry.user, entry.scopes)[0]
        return multiple()

    # Whole grants in one step, so that more happens to their codes and tokens.

    @rule(target=access_tokens, user=st.sampled_from(LOGINS), wait=st.sampled_from([0, 599, 600]),
          cut=RARELY, times=st.integers(1, 2))  # fmt: skip
    def whole_code_grant(self, user, wait, cut, times):
        code = self.authorize(user, SCOPES[2], by="owner", uri=URIS[0], yes=True)
        self.clock.now += wait
        if cut:
            self.disconnect(user, KINDS[0])
        results = [self.exchange(code, "owner", same_uri=True, secret="own") for _ in range(times)]
        return results[0]

    @rule(target=access_tokens, users=st.permutations(LOGINS), kind=st.sampled_from(KINDS),
          wait=st.sampled_from([0, 1799, 1800]), cut=RARELY, times=st.integers(1, 2),
          later=st.sampled_from([0, MONTH - 1, MONTH]))  # fmt: skip
    def whole_device_grant(self, users, kind, wait, cut, times, later):
        device = self.start_device(kind, "clips:edit")
        for user in users[:times]:
            self.answer_device(device, user, yes=True)
        self.clock.now += wait
        if cut:
            self.disconnect(users[0], kind)
        results = [self.poll(device, by="owner") for _ in range(times)]
        if isinstance(results[0], str):
            self.wait_and_refresh(results[0], "owner", times, later)
            self.compare(results[0])
        return results[0]

    @rule(token=access_tokens, by=OWNER)
    def revoke(self, token, by):
        kind = other(self.model.entries[token].kind, by)
        answer = self.flows.revoke(token, getattr(self.flows, kind))
        entry = self.model.good(token, kind)
        if entry:
            assert (answer.status_code, answer.content) == (200, b"")
            entry.alive = False
        else:
            assert problem(answer) == (400, "Invalid token")

    @rule(user=st.sampled_from(LOGINS), kind=st.sampled_from(KINDS))
    def disconnect(self, user, kind):
        browser = self.browsers[user]
        page = browser.open({}, "connections")
        connected = sum(login == user for login, _ in self.model.consents)
        assert page.text.count("Disconnect</button>") == connected
        if connected:
            browser.submit("connections", client_id=getattr(self.flows, kind))
            self.model.end_all(user, kind)

    @rule(seconds=st.sampled_from(SECONDS))
    def time_passes(self, seconds):
        self.clock.now += seconds

    @rule(token=access_tokens)
    def look_at(self, token):
        self.compare(token)


@pytest.fixture
def flows() -> Iterator[Flows]:
    """Of a sandbox for this test alone: it moves the clock by months."""
    with running_box() as box:
        yield Flows(box)


def test_random_sequences_are_answered_as_the_model_says(flows):
    LoginService.flows = flows
    LoginService.browsers = {login: flows.connections(login) for login in LOGINS}
    run_state_machine_as_test(
        LoginService,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
