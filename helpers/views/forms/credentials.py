"""The form for the application's client ID and client secret."""

import ipywidgets as widgets

from helpers import settings, tokens, words
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, NotYet
from helpers.views.form import BUTTON, LABEL, WIDE, Form
from helpers.views.secret_field import SecretField
from helpers.wire import uses_embedded_sandbox


class CredentialsForm(Form):
    """Asks for the client ID and secret, and keeps them out of sight.

    The secret leaves its field the moment the button is pressed. In the sandbox both are known
    already, and so are those that an earlier notebook saved.
    """

    def __init__(self) -> None:
        practice = _practice_application()
        self._application = _saved_application(practice)
        self._known = self._application or practice
        self._client_id = widgets.Text(
            description="Client ID",
            value=self._known.client_id if self._known else "",
            style=LABEL,
            layout=WIDE,
        )
        self._client_secret = SecretField("Client secret")
        button = widgets.Button(
            description="Use these credentials",
            button_style="primary",
            layout=BUTTON,
        )
        button.on_click(self.guarded(self._use))
        super().__init__("Your application", self._client_id, self._client_secret, button)
        self._start()

    @property
    def application(self) -> tokens.Application:
        """The application in use. Raises NotYet before the button was pressed."""
        if self._application is None:
            raise NotYet("press “Use these credentials” in the form above, then run this again.")
        return self._application

    @property
    def client_id(self) -> str:
        """The client ID in use. Raises NotYet."""
        return self.application.client_id

    @property
    def client_secret(self) -> Secret:
        """The client secret in use, redacted wherever it is printed. Raises NotYet."""
        return self.application.client_secret or Secret("")

    def _start(self) -> None:
        if self._known:
            self._client_secret.wait_with("filled in already; type here only to change it")
        if settings.headless():
            self._use()
            self.in_words = (
                f"[form: application] client_id={self.client_id}, client_secret=(hidden)"
            )
        elif self._application:
            self.say(
                "Saved earlier and in use: your client ID and secret. Run the next cell, "
                "or change them and press the button."
            )

    def _use(self) -> None:
        client_id, blanks = _trimmed(self._client_id.value)
        secret, more_blanks = _trimmed(self._client_secret.take())
        if not client_id:
            raise CourseError("The client ID is empty. Fill it in, then press the button again.")
        client_secret = Secret(secret) if secret else self._known_secret(client_id)
        _check("client ID", client_id)
        _check("client secret", client_secret.reveal())
        self._client_id.value = client_id
        self._known = self._application = tokens.Application(client_id, client_secret)
        self._confirm(blanks + more_blanks)

    def _known_secret(self, client_id: str) -> Secret:
        known = self._known
        if known and known.client_secret and known.client_id == client_id:
            return known.client_secret
        raise CourseError(
            "The client secret is empty. Paste the secret that belongs to this client ID, "
            "then press the button again."
        )

    def _confirm(self, trimmed: int) -> None:
        blanks = words.count(trimmed, "blank")
        removed = f" {blanks} pasted around them removed." if trimmed else ""
        self.say(
            f"In use: the client ID, and a secret of {len(self.client_secret)} characters "
            f"(hidden).{removed} Run the next cell."
        )


def credentials_form() -> CredentialsForm:
    """Return the form for the application's client ID and client secret."""
    return CredentialsForm()


def _practice_application() -> tokens.Application | None:
    """Return the sandbox's own application; there is none on live Twitch."""
    if not uses_embedded_sandbox():
        return None
    from helpers.wire.embedded import sandbox

    running = sandbox()
    return tokens.Application(running.client_id, Secret(running.client_secret))


def _saved_application(practice: tokens.Application | None) -> tokens.Application | None:
    """Return the application that an earlier notebook saved, if it can still be used."""
    saved = tokens.peek_application()
    if saved and practice and saved.client_id != practice.client_id:
        return None  # of a sandbox whose state was deleted since
    return saved


def _trimmed(text: str) -> tuple[str, int]:
    """Return pasted text without the blanks around it, and how many there were."""
    return text.strip(), len(text) - len(text.strip())


def _check(what: str, value: str) -> None:
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise CourseError(
            f"The {what} contains a space, a line break or a letter that none has. "
            "Copy it again from the developer console, then press the button again."
        )
