"""The sandbox's login service beside the small model of it: both begin anew, both are compared."""

from hypothesis.stateful import RuleBasedStateMachine, initialize

from helpers.sandbox.memory.people import BY_LOGIN
from tests.sandbox.box import NOON, Browser
from tests.sandbox.flows import Flows, problem
from tests.sandbox.login.model import Model
from tests.sandbox.login.openid import userinfo

LOGINS = ["twitchdev", "marta_paints"]
KINDS = ["confidential", "public"]


def other(kind: str, by: str) -> str:
    """Which kind of application uses something that belongs to this kind."""
    return kind if by == "owner" else KINDS[1 - KINDS.index(kind)]


class SideBySide(RuleBasedStateMachine):
    """One sandbox serves all sequences; each begins with nothing handed out."""

    flows: Flows
    browsers: dict[str, Browser]  # signed in once, for all sequences

    @initialize()
    def begin(self) -> None:
        self.clock = self.flows.box.clock
        self.model = Model(self.clock)
        self.clock.now = NOON
        for login in LOGINS:
            for kind in KINDS:
                state = self.flows.box.running._state
                state.disconnect(BY_LOGIN[login].id, getattr(self.flows, kind))

    def own(self, kind: str) -> dict[str, str | None]:
        secret = self.flows.box.running.client_secret if kind == "confidential" else None
        return {"client_id": getattr(self.flows, kind), "client_secret": secret}

    def compare(self, token: str) -> None:
        entry, answer = self.model.entries[token], self.flows.validate(token)
        user = userinfo(self.flows.box, token)
        if self.model.good(token, entry.kind) is None:
            assert problem(answer) == problem(user) == (401, "invalid access token")
            return
        if "openid" in entry.scopes:
            assert user.json()["sub"] == BY_LOGIN[entry.user].id
        else:
            assert problem(user) == (401, "missing scope: openid")
        assert answer.json() == {
            "client_id": getattr(self.flows, entry.kind),
            "login": entry.user,
            "scopes": entry.scopes.split() or None,
            "user_id": BY_LOGIN[entry.user].id,
            "expires_in": entry.ends - self.clock.now,
        }

    def teardown(self) -> None:
        for value, entry in self.model.entries.items():
            if entry.refresh_token:
                self.compare(value)
