"""What can go wrong when a sandbox is started."""


class StateError(Exception):
    """The state file cannot be used. Its text is a plain sentence."""
