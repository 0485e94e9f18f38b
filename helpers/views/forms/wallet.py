"""The wallet: every saved token, its owner, scopes and time left, and what to do with it."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

import ipywidgets as widgets
from htpy import Element, br, span, strong

from helpers import settings, words
from helpers.clock import now
from helpers.tokens import Slot, care
from helpers.tokens.care import Row
from helpers.views import look, styles
from helpers.views.form import Form, prose
from helpers.views.html_widget import Html

_BUTTONS: tuple[tuple[str, Callable[[Slot], str], str], ...] = (
    ("Validate", care.validate, "Ask Twitch whether this token still counts"),
    ("Refresh", care.refresh, "Get the next token for this one"),
    ("Revoke", care.revoke, "End this token on Twitch, and forget it here"),
    ("Forget", care.forget, "Remove it from the local file; it stays good on Twitch"),
)

_ticking: list[threading.Event] = []  # at most one wallet counts down: the newest


class Wallet(Form):
    """A row for each saved token; the time left runs, and each button says what it did."""

    def __init__(self) -> None:
        self._tokens = widgets.VBox()
        self._clocks: list[tuple[Row, Html]] = []
        super().__init__("Your wallet", self._tokens)
        rows = self._fill()
        self.in_words = f"[form: wallet]\n{look.text_table([_HEADINGS, *map(_cells, rows)])}"
        self.drawn = look.panel("Your wallet", _table(rows))
        self._start_the_clock()

    def _fill(self) -> list[Row]:
        rows = care.wallet()
        self._clocks = [(row, Html(_time_left(row))) for row in rows]
        empty = Html(prose("No token is saved. Begin with 01_app_access_token."))
        lines = [self._line(row, clock) for row, clock in self._clocks]
        self._tokens.children = lines or [empty]
        return rows

    def _line(self, row: Row, clock: Html) -> widgets.Widget:
        what, owner, scopes, _ = _cells(row)
        about = prose(
            strong[what],
            br,
            f"Owner: {owner}",
            br,
            span(style=styles.BREAKS)[f"Scopes: {scopes}"],
        )
        buttons = [self._button(row, *each) for each in _BUTTONS]
        return widgets.VBox(
            [
                Html(about),
                clock,
                widgets.HBox(buttons, layout=widgets.Layout(flex_flow="row wrap")),
            ],
            layout=widgets.Layout(border_top=f"1px solid {styles.LINE}", padding="6px 0"),
        )

    def _button(
        self, row: Row, label: str, action: Callable[[Slot], str], tooltip: str
    ) -> widgets.Button:
        button = widgets.Button(description=label, tooltip=f"{tooltip} ({row.what})")
        button.layout = widgets.Layout(width="auto")
        button.disabled = label == "Refresh" and not row.refreshable
        button.on_click(self.guarded(partial(self._do, action, row.name)))
        return button

    def _do(self, action: Callable[[Slot], str], name: Slot) -> None:
        try:
            self.say(action(name))
        finally:
            self._fill()

    def _start_the_clock(self) -> None:
        for each in _ticking:
            each.set()
        _ticking.clear()
        if not settings.headless():
            stopped = threading.Event()
            _ticking.append(stopped)
            threading.Thread(target=self._tick, args=[stopped], daemon=True).start()

    def _tick(self, stopped: threading.Event) -> None:
        while not stopped.wait(1):
            for row, clock in self._clocks:
                clock.value = _time_left(row)  # an unchanged text is not sent


_HEADINGS = ("token", "owner", "scopes", "time left")


def wallet() -> Wallet:
    """Return the wallet: every saved token, with buttons to look after it."""
    return Wallet()


def _cells(row: Row) -> tuple[str, str, str, str]:
    return row.what, row.owner, " ".join(row.scopes) or "none", _left(row)


def _left(row: Row) -> str:
    if row.expires_at is None:
        return "not known: validate it"
    left = words.countdown((row.expires_at - now()).total_seconds())
    if left == "over" and row.refreshable:
        return "over; refreshed when it is loaded"
    return left


def _time_left(row: Row) -> Element:
    return prose(f"Time left: {_left(row)}")


def _table(rows: Sequence[Row]) -> Element:
    return look.table(_HEADINGS, [_cells(row) for row in rows])
