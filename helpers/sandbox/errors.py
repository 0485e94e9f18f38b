"""What can go wrong with a sandbox's state file."""


class StateError(Exception):
    """The state file cannot be used. Its text says why and what to do, in plain sentences."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]  # in a notebook IPython shows this alone, without a traceback
