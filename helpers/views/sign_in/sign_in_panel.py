"""The sign-in panel: the authorize URL decoded, the Authorize link, and the three ways back."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from helpers import settings, tokens, words
from helpers.clock import now
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret, hint
from helpers.errors import CourseError, NotYet, RedirectError
from helpers.grants import authorization_code, implicit, openid_connect
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Waiting
from helpers.tokens import Token
from helpers.views import look
from helpers.views.exchange.fields import field_table
from helpers.views.exchange.masking import parameters
from helpers.views.form import BUTTON, LABEL, WIDE, Form, link_button, prose
from helpers.views.html_widget import Html
from helpers.views.sign_in.authorize_url import authorize_table
from helpers.wire import uses_embedded_sandbox

# What comes back for each response_type, and how the grant reads it.
_BRINGS: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "token": ("token", implicit.parse_redirect),
    "code": ("code", authorization_code.parse_redirect),
    "id_token": ("ID token", openid_connect.parse_redirect),
    "token id_token": ("ID token", openid_connect.parse_redirect),
}

_listening: list[Listener] = []  # at most one: a new sign-in closes the one before


class SignIn(Form):
    """Sends the learner to Twitch, and waits (without blocking) for what the grant brings back."""

    def __init__(self, url: str) -> None:
        self._url = url
        sent = parameters(url)
        self._client_id = sent.get("client_id", "")
        self._redirect_uri = sent.get("redirect_uri", "")
        self._what, parse = _brings(sent.get("response_type", ""))
        self._waiting = Waiting(_required_state(sent), parse, self._came_back, self._what)
        self._earlier = _earlier_token(sent) if self._what == "token" else None
        self._before = None if self._what == "token" else _signed_in_before(sent)
        self._table = authorize_table(url)
        super().__init__("Sign in and give consent", *self._widgets())
        self._start()

    def token(self) -> Token:
        """Return the token that came back, or one that you authorized earlier.

        Raises NotYet before there is one.
        """
        earlier = None if self._waiting.arrived else self._earlier
        token: Token = earlier or self._arrival("token")
        return replace(token, client_id=self._client_id)  # the fragment does not name it

    def code(self) -> Secret:
        """Return the authorization code that came back, good for one use.

        In the sandbox, who signed in before need not click again: the scripted learner does it.
        Raises NotYet before there is a code.
        """
        code: Secret = self._arrival("code")
        return code

    def signed_in(self) -> openid_connect.Answer:
        """Return the ID token that came back, and the access token if it was asked for too.

        Raises NotYet before there is one.
        """
        answer: openid_connect.Answer = self._arrival("ID token")
        return answer

    def answer(self) -> look.Shown:
        """Return what came back, field by field; secrets stay hidden. Raises NotYet."""
        same = {"state": "the same as was sent"}
        if self._what == "code":
            code = {"code": f"(hidden, {len(self.code())} characters)"}
            return field_table("What came back behind ?", code | same)
        if self._what == "ID token":
            id_token = {"id_token": hint(self.signed_in().id_token)}
            return field_table("What came back behind #", id_token | same)
        token = self.token()
        fields = {"access_token": hint(token.access_token), "scope": " ".join(token.scopes)}
        if self._waiting.arrived is None:
            return field_table("Nothing new came back; this token was saved earlier", fields)
        return field_table(
            "What came back behind #", fields | same | {"token_type": token.token_type}
        )

    def _arrival(self, what: str) -> Any:
        if what != self._what:
            raise CourseError(
                f"This sign-in brings back the {self._what}, not the {what}. "
                "Look at response_type in the URL."
            )
        if self._waiting.arrived is None and self._before:
            self._approve(self._before.login or "")
        if self._waiting.arrived is None:
            raise NotYet("press Authorize in the panel above and say yes, then run this cell.")
        return self._waiting.arrived

    def _widgets(self) -> list[widgets.Widget]:
        address = widgets.Password(description="Address", style=LABEL, layout=WIDE)
        take = widgets.Button(description="Use this address", layout=BUTTON)
        take.on_click(self.guarded(lambda: self._take(address)))
        paste = widgets.VBox(
            [
                Html(
                    prose(
                        "No page came up, or the notebook runs on another machine? Copy "
                        "everything in the address bar of the page you came back to, and paste "
                        "it here:"
                    )
                ),
                widgets.HBox([address, take], layout=widgets.Layout(flex_flow="row wrap")),
            ]
        )
        parts = [
            Html(self._table.drawn),
            Html(link_button(self._url, "Authorize")),
            paste,
        ]
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
        elif self._before:
            self.say(
                "You signed in here before. Press Authorize to do it again, or just run the next "
                "cell: in the sandbox, the scripted learner then signs in for you."
            )
        else:
            self.say(f"Waiting for you, up to five minutes, at {self._redirect_uri}.")

    def _walk_alone(self) -> None:
        listener = Listener(self._redirect_uri, self._waiting, port=0)
        _listening.append(listener)
        address = scripted_learner.authorize(self._url)
        scripted_learner.open_redirect_page(address, port=listener.port)
        # It takes a fifth of a second, and nobody waits for this port.
        threading.Thread(target=close_listener).start()
        played = "the scripted learner pressed Authorize"
        self.in_words = f"[form: sign-in] {played}\n{self._table.text}"
        self.drawn = look.panel(f"Sign in and give consent: {played}", self._table.drawn)

    def _take(self, address: widgets.Password) -> None:
        pasted, address.value = address.value, ""  # the address holds a token: out of the field
        if not pasted.strip():
            raise CourseError("The field is empty. Paste the whole address, then press the button.")
        self._accept(pasted)

    def _approve(self, login: str = "") -> None:
        self.say("The scripted learner is signing in …")
        self._accept(scripted_learner.authorize(self._url, login))

    def _accept(self, address: str) -> None:
        self._waiting.accept(address)
        close_listener()

    def _came_back(self, outcome: Any) -> None:
        if isinstance(outcome, RedirectError):
            return self.say(str(outcome))
        self.say(f"The {self._what} has arrived{_in_short(outcome)}. Run the next cell.")

    def _timed_out(self) -> None:
        if self._waiting.arrived is None:
            self.say(
                "Five minutes are over, so the notebook stopped waiting at the redirect URI. An "
                "address that you paste below still counts; or run this cell again."
            )


def sign_in(url: str) -> SignIn:
    """Return the sign-in panel for an authorize URL, and start to wait at its redirect URI."""
    return SignIn(url)


def close_listener() -> None:
    """Stop waiting and free the port of the redirect URI."""
    closing = _listening.copy()
    _listening.clear()
    for each in closing:
        each.close()


def _brings(response_type: str) -> tuple[str, Callable[[str, str], Any]]:
    if response_type in _BRINGS:
        return _BRINGS[response_type]
    raise CourseError(
        f"The URL asks for the response_type {response_type!r}, which this panel cannot receive. "
        f"Make the URL with a grant's authorization_url."
    )


def _in_short(outcome: Any) -> str:
    if isinstance(outcome, Token):
        number = words.count(len(outcome.scopes), "scope")
        return f": {hint(outcome.access_token)}, {number}"
    return " (it stays hidden)"


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


def _signed_in_before(sent: dict[str, str]) -> Token | None:
    """Return what is saved if the learner gave this very consent in the sandbox before."""
    scopes = set(sent.get("scope", "").split())
    token = tokens.peek("openid" if "openid" in scopes else "user")
    known = (
        uses_embedded_sandbox()
        and token is not None
        and token.refresh_token is not None  # an implicit token came from another sign-in
        and token.client_id == sent.get("client_id")
        and scopes <= set(token.scopes)
    )
    return token if known else None
