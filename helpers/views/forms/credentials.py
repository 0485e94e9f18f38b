"""The form for the application's client ID and client secret."""

import ipywidgets as widgets

from helpers import settings, tokens
from helpers.credentials import pasted
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, NotYet
from helpers.views.form import BUTTON, LABEL, WIDE, Form
from helpers.views.secret_field import SecretField
from helpers.wire import uses_embedded_sandbox


class CredentialsForm(Form):
    """Asks for the client ID and secret, and keeps them out of sight.

    What is pasted is tidied up first, and refused if its form shows that it is something else. In
    the sandbox both are known already, and so are those that an earlier notebook saved.
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
            raise NotYet("press “Use these credentials” in its form, then run this cell again.")
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
        client_id, removed = pasted.tidied(self._client_id.value)
        secret, also_removed = pasted.tidied(self._client_secret.look())
        try:
            application = self._checked(client_id.reveal(), secret)
        except CourseError as problem:
            kept = " Until then, those from before stay in use." if self._application else ""
            raise CourseError(f"{problem}{kept}") from None
        self._client_secret.take()
        self._client_id.value = application.client_id
        self._known = self._application = application
        self._confirm(pasted.told(removed + also_removed))

    def _checked(self, client_id: str, entered: Secret) -> tokens.Application:
        if not client_id:
            raise CourseError("The client ID is empty. Fill it in, then press the button again.")
        _refuse(pasted.oddity("client ID", client_id))
        secret = self._secret_for(client_id, entered)
        try:
            _refuse(pasted.oddity("client secret", secret))
            self._refuse_mixed_up(client_id, secret)
        except CourseError:
            self._client_secret.take()  # what is wrong must not be used at the next press
            raise
        return tokens.Application(client_id, secret)

    def _secret_for(self, client_id: str, entered: Secret) -> Secret:
        if len(entered):
            return entered
        known = self._known
        if known and known.client_secret and known.client_id == client_id:
            return known.client_secret
        raise CourseError(
            "The client secret is empty. Paste the secret that belongs to this client ID, "
            "then press the button again."
        )

    def _refuse_mixed_up(self, client_id: str, secret: Secret) -> None:
        known = self._known or tokens.Application("", None)
        known_secret = known.client_secret or Secret("")
        if client_id == known_secret:
            self._client_id.value = known.client_id  # a secret goes out of sight
        _refuse(pasted.mixed_up(client_id, secret, known.client_id, known_secret))

    def _confirm(self, removed: str) -> None:
        self.say(
            f"In use: the client ID, and a secret of {len(self.client_secret)} characters "
            f"(hidden). {removed} Run the next cell."
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


def _refuse(odd: pasted.Oddity | None) -> None:
    if odd:
        cause, cure = odd
        raise CourseError(f"{cause} {cure.rstrip('.')}, then press the button again.")
