"""What a token opens: every endpoint of the API, and how ticking a scope changes it."""

from itertools import groupby

import ipywidgets as widgets
import requests
from htpy import Element, details, div, li, strong, summary, ul

from helpers import words
from helpers.catalogue.endpoints import Kind
from helpers.catalogue.reach import Reach, reach
from helpers.credentials import answers
from helpers.views import look, styles
from helpers.views.form import LABEL, WIDE, status
from helpers.views.forms.scopes import ScopeForm
from helpers.views.html_widget import Html

KINDS: tuple[tuple[str, Kind], ...] = (
    ("a user access token", "user"),
    ("an app access token", "app"),
)
MANY = 30  # endpoints; a longer list begins with its sections folded
SHOWS = (("all endpoints", ""), ("what it can call", "can"), ("what it cannot call", "cannot"))


class ScopeExplorer(ScopeForm):
    """The token's scopes, ticked; below them, which endpoints such a token can call, and why."""

    def __init__(self, kind: Kind, scopes: tuple[str, ...]) -> None:
        self._kind = widgets.Dropdown(
            options=KINDS, value=kind, description="If it were", style=LABEL
        )
        self._only = widgets.Dropdown(options=SHOWS, description="Show", style=LABEL)
        self._wanted = widgets.Text(
            description="Endpoint", placeholder="name, path or section", style=LABEL, layout=WIDE
        )
        self._table = Html()
        super().__init__("What your token opens", scopes)
        self.add(self._kind, self._wanted, self._only, self._table)
        for control in (self._kind, self._only, self._wanted):
            control.observe(self.guarded(self._show_result), names="value")
        self._put_in_words(kind)

    @property
    def reached(self) -> list[Reach]:
        """Every endpoint, and whether a token of this kind with the ticked scopes opens it."""
        return reach(self._kind.value, self.scopes)

    def _show_result(self) -> None:
        rows = self.reached
        self._result.value = status(_count(rows, self._kind.value))
        wanted = self._wanted.value.lower().split()
        shown = [
            each
            for each in rows
            if self._only.value in ("", _can(each)) and all(word in _about(each) for word in wanted)
        ]
        nothing = look.paragraph("No endpoint fits. Try a shorter word, or show all.")
        self._table.value = div(style=styles.FONT)[_sections(shown) or nothing]

    def _put_in_words(self, kind: Kind) -> None:
        rows = self.reached
        counts = [("section", "can call", "of"), *_per_section(rows)]
        sentence = f"{_count(rows, kind)} {words.count(len(self.scopes), 'scope')}."
        self.in_words = f"[form: scope explorer] {sentence}\n{look.text_table(counts)}"
        self.drawn = look.panel(
            "What your token opens",
            look.paragraph(sentence),
            look.table(counts[0], counts[1:]),
            details[summary[f"All {len(rows)} endpoints"], _list(rows)],
        )


def scope_explorer(validation: requests.Response) -> ScopeExplorer:
    """Return the explorer for the token in an answer of GET /validate.

    Raises Refusal or BadAnswer if the answer tells of no token.
    """
    told = answers.validation(validation)
    # Only a user access token has an owner.
    return ScopeExplorer("user" if told["user_id"] else "app", told["scopes"])


def _count(rows: list[Reach], kind: Kind) -> str:
    number = sum(each.ok for each in rows)
    such = "A user access token with these scopes" if kind == "user" else "An app access token"
    return f"{such} opens {number} of {words.count(len(rows), 'endpoint')}."


def _can(each: Reach) -> str:
    return "can" if each.ok else "cannot"


def _about(each: Reach) -> str:
    endpoint = each.endpoint
    text = f"{endpoint.name} {endpoint.method} {endpoint.path} {endpoint.section} {each.why}"
    return text.lower()


def _by_section(rows: list[Reach]) -> list[tuple[str, list[Reach]]]:
    return [
        (name, list(group)) for name, group in groupby(rows, lambda each: each.endpoint.section)
    ]


def _per_section(rows: list[Reach]) -> list[tuple[str, str, str]]:
    return [
        (name, str(sum(each.ok for each in group)), str(len(group)))
        for name, group in _by_section(rows)
    ]


def _sections(rows: list[Reach]) -> list[Element]:
    unfolded = len(rows) <= MANY
    return [
        details(open=unfolded)[
            summary[strong[name], f": {sum(each.ok for each in group)} of {len(group)}"],
            _endpoints(group),
        ]
        for name, group in _by_section(rows)
    ]


def _endpoints(rows: list[Reach]) -> Element:
    cells = [
        (
            strong[_can(each)],
            each.endpoint.name,
            look.code(f"{each.endpoint.method} {each.endpoint.path}"),
            each.why,
        )
        for each in rows
    ]
    return look.table(("can or cannot", "endpoint", "request", "why"), cells)


def _list(rows: list[Reach]) -> Element:
    # Not as a table: its styles would make a saved notebook ten times as large.
    return ul[[li[strong[_can(each)], f" {each.endpoint.name}: {each.why}"] for each in rows]]
