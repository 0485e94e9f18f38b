"""The form for the client ID of an application that keeps no secret."""

import ipywidgets as widgets

from helpers import settings, tokens
from helpers.credentials import pasted
from helpers.errors import CourseError, NotYet
from helpers.views.form import LABEL, WIDE, Form
from helpers.wire import uses_embedded_sandbox


class ClientIdForm(Form):
    """Asks for a client ID alone. It is no secret: it is read from the field when needed."""

    def __init__(self) -> None:
        self._client_id = widgets.Text(
            description="Client ID",
            value=_known(),
            continuous_update=False,
            style=LABEL,
            layout=WIDE,
        )
        self._client_id.observe(self.guarded(self._tidy_up), "value")
        super().__init__("The device's application", self._client_id)
        self.in_words = f"[form: client ID] {self._client_id.value}"
        if uses_embedded_sandbox() and not settings.headless():
            self.say("Filled in: an application of the Public type, registered in the sandbox.")

    @property
    def client_id(self) -> str:
        """The client ID in the field. Raises NotYet while it is empty, CourseError if it is odd."""
        client_id: str = self._client_id.value
        if not client_id:
            raise NotYet("enter a client ID in its form, then run this cell again.")
        if odd := pasted.oddity("client ID", client_id):
            cause, cure = odd
            raise CourseError(f"{cause} {cure.rstrip('.')}, then run this cell again.")
        return client_id

    def _tidy_up(self) -> None:
        tidy, removed = pasted.tidied(self._client_id.value)
        self._client_id.value = tidy.reveal()
        odd = pasted.oddity("client ID", tidy)
        empty = () if len(tidy) else ("The client ID is empty.", "Fill it in.")
        self.say(
            " ".join([pasted.told(removed), *(odd or empty or ["Run the next cell."])]).strip()
        )


def client_id_form() -> ClientIdForm:
    """Return the form for the client ID of an application that keeps no secret."""
    return ClientIdForm()


def _known() -> str:
    """Return the sandbox's Public application; on live Twitch, the saved one serves as well."""
    if uses_embedded_sandbox():
        from helpers.wire.embedded import sandbox

        return sandbox().public_client_id
    saved = tokens.peek_application()
    return saved.client_id if saved else ""
