"""One sign-in under way: it waits for one answer, and takes it once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from helpers.errors import RedirectError, WrongState
from helpers.tokens import Token

Outcome = Token | RedirectError


@dataclass
class Waiting:
    """The state of one sign-in, and what came of it.

    `parse` is the grant's own `parse_redirect`. `on_change` is called with the token or the
    error, from whatever thread the answer came in on.
    """

    state: str = field(repr=False)
    parse: Callable[[str, str], Token]
    on_change: Callable[[Outcome], None] = lambda outcome: None
    token: Token | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def accept(self, address: str) -> Token:
        """Return the token in an address and keep it.

        Raises what `parse` raises, and WrongState for a second answer with the same state.
        """
        outcome = self._outcome(address)
        self.on_change(outcome)
        if isinstance(outcome, RedirectError):
            raise outcome
        return outcome

    def _outcome(self, address: str) -> Outcome:
        with self._lock:  # the redirect page and a pasted address may come at the same moment
            try:
                self.token = self._take(address)
            except RedirectError as problem:
                return problem
            return self.token

    def _take(self, address: str) -> Token:
        token = self.parse(address, self.state)
        if self.token is not None:
            raise WrongState(
                "This sign-in has already given its token, and its state is good for one use. "
                "The token that came first is kept. Run the sign-in cell again for a new one."
            )
        return token
