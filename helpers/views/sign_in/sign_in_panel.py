"""The sign-in panel: the authorize URL decoded, the Authorize link, and the three ways back."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from helpers import settings, words
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret, hint
from helpers.errors import CourseError, NotYet, RedirectError, WrongState
from helpers.grants import authorization_code, implicit, openid_connect
from helpers.redirect.listener import Listener
from helpers.redirect.waiting import Waiting
from helpers.tokens import Token
from helpers.views import look
from helpers.views.exchange.fields import field_table
from helpers.views.exchange.masking import parameters
from helpers.views.form import BUTTON, Form, prose
from helpers.views.html_widget import Html
from helpers.views.secret_field import SecretField
from helpers.views.sign_in.authorize_link import (
    ARRIVED,
    REPLACED,
    AuthorizeLink,
    cannot_wait,
    too_late,
)
from helpers.views.sign_in.authorize_url import authorize_table
from helpers.views.sign_in.known import earlier_token, signed_in_before
from helpers.views.sign_in.open_here import OpenHere
from helpers.views.sign_in.ways import way
from helpers.wire import for_browser, uses_embedded_sandbox

# What comes back for each response_type, and how the grant reads it.
_BRINGS: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "token": ("token", implicit.parse_redirect),
    "code": ("code", authorization_code.parse_redirect),
    "id_token": ("ID token", openid_connect.parse_redirect),
    "token id_token": ("ID token", openid_connect.parse_redirect),
}

OFF = (
    "nothing has come back, and Authorize is off. Do what the sign-in panel says, then run this "
    "cell again."
)

_under_way: "list[SignIn]" = []  # at most one: a new sign-in ends the waiting of the one before


class SignIn(Form):
    """Sends the learner to Twitch, and waits (without blocking) for what the grant brings back."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._way = way()
        sent = parameters(url)
        self._client_id = sent.get("client_id", "")
        self._redirect_uri = sent.get("redirect_uri", "")
        self._what, parse = _brings(sent.get("response_type", ""))
        self._waiting = Waiting(_required_state(sent), parse, self._came_back, self._what)
        self._earlier = earlier_token(sent) if self._what == "token" else None
        self._before = None if self._what == "token" else signed_in_before(sent)
        self._table = authorize_table(url)
        self._link = AuthorizeLink(for_browser(url) if self._way.opens_tab else url)
        self._address = SecretField("Address")
        self._listener: Listener | None = None
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
            raise NotYet(self._way.left_to_do if self._link.offered else OFF)
        return self._waiting.arrived

    def _widgets(self) -> list[widgets.Widget]:
        inside = self._practice() if uses_embedded_sandbox() else []
        before = [Html(prose(self._way.before))] if self._way.before else []
        by_tab = [self._link] if self._way.opens_tab else []
        return [Html(self._table.drawn), *before, *by_tab, *inside, *self._paste()]

    def _practice(self) -> list[widgets.Widget]:
        approve = widgets.Button(description="Approve for me (sandbox only)", layout=BUTTON)
        approve.on_click(self.guarded(self._approve_here))
        return [OpenHere(self._url, self._take), approve]

    def _paste(self) -> list[widgets.Widget]:
        if not self._way.paste:
            return []
        take = widgets.Button(description="Use this address", layout=BUTTON)
        take.on_click(self.guarded(self._use_address))
        row = widgets.HBox([self._address, take], layout=widgets.Layout(flex_flow="row wrap"))
        return [widgets.VBox([Html(prose(self._way.paste)), row])]

    def _start(self) -> None:
        close_listener()
        _under_way.append(self)
        if settings.headless():
            return self._walk_alone()
        if self._way.listens:
            self._listen()
        self._say_how_it_stands()

    def _listen(self) -> None:
        try:
            self._listener = Listener(self._redirect_uri, self._waiting, on_timeout=self._timed_out)
        except CourseError as problem:
            self._link.withhold(cannot_wait(problem, practice=uses_embedded_sandbox()))

    def _say_how_it_stands(self) -> None:
        offered = self._link.offered
        if self._earlier:
            new = f", or {self._way.press} for a new one" if offered else ""
            self.say(
                "You already have a token with these scopes, saved earlier. Run the next cell to "
                f"go on with it{new}."
            )
        elif self._before:
            press = words.capital(self._way.press)
            again = f"{press} to do it again, or just run" if offered else "Just run"
            self.say(
                f"You signed in here before. {again} the next cell: in the sandbox, the scripted "
                "learner then signs in for you."
            )
        elif offered and self._way.listens:
            self.say(f"Waiting for you, up to five minutes, at {self._redirect_uri}.")
        else:
            self.say("")

    def _walk_alone(self) -> None:
        listener = self._listener = Listener(self._redirect_uri, self._waiting, port=0)
        address = scripted_learner.authorize(self._url)
        scripted_learner.open_redirect_page(address, port=listener.port)
        # It takes a fifth of a second, and nobody waits for this port.
        threading.Thread(target=self._close, daemon=True).start()
        played = "the scripted learner pressed Authorize"
        self.in_words = f"[form: sign-in] {played}\n{self._table.text}"
        self.drawn = look.panel(f"Sign in and give consent: {played}", self._table.drawn)

    def _use_address(self) -> None:
        pasted = self._address.take()
        if not pasted.reveal().strip():
            raise CourseError("The field is empty. Paste the whole address, then press the button.")
        self._take(pasted)

    def _approve_here(self) -> None:
        with suppress(RedirectError):
            self._approve()

    def _approve(self, login: str = "") -> None:
        self.say("The scripted learner is signing in …")
        self._accept(Secret(scripted_learner.authorize(self._url, login)))

    def _take(self, address: Secret) -> None:
        with suppress(RedirectError):  # _came_back has told it
            self._accept(address)

    def _accept(self, address: Secret) -> None:
        self._waiting.accept(address.reveal())
        self._close()

    def _came_back(self, outcome: Any) -> None:
        if not isinstance(outcome, RedirectError):
            self._link.withhold(ARRIVED)
            self.say(f"The {self._what} has arrived{_in_short(outcome)}. Run the next cell.")
        elif self._waiting.arrived is not None:
            self.say(str(outcome))
        elif not self._link.offered:
            self.say(f"{outcome} Here Authorize is off: above stands why, and what to do.")
        elif isinstance(outcome, WrongState):
            self.say(f"{outcome} This sign-in goes on waiting for its own answer.")
        else:
            self.say(str(outcome))

    def _timed_out(self) -> None:
        self._give_up_waiting(too_late(self._redirect_uri))

    def _give_up_waiting(self, why: str) -> None:
        # Where nothing listens, the address is handed over here, and still may be.
        if self._way.listens and self._waiting.arrived is None and self._link.offered:
            self._link.withhold(why)
            self._say_how_it_stands()

    def _close(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            listener.close()


def sign_in(url: str) -> SignIn:
    """Return the sign-in panel for an authorize URL, and start to wait at its redirect URI."""
    return SignIn(url)


def close_listener() -> None:
    """Stop waiting and free the port of the redirect URI."""
    ending = _under_way.copy()
    _under_way.clear()
    for each in ending:
        each._give_up_waiting(REPLACED)
        each._close()


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
