"""The form for the client ID of an application that keeps no secret."""

import ipywidgets as widgets

from helpers import settings, tokens
from helpers.errors import NotYet
from helpers.views.form import LABEL, WIDE, Form
from helpers.wire import uses_embedded_sandbox


class ClientIdForm(Form):
    """Asks for a client ID alone. It is no secret, so it is read from the field when needed."""

    def __init__(self) -> None:
        self._client_id = widgets.Text(
            description="Client ID", value=_known(), style=LABEL, layout=WIDE
        )
        super().__init__("The device's application", self._client_id)
        self.in_words = f"[form: client ID] {self._client_id.value}"
        if uses_embedded_sandbox() and not settings.headless():
            self.say("Filled in: an application of the Public type, registered in the sandbox.")

    @property
    def client_id(self) -> str:
        """The client ID in the field. Raises NotYet while it is empty."""
        client_id: str = self._client_id.value.strip()
        if not client_id:
            raise NotYet("enter a client ID in the form above, then run this cell again.")
        return client_id


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
