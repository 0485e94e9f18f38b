"""The form in which a learner picks scopes."""

from collections.abc import Collection

import ipywidgets as widgets

from helpers import words
from helpers.catalogue.scopes import LESSON, Scope, catalogue
from helpers.views import look
from helpers.views.form import WIDE, Form, prose, status
from helpers.views.html_widget import Html

MANY = 15
SHOWN_AT_ONCE = 12


class ScopeForm(Form):
    """The lesson's ten scopes, ticked, and every other scope behind a search field."""

    def __init__(
        self, title: str = "The scopes to ask for", ticked: Collection[str] = LESSON
    ) -> None:
        by_name = {scope.name: scope for scope in catalogue()}
        lesson = [self._box(by_name[name], ticked=name in ticked) for name in LESSON]
        self._others = [scope for scope in catalogue() if not scope.lesson]
        self._boxes = dict(zip(LESSON, lesson, strict=True))
        more = [scope for scope in self._others if scope.name in ticked]
        self._boxes |= {scope.name: self._box(scope, ticked=True) for scope in more}
        self._search = widgets.Text(
            description="Search", placeholder="chat, clips, subscriptions …", layout=WIDE
        )
        self._search.observe(self.guarded(self._find), names="value")
        self._found = widgets.VBox()
        self._count = Html()
        self._result = Html()
        super().__init__(
            title,
            Html("The ten that this course needs:"),
            widgets.VBox(lesson),
            Html(f"All {len(self._others)} others; search by name or by what they open:"),
            self._search,
            self._count,
            self._found,
            self._result,
        )
        self.in_words = f"[form: scopes] the lesson's {len(LESSON)} scopes are ticked"
        self._find()
        self._show_result()

    @property
    def scopes(self) -> tuple[str, ...]:
        """The ticked scopes: the lesson's first, then the others in the order of Twitch's list."""
        ticked = {name for name, box in self._boxes.items() if box.value}
        order = [*LESSON, *(scope.name for scope in self._others)]
        return tuple(name for name in order if name in ticked)

    def _box(self, scope: Scope, ticked: bool = False) -> widgets.Checkbox:
        box = widgets.Checkbox(
            value=ticked,
            description=f"{scope.name}: {scope.description}",
            indent=False,
            layout=widgets.Layout(width="100%"),
        )
        box.observe(self.guarded(self._show_result), names="value")
        return box

    def _find(self) -> None:
        wanted = self._search.value.strip().lower()
        matches = [scope for scope in self._others if _matches(scope, wanted)] if wanted else []
        ticked = [scope for scope in self._others if self._is_ticked(scope)]
        fresh = [scope for scope in matches if scope not in ticked][:SHOWN_AT_ONCE]
        for scope in fresh:
            self._boxes.setdefault(scope.name, self._box(scope))
        self._found.children = [self._boxes[scope.name] for scope in [*ticked, *fresh]]
        self._count.value = _count(wanted, len(matches))

    def _is_ticked(self, scope: Scope) -> bool:
        return scope.name in self._boxes and bool(self._boxes[scope.name].value)

    def _show_result(self) -> None:
        string = look.code(" ".join(self.scopes)) if self.scopes else "(empty)"
        self._result.value = prose(
            status(_advice(len(self.scopes))),
            "The scope parameter, separated by spaces: ",
            string,
        )


def scope_form() -> ScopeForm:
    """Return the form in which a learner picks scopes."""
    return ScopeForm()


def _matches(scope: Scope, wanted: str) -> bool:
    text = " ".join([scope.name, scope.description, *scope.endpoints]).lower()
    return all(word in text for word in wanted.split())


def _count(wanted: str, found: int) -> str:
    if not wanted:
        return "Nothing searched yet."
    if not found:
        return "No scope found. Try a shorter word."
    more = f" The first {SHOWN_AT_ONCE} are shown." if found > SHOWN_AT_ONCE else ""
    return f"{words.count(found, 'scope')} found.{more}"


def _advice(number: int) -> str:
    if number == 0:
        return "No scope: the token will only say who you are."
    if number > MANY:
        return (
            f"Careful: {number} scopes are many. People turn away from long lists, "
            "and Twitch may suspend an application that asks for more than it needs."
        )
    return f"{words.count(number, 'scope')}: each is one thing that the token allows."
