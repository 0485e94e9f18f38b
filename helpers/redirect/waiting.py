"""One sign-in under way: it waits for one answer, and takes it once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from helpers.errors import RedirectError, WrongState

Arrival = TypeVar("Arrival")  # what the grant brings back: a Token, a code, an ID token


@dataclass
class Waiting(Generic[Arrival]):
    """The state of one sign-in, and what came of it.

    `parse` is the grant's own `parse_redirect`; `what` is the name of the thing that it returns.
    `on_change` is called with that thing or with the error, from whatever thread the answer came
    in on.
    """

    state: str = field(repr=False)
    parse: Callable[[str, str], Arrival]
    on_change: Callable[[Arrival | RedirectError], None] = lambda outcome: None
    what: str = "token"
    arrived: Arrival | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def accept(self, address: str) -> Arrival:
        """Return what an address carries, and keep it.

        Raises what `parse` raises, and WrongState for a second answer with the same state.
        """
        outcome = self._outcome(address)
        self.on_change(outcome)
        if isinstance(outcome, RedirectError):
            raise outcome
        return outcome

    def _outcome(self, address: str) -> Arrival | RedirectError:
        with self._lock:  # the redirect page and a pasted address may come at the same moment
            try:
                self.arrived = self._take(address)
            except RedirectError as problem:
                return problem
            return self.arrived

    def _take(self, address: str) -> Arrival:
        arrival = self.parse(address, self.state)
        if self.arrived is not None:
            raise WrongState(
                f"This sign-in has already given its {self.what}, and its state is good for one "
                f"use. The {self.what} that came first is kept. Run the sign-in cell again for a "
                "new one."
            )
        return arrival
