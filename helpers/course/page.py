"""Reads one of the sandbox's practice pages: its words, its links and its forms, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:  # slow to import: only who reads a page should wait for it
    from bs4 import Tag


@dataclass(frozen=True)
class Heading:
    """A heading. `level` is 1 for that of the whole page."""

    text: str
    level: int


@dataclass(frozen=True)
class Text:
    """A paragraph, or an item of a list: pieces of text, each with "strong", "code" or ""."""

    pieces: tuple[tuple[str, str], ...]
    in_list: bool = False


@dataclass(frozen=True)
class Link:
    """Another page to go to."""

    label: str
    address: str


@dataclass(frozen=True)
class Choice:
    """A group of radio buttons: each value with what stands beside it, and the one chosen."""

    name: str
    label: str
    options: dict[str, str]
    value: str


@dataclass(frozen=True)
class Field:
    """A text field, with what stands in it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Button:
    """A button, and what it sends. `main` marks the one that goes on."""

    label: str
    sends: dict[str, str]
    main: bool = False


@dataclass(frozen=True)
class Form:
    """What a page asks: where it is sent, what goes along unseen, and what a person sets."""

    address: str
    method: str  # "get" or "post"
    hidden: dict[str, str]
    asks: tuple[Choice | Field, ...]
    buttons: tuple[Button, ...]

    @property
    def values(self) -> dict[str, str]:
        """What is sent if nobody changes anything, without the button that is pressed."""
        return self.hidden | {ask.name: ask.value for ask in self.asks}


Part = Heading | Text | Link | Form


@dataclass(frozen=True)
class Page:
    """A page: what it says in an alert ("" if nothing), and everything else in its order."""

    alert: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def title(self) -> str:
        """Its first heading."""
        return next((part.text for part in self.parts if isinstance(part, Heading)), "")

    @property
    def forms(self) -> list[Form]:
        """The forms on it."""
        return [part for part in self.parts if isinstance(part, Form)]


def read(html: str, address: str) -> Page:
    """Return the page with this HTML, at this address."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    content = soup.find("main") or soup
    alert = content.find(role="alert")
    return Page(_text(alert) if alert else "", tuple(_parts(content, address)))


def _parts(inside: "Tag", address: str) -> Iterator[Part]:
    for tag in inside.find_all(recursive=False):
        if tag.get("role") == "alert":
            continue
        if tag.name in ("h1", "h2"):
            yield Heading(_text(tag), int(tag.name[1]))
        elif tag.name in ("p", "li"):
            yield Text(tuple(_pieces(tag)), tag.name == "li")
            for link in tag.find_all("a"):
                yield Link(_text(link), urljoin(address, _of(link, "href")))
        elif tag.name == "form":
            yield _form(tag, address)
        else:
            yield from _parts(tag, address)


def _pieces(tag: "Tag") -> Iterator[tuple[str, str]]:
    """Give the text of a paragraph, piece by piece, without that of its links."""
    for each in tag.children:
        name = str(getattr(each, "name", None) or "")
        text = each.get_text().replace("\n", " ")
        if name != "a" and text.strip():
            yield text, name if name in ("strong", "code") else ""


def _form(tag: "Tag", address: str) -> Form:
    inputs = tag.find_all("input")
    hidden = {_of(each, "name"): _of(each, "value") for each in inputs if _is(each, "hidden")}
    choices = [_choice(group) for group in tag.find_all("fieldset")]
    fields = [
        Field(_of(each, "name"), _label(tag, each), _of(each, "value"))
        for each in inputs
        if not _is(each, "hidden") and not _is(each, "radio")
    ]
    buttons = tuple(
        Button(_text(each), _sent_by(each), "main" in (each.get("class") or ()))
        for each in tag.find_all("button")
    )
    target = urljoin(address, _of(tag, "action") or address)
    return Form(target, _of(tag, "method") or "get", hidden, (*choices, *fields), buttons)


def _choice(group: "Tag") -> Choice:
    legend = group.find("legend")
    radios = group.find_all("input", type="radio")
    options = {_of(each, "value"): _words(each.find_parent("label")) for each in radios}
    chosen = next((_of(each, "value") for each in radios if each.has_attr("checked")), "")
    return Choice(_of(radios[0], "name"), _text(legend), options, chosen)


def _words(label: "Tag | None") -> str:
    """Return what stands beside a radio button: the name, then what else is said."""
    return " · ".join(label.stripped_strings) if label else ""


def _label(form: "Tag", field: "Tag") -> str:
    return _text(form.find("label", attrs={"for": _of(field, "id")}))


def _sent_by(button: "Tag") -> dict[str, str]:
    return {_of(button, "name"): _of(button, "value")} if button.has_attr("name") else {}


def _text(tag: "Tag | None") -> str:
    return " ".join(tag.get_text().split()) if tag else ""


def _of(tag: "Tag", name: str) -> str:
    return str(tag.get(name) or "")


def _is(field: "Tag", kind: str) -> bool:
    return field.get("type") == kind
