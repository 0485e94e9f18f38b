"""An HTTP exchange on one panel: what was sent, what came back, and what an error means."""

import json
from typing import Any

import requests
from htpy import Element, Renderable, br, details, div, fragment, pre, span, strong, summary

from helpers import words
from helpers.catalogue.explain import explain_redirect
from helpers.credentials import sent
from helpers.credentials.refusals import explained
from helpers.credentials.sent import secrets_again
from helpers.credentials.spellings import without
from helpers.views import look, styles
from helpers.views.exchange import answer, fold
from helpers.views.exchange.masking import (
    live_address,
    parameters,
    shown_address,
    shown_header,
    shown_json,
    shown_path,
    shown_text,
    shown_value,
    without_sent_secrets,
)
from helpers.views.exchange.snippets import WINDOWS, snippets

SENT_HEADERS = ("Authorization", "Client-Id", "Content-Type")
CAME_HEADERS = (
    "Content-Type",
    "Location",
    "Ratelimit-Limit",
    "Ratelimit-Remaining",
    "Ratelimit-Reset",
)
LONGEST_TEXT = 600

# Of a tree, made once: an answer may have thousands of values.
_LEAF = span(style=styles.BREAKS)
_TWIG = div(style=styles.TWIG)
_BRANCH = details(style=styles.BRANCH)
_OPEN_BRANCH = details(open=True, style=styles.BRANCH)


def show(response: requests.Response) -> look.Shown:
    """Return the exchange as a panel: request and response side by side, secrets masked.

    What is very long is folded. Raises CourseError for what is no response.
    """
    response = answer.checked(response, "show")
    request = answer.request_of(response)
    sent_lines, came, body = _sent(request), _came(response, request), answer.json_body(response)
    text_body = _body_text(response, body)
    remark = _remark(response, body)
    drawn_body = (
        pre(style=styles.TEXT_BODY)[text_body]
        if body is None
        else div(style=styles.JSON_BODY)[tree(body)]
    )
    drawn = look.panel(
        _title(request),
        div(style=styles.COLUMNS)[
            div(style=styles.HALF)[strong["What was sent"], _lines(sent_lines)],
            div(style=styles.HALF)[strong["What came back"], _lines(came), drawn_body],
        ],
        look.paragraph(remark) if remark else None,
        _drawn_snippets(request) if request else None,
    )
    text = "\n".join(
        [
            f"[{look.mode_word()}] What was sent",
            *(f"  {line}" for line in sent_lines),
            "What came back",
            *(f"  {line}" for line in came),
            *(f"  {line}" for line in text_body.splitlines()),
            *([remark] if remark else []),
        ]
    )
    return look.Shown(drawn, text)


def _title(request: requests.PreparedRequest | None) -> str:
    if request is None:
        return "An answer without its request"
    try:
        path = request.path_url.partition("?")[0] if request.url else ""
    except ValueError:  # a damaged address
        path = ""
    return without_sent_secrets(f"{request.method} {shown_path(path)}", request)


def _sent(request: requests.PreparedRequest | None) -> list[str]:
    if request is None:
        return ["(not known: this answer was made by hand)"]
    find, carried = secrets_again(request), sent.body(request)
    address = without(shown_address(str(request.url or "")), find)
    lines = [f"{request.method} {address}"]
    if live := live_address(address):
        lines.append(f"(in live mode: {live})")
    headers = {name: sent.header(request, name) for name in SENT_HEADERS}
    pairs = [(f"{name}: ", shown_header(name, value)) for name, value in headers.items() if value]
    pairs += [(f"{name} = ", shown_value(name, value)) for name, value in carried.form]
    lines += [
        f"{without(name, find)}{fold.shortened(without(value, find))}" for name, value in pairs
    ]
    if carried.json is not None:
        lines += _json(shown_json(carried.json, find=find)).splitlines()
    if carried.text:
        lines.append(shown_text(carried.text, request, LONGEST_TEXT))
    return lines


def _came(response: requests.Response, request: requests.PreparedRequest | None) -> list[str]:
    headers = {name: sent.header(response, name) for name in CAME_HEADERS}
    status = f"{answer.status(response) or '(no status)'} {response.reason or ''}".strip()
    lines = [f"{name}: {shown_header(name, value)}" for name, value in headers.items() if value]
    return [shown_text(line, request, LONGEST_TEXT) for line in (status, *lines)]


def _lines(lines: list[str]) -> Element:
    first, *others = lines
    return div(style=styles.LINES)[first, [(br, line) for line in others]]


def _body_text(response: requests.Response, body: Any) -> str:
    if body is not None:
        return _json(body)
    shown = shown_text(answer.text(response), answer.request_of(response), LONGEST_TEXT)
    return shown or "(an empty body)"


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def tree(value: Any, *, unfolded: bool = True) -> Renderable:
    """Return JSON as a tree; each object and each list can be folded.

    Of a list of objects, the first stands open and the others are folded.
    """
    if not isinstance(value, (dict, list)) or not value:
        return _LEAF[_scalar(value)]
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    inside = [
        _TWIG[str(inner)]
        if isinstance(inner, fold.More)
        else _TWIG[f"{_scalar(key)}: ", tree(inner, unfolded=isinstance(value, dict) or key == 0)]
        for key, inner in pairs
    ]
    kind, thing = ("object", "field") if isinstance(value, dict) else ("list", "item")
    title = f"{kind}, {words.count(fold.size(value), thing)}"
    branch = _OPEN_BRANCH if unfolded else _BRANCH
    # Rendered at each level: of elements within elements, a hundred levels are too deep for Python.
    return fragment[branch[summary[title], inside].__html__()]


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _remark(response: requests.Response, body: Any) -> str:
    """Return a sentence on an answer that is no success; nothing for one that is."""
    request = answer.request_of(response)
    if answer.succeeded(response):
        return _not_json(response) if body is None and answer.content(response) else ""
    if response.is_redirect:
        return explain_redirect(parameters(sent.header(response, "Location")).get("error", ""))
    if answer.status(response) < 400:
        return ""
    return shown_text(str(explained(response)), request, LONGEST_TEXT)


def _not_json(response: requests.Response) -> str:
    """Return a sentence on a body that is no JSON, where JSON was to be expected."""
    kind = sent.header(response, "Content-Type").partition(";")[0].strip().lower()
    if kind and not any(word in kind for word in ("json", "html", "plain")):
        return ""  # a calendar, a picture
    _, problem = answer.parse(answer.text(response))
    return problem and f"{problem} Nothing can be saved from it: try again."


def _drawn_snippets(request: requests.PreparedRequest) -> list[Element]:
    ways = snippets(request)
    windows = [_drawn_snippet(name, ways.pop(name)) for name in WINDOWS]
    return [
        _drawn_snippet(name, text, windows if name == "curl" else None)
        for name, text in ways.items()
    ]


def _drawn_snippet(name: str, text: str, others: list[Element] | None = None) -> Element:
    return details[summary[f"The same as {name}"], pre(style=styles.SNIPPET)[text], others]
