"""The sign-in panel: the authorize URL decoded, the Authorize link, and the three ways back."""

from dataclasses import replace
from html import escape

import ipywidgets as widgets

from helpers import scripted_learner, settings, tokens, words
from helpers.clock import now
from helpers.errors import CourseError, NotYet, RedirectError
from helpers.grants import implicit
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Outcome, Waiting
from helpers.secret import hint
from helpers.tokens import Token
from helpers.views import look
from helpers.views.authorize_url import authorize_table, parameters
from helpers.views.fields import field_table
from helpers.views.form import BUTTON, LABEL, WIDE, Form, prose
from helpers.wire import uses_embedded_sandbox

_listening: list[Listener] = []  # at most one: a new sign-in closes the one before


class SignIn(Form):
    """Sends the learner to Twitch, and waits (without blocking) for the token to come back."""

    def __init__(self, url: str) -> None:
        self._url = url
        sent = parameters(url)
        self._client_id = sent.get("client_id", "")
        self._redirect_uri = sent.get("redirect_uri", "")
        self._waiting = Waiting(_required_state(sent), implicit.parse_redirect, self._came_back)
        self._earlier = _earlier_token(sent)
        self._table = authorize_table(url)
        super().__init__("Sign in and give consent", *self._widgets())
        self._start()

    def token(self) -> Token:
        """Return the token that came back, or one that you authorized earlier.

        Raises NotYet before there is one.
        """
        token = self._waiting.token or self._earlier
        if token is None:
            raise NotYet("press Authorize in the panel above and say yes, then run this cell.")
        return replace(token, client_id=self._client_id)  # the fragment does not name it

    def answer(self) -> look.Shown:
        """Return what came back, field by field; the token itself stays hidden. Raises NotYet."""
        token = self.token()
        fields = {"access_token": hint(token.access_token), "scope": " ".join(token.scopes)}
        if self._waiting.token is None:
            return field_table("Nothing new came back; this token was saved earlier", fields)
        fields["state"] = "the same as was sent"
        return field_table("What came back behind #", fields | {"token_type": token.token_type})

    def _widgets(self) -> list[widgets.Widget]:
        address = widgets.Password(description="Address", style=LABEL, layout=WIDE)
        take = widgets.Button(description="Use this address", layout=BUTTON)
        take.on_click(self.guarded(lambda: self._take(address)))
        paste = widgets.VBox(
            [
                widgets.HTML(
                    prose(
                        "No page came up, or the notebook runs on another machine? Copy "
                        "everything in the address bar of the page you came back to, and paste "
                        "it here:"
                    )
                ),
                widgets.HBox([address, take], layout=widgets.Layout(flex_flow="row wrap")),
            ]
        )
        parts = [widgets.HTML(self._table.html), widgets.HTML(_link(self._url)), paste]
        if uses_embedded_sandbox():
            approve = widgets.Button(description="Approve for me (sandbox only)", layout=BUTTON)
            approve.on_click(self.guarded(self._approve))
            parts.append(approve)
        return parts

    def _start(self) -> None:
        close_listener()
        if settings.headless():
            return self._walk_alone()
        try:
            _listening.append(
                Listener(self._redirect_uri, self._waiting, on_timeout=self._timed_out)
            )
        except CourseError as problem:
            return self.say(str(problem))
        if self._earlier:
            self.say(
                "You already have a token with these scopes, saved earlier. Run the next cell to "
                "go on with it, or press Authorize for a new one."
            )
        else:
            self.say(f"Waiting for you, up to five minutes, at {self._redirect_uri}.")

    def _walk_alone(self) -> None:
        listener = Listener(self._redirect_uri, self._waiting, port=0)
        _listening.append(listener)
        address = scripted_learner.authorize(self._url)
        scripted_learner.open_redirect_page(address, port=listener.port)
        close_listener()
        played = "the scripted learner pressed Authorize"
        self.in_words = f"[form: sign-in] {played}\n{self._table.text}"
        self.drawn = look.panel(f"Sign in and give consent: {played}", self._table.html)

    def _take(self, address: widgets.Password) -> None:
        pasted, address.value = address.value, ""  # the address holds a token: out of the field
        if not pasted.strip():
            raise CourseError("The field is empty. Paste the whole address, then press the button.")
        self._accept(pasted)

    def _approve(self) -> None:
        self.say("The scripted learner is signing in …")
        self._accept(scripted_learner.authorize(self._url))

    def _accept(self, address: str) -> None:
        self._waiting.accept(address)
        close_listener()

    def _came_back(self, outcome: Outcome) -> None:
        if isinstance(outcome, RedirectError):
            return self.say(str(outcome))
        number = words.count(len(outcome.scopes), "scope")
        self.say(
            f"The token has arrived: {hint(outcome.access_token)}, {number}. Run the next cell."
        )

    def _timed_out(self) -> None:
        if self._waiting.token is None:
            self.say("Five minutes are over, so the notebook stopped waiting. Run this cell again.")


def sign_in(url: str) -> SignIn:
    """Return the sign-in panel for an authorize URL, and start to wait at its redirect URI."""
    return SignIn(url)


def close_listener() -> None:
    """Stop waiting and free the port of the redirect URI."""
    closing = _listening.copy()
    _listening.clear()
    for each in closing:
        each.close()


def _required_state(sent: dict[str, str]) -> str:
    if sent.get("state"):
        return sent["state"]
    raise CourseError(
        "The URL has no state, so nobody could tell whose answer comes back. "
        "Make one with implicit.new_state(), then run this cell again."
    )


def _earlier_token(sent: dict[str, str]) -> Token | None:
    """Return the saved user token if it would do for this request."""
    token = tokens.peek("user")
    if token is None or token.client_id != sent.get("client_id"):
        return None
    over = token.expires_at is not None and token.expires_at <= now()
    enough = set(sent.get("scope", "").split()) <= set(token.scopes)
    return token if enough and not over else None


def _link(url: str) -> str:
    # JupyterLab shows a plain link in a widget black and not underlined: draw it as a button.
    style = (
        "display: inline-block; margin: 8px 0; padding: 5px 16px; border-radius: 4px; "
        "font-weight: 600; text-decoration: none; color: #fff; background: #5a3fb5"
    )
    return (
        f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener" style="{style}">'
        "Authorize (opens a new tab)</a>"
    )
