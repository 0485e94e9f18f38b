"""The device panel: the code to enter elsewhere, and the waiting for somebody's yes."""

from collections.abc import Iterable

import ipywidgets as widgets
import requests
from htpy import Node, div, fragment, span

from helpers import settings, tokens
from helpers.course import scripted_learner
from helpers.errors import NotYet
from helpers.grants.device_waiting import DeviceWaiting
from helpers.tokens import Token
from helpers.views import look, styles
from helpers.views.exchange.masking import shown_address
from helpers.views.form import BUTTON, WIDE, Form, link_button, prose
from helpers.views.html_widget import Html
from helpers.views.sign_in.open_here import OpenHere
from helpers.views.sign_in.ways import OPEN_HERE, way
from helpers.wire import for_browser, uses_embedded_sandbox

_waiting: list[DeviceWaiting] = []  # at most one: a new waiting ends the one before


class DevicePanel(Form):
    """Shows the user code, and waits (without blocking) until somebody has entered it."""

    def __init__(
        self, codes: requests.Response, client_id: str, scopes: Iterable[str] | str
    ) -> None:
        self._way = way()
        asked = tuple(scopes.split() if isinstance(scopes, str) else scopes)  # to be read often
        self._wait = DeviceWaiting(client_id, asked, codes, self._show)
        self._before = _approved_before(client_id, asked)
        self._bar = widgets.FloatProgress(
            value=self._wait.seconds_left, max=self._wait.lifetime, layout=WIDE
        )
        self._left = Html()
        self._stop = widgets.Button(description="Stop waiting", layout=BUTTON)
        self._stop.on_click(self.guarded(self._wait.stop))
        super().__init__("Waiting for your yes on another device", *self._widgets())
        self._start()

    def response(self) -> requests.Response:
        """Return the answer that brought the token.

        In the sandbox, who said yes before need not do it again: the scripted learner does.
        Raises NotYet before there is one.
        """
        if self._wait.response is None and self._before:
            self._approve(self._before.login or "")
        if self._wait.response is None:
            raise NotYet(_what_is_left(self._wait.over))
        return self._wait.response

    def _widgets(self) -> list[widgets.Widget]:
        self._card = fragment[
            self._where(),
            ", check that it shows this code, and say yes:",
            div[span(style=styles.USER_CODE)[self._wait.user_code]],
        ]
        self._told = Html(prose(self._card))
        page = self._wait.verification_uri
        in_tab = for_browser(page) if self._way.opens_tab else page
        self._link = Html(link_button(in_tab, "Enter the code"))
        row = widgets.HBox([self._stop], layout=widgets.Layout(flex_flow="row wrap"))
        inside: list[widgets.Widget] = []
        if uses_embedded_sandbox():
            approve = widgets.Button(description="Approve for me (sandbox only)", layout=BUTTON)
            approve.on_click(self.guarded(self._approve))
            row.children = (*row.children, approve)
            inside = [OpenHere(self._wait.verification_uri)]
        by_tab = [self._link] if self._way.opens_tab else []
        time_left = widgets.VBox([self._left, self._bar])
        return [self._told, *by_tab, *inside, time_left, row]

    def _where(self) -> Node:
        if not self._way.opens_tab:
            return f"Press “{OPEN_HERE}”, which plays another device"
        page = look.code(shown_address(for_browser(self._wait.verification_uri)))
        if uses_embedded_sandbox():  # on this computer: a telephone would not find it
            return fragment["Press “Enter the code” to open ", page, " in another tab"]
        return fragment["Open ", page, " in any browser, say on your telephone"]

    def _start(self) -> None:
        stop_waiting()
        if settings.headless():
            self._approve()
            played = "the scripted learner entered the code and pressed Authorize"
            self.in_words = f"[form: device] {self._wait.user_code}: {played}"
            self.drawn = look.panel(f"On another device: {played}", self._card)
            return
        _waiting.append(self._wait)
        self._show()
        self._wait.start()

    def _approve(self, login: str = "") -> None:
        scripted_learner.activate(self._wait.verification_uri, login)
        self._wait.ask()
        self._show()

    def _show(self) -> None:
        minutes, seconds = divmod(int(self._wait.seconds_left), 60)
        self._left.value = prose(f"The code is good for {minutes} min {seconds:02} s.")
        self._bar.value = self._wait.seconds_left
        if self._wait.over:
            self._left.value = prose("The waiting has ended.")
            self._stop.disabled = True
            self._told.value = self._link.value = ""  # the code was used, or is not waited for
        self._say_once(self._wait.sentence)

    def _say_once(self, sentence: str) -> None:
        if sentence != self._said:  # what a button has said meanwhile stays to be read
            self._said = sentence
            self.say(sentence)

    _said = ""


def device_panel(
    codes: requests.Response, client_id: str, scopes: Iterable[str] | str
) -> DevicePanel:
    """Return the device panel for Twitch's answer to `request_codes`, and start to wait.

    Raises Refusal or BadAnswer if the answer holds no codes.
    """
    return DevicePanel(codes, client_id, scopes)


def _what_is_left(over: bool) -> str:
    if over:
        return (
            "the waiting in the device panel has ended without a token. Do what it says there, "
            "then run this cell again."
        )
    return "enter the code on the page of the device panel and say yes, then run this cell again."


def stop_waiting() -> None:
    """End the waiting that is under way."""
    ending = _waiting.copy()
    _waiting.clear()
    for each in ending:
        each.stop()


def _approved_before(client_id: str, scopes: Iterable[str]) -> Token | None:
    """Return what is saved if the learner gave this consent in the sandbox before."""
    token = tokens.peek("device") if uses_embedded_sandbox() else None
    known = token and token.client_id == client_id and set(scopes) <= set(token.scopes)
    return token if known else None
