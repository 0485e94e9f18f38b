"""Open here: the sandbox's own pages inside the notebook, for a browser that cannot reach them.

The kernel opens each page, and ipywidgets show what is on it: nothing is left out or put in.
"""

from collections.abc import Callable, Iterator

import ipywidgets as widgets
from htpy import Element, Node, code, div, strong

from helpers.course.page import Button, Choice, Field, Form, Heading, Link, Part, Text
from helpers.course.practice_browser import PracticeBrowser
from helpers.credentials.secret import Secret
from helpers.views import look, styles
from helpers.views.exchange.masking import shown_address
from helpers.views.form import BUTTON, WIDE, guarded, prose, status
from helpers.views.html_widget import Html
from helpers.views.sign_in.ways import OPEN_HERE
from helpers.wire import Browser

BACK = "Back at the redirect URI"
PRACTICE = "Practice page of the sandbox. This is not Twitch."
_ARRIVED = "The sandbox sent the browser back to the application. The notebook read this address."
_session = Browser()  # as in a browser: who signed in for one panel is signed in for the next

Filled = Callable[[], dict[str, str]]  # what a person has set, by the fields' names


class OpenHere(widgets.VBox):  # type: ignore[misc]
    """A button that opens a page of the sandbox below it.

    `on_back` is given the address elsewhere that the browser is sent to in the end.
    """

    def __init__(self, address: str, on_back: Callable[[Secret], None] = lambda _: None) -> None:
        self._start = address
        self._on_back = on_back
        self._browser = PracticeBrowser(_session)
        self._bar = Html()
        self._status = Html(status(""))
        self._content = widgets.VBox()
        self._shut = widgets.Button(description="Close this page", layout=BUTTON)
        self._shut.on_click(self._guarded(self._close))
        top = widgets.HBox([Html(prose(PRACTICE)), self._shut], layout=TOP)
        self._frame = widgets.VBox([self._bar, top, self._content], layout=_hidden_frame())
        self._open = widgets.Button(description=OPEN_HERE, layout=BUTTON)
        self._open.on_click(self._guarded(self._open_first))
        super().__init__([self._open, self._frame, self._status])

    def _open_first(self) -> None:
        self._browser = PracticeBrowser(_session)
        self._browser.open(self._start)
        self._draw()

    def _draw(self) -> None:
        if self._browser.left_for:
            self._draw_end(self._browser.left_for)
        else:
            page = self._browser.page
            self._content.children = [each for part in page.parts for each in self._widgets(part)]
            self._draw_frame(self._browser.address, page.title, page.alert)
        # The button that was pressed is gone. From here, Tab leads into the new page.
        self._shut.focus()

    def _draw_end(self, address: Secret) -> None:
        self._content.children = [_heading(Heading(BACK, 1)), Html(prose(_ARRIVED))]
        self._draw_frame(address.reveal(), BACK, "")
        self._on_back(address)

    def _draw_frame(self, address: str, title: str, alert: str) -> None:
        bar = code(style=styles.NAME)[shown_address(address)]
        self._bar.value = div(style=styles.SCROLLS)[strong["Address"], " ", bar]
        self._frame.layout.display = "flex"
        self._say(f"{title}. {alert}" if alert else f"Shown here: “{title}”")

    def _close(self) -> None:
        self._frame.layout.display = "none"
        self._content.children = ()
        self._say("")
        self._open.focus()

    def _widgets(self, part: Part) -> Iterator[widgets.Widget]:
        if isinstance(part, Heading):
            yield _heading(part)
        elif isinstance(part, Text):
            yield Html(_text(part))
        elif isinstance(part, Link):
            yield self._link(part)
        else:
            yield from self._form(part)

    def _link(self, link: Link) -> widgets.Button:
        button = widgets.Button(description=link.label, layout=BUTTON)
        button.on_click(self._step(lambda: self._browser.follow(link.address)))
        return button

    def _form(self, form: Form) -> Iterator[widgets.Widget]:
        controls = {ask.name: _control(ask) for ask in form.asks}
        yield from controls.values()

        def filled() -> dict[str, str]:
            return {name: str(control.value or "") for name, control in controls.items()}

        buttons = [self._button(form, button, filled) for button in form.buttons]
        yield widgets.HBox(buttons, layout=widgets.Layout(flex_flow="row wrap"))

    def _button(self, form: Form, button: Button, filled: Filled) -> widgets.Button:
        drawn = widgets.Button(
            description=button.label,
            button_style="primary" if button.main else "",
            layout=BUTTON,
        )
        drawn.on_click(self._step(lambda: self._browser.press(form, button, filled())))
        return drawn

    def _step(self, step: Callable[[], None]) -> Callable[[object], None]:
        def go() -> None:
            step()
            self._draw()

        return self._guarded(go)

    def _guarded(self, action: Callable[[], None]) -> Callable[[object], None]:
        return guarded(action, self._say)

    def _say(self, text: str) -> None:
        self._status.value = prose(status(text))


WHOLE_LABEL = {"description_width": "initial"}
TOP = widgets.Layout(justify_content="space-between", flex_flow="row wrap")


def _hidden_frame() -> widgets.Layout:
    line = f"1px solid {styles.LINE}"
    return widgets.Layout(display="none", border=line, padding="8px 14px", margin="6px 2px")


def _heading(heading: Heading) -> Html:
    # Two levels further down: above them stand the headings of the notebook.
    if heading.level == 1:
        return Html(div(role="heading", aria_level="3", style=styles.PAGE_TITLE)[heading.text])
    return Html(div(role="heading", aria_level="4", style=styles.PAGE_PART)[heading.text])


def _text(text: Text) -> Element:
    return prose("• " if text.in_list else "", [_piece(*each) for each in text.pieces])


def _piece(words: str, kind: str) -> Node:
    if kind == "strong":
        return strong[words]
    return look.code(words) if kind == "code" else words


def _control(ask: Choice | Field) -> widgets.Widget:
    same = {"description": ask.label, "style": WHOLE_LABEL, "layout": WIDE}
    if isinstance(ask, Field):
        return widgets.Text(value=ask.value, **same)
    options = [(words, value) for value, words in ask.options.items()]
    return widgets.RadioButtons(options=options, value=ask.value or None, **same)
