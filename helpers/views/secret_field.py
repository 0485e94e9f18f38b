"""A field for something secret: what is typed goes out of sight, and out of the notebook, at once.

A widget's value is part of the notebook's state: "Save Widget State Automatically" writes it to
the file, and the kernel repeats it to every other client. So the field waits until something
was entered whole, keeps it in Python, and is empty again.
"""

from typing import Any

import ipywidgets as widgets
from traitlets import Unicode

from helpers.credentials.secret import Secret
from helpers.views.form import LABEL, WIDE


class SecretField(widgets.Password):  # type: ignore[misc]
    """A password field that empties itself. `look()` and `take()` return what was entered."""

    # Not repeated to the other clients of this kernel, as other values are.
    value = Unicode().tag(sync=True, echo_update=False)

    def __init__(self, description: str, placeholder: str = "") -> None:
        self._entered = Secret("")
        self._waits = placeholder
        super().__init__(
            description=description,
            placeholder=placeholder,
            continuous_update=False,  # the browser keeps each key to itself until Tab or Enter
            style=LABEL,
            layout=WIDE,
        )
        self.observe(self._keep, "value")

    def look(self) -> Secret:
        """Return what was entered, and keep it. It is empty if there is nothing."""
        return self._entered

    def take(self) -> Secret:
        """Return what was entered, and forget it. It is empty if there is nothing."""
        entered, self._entered = self._entered, Secret("")
        self.placeholder = self._waits
        return entered

    def wait_with(self, placeholder: str) -> None:
        """Say in the empty field what may be entered."""
        self._waits = self.placeholder = placeholder

    def _keep(self, change: dict[str, Any]) -> None:
        if change["new"]:
            self._entered = Secret(change["new"])
            self.placeholder = f"{len(self._entered)} characters entered (hidden)"
            self.value = ""
