"""An HTTP exchange on one panel: what was sent, what came back, and what an error means."""

import json
from typing import Any

import requests
from htpy import Element, Renderable, br, details, div, fragment, pre, span, strong, summary

from helpers import words
from helpers.catalogue.explain import explain_redirect
from helpers.credentials.refusals import explained
from helpers.views import look, styles
from helpers.views.exchange.masking import (
    live_address,
    parameters,
    sent_json,
    sent_parameters,
    shown_address,
    shown_header,
    shown_json,
    shown_text,
    shown_value,
    without_sent_secrets,
)
from helpers.views.exchange.snippets import snippets

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
    """Return the exchange as a panel: request and response side by side, secrets masked."""
    request = response.request
    sent, came = _sent(request), _came(response)
    remark = _remark(response)
    drawn = look.panel(
        f"{request.method} {_path(request)}",
        div(style=styles.COLUMNS)[
            div(style=styles.HALF)[strong["What was sent"], _lines(sent)],
            div(style=styles.HALF)[strong["What came back"], _lines(came), _drawn_body(response)],
        ],
        look.paragraph(remark) if remark else None,
        _drawn_snippets(request),
    )
    text = "\n".join(
        [
            f"[{look.mode_word()}] What was sent",
            *(f"  {line}" for line in sent),
            "What came back",
            *(f"  {line}" for line in came),
            *(f"  {line}" for line in _body_text(response).splitlines()),
            *([remark] if remark else []),
        ]
    )
    return look.Shown(drawn, text)


def json_body(response: requests.Response) -> Any:
    """Return the parsed body with secrets masked, or None when it is no JSON."""
    try:
        # First by the fields' names, so that a token which is sent back is still seen by its start.
        shown = json.dumps(shown_json(json.loads(response.text)), ensure_ascii=False)
        return json.loads(without_sent_secrets(shown, response.request))
    except (ValueError, RecursionError):
        return None


def _path(request: requests.PreparedRequest) -> str:
    return request.path_url.partition("?")[0]


def _sent(request: requests.PreparedRequest) -> list[str]:
    address = shown_address(request.url or "")
    lines = [f"{request.method} {address}"]
    if live := live_address(address):
        lines.append(f"(in live mode: {live})")
    headers = {name: request.headers[name] for name in SENT_HEADERS if name in request.headers}
    lines += [f"{name}: {shown_header(name, value)}" for name, value in headers.items()]
    lines += [f"{name} = {shown_value(name, value)}" for name, value in sent_parameters(request)]
    if (body := sent_json(request)) is not None:
        lines += json.dumps(body, indent=2, ensure_ascii=False).splitlines()
    return lines


def _came(response: requests.Response) -> list[str]:
    headers = {name: response.headers[name] for name in CAME_HEADERS if name in response.headers}
    status = f"{response.status_code} {response.reason or ''}".strip()
    if "Location" in headers:
        headers["Location"] = shown_address(headers["Location"])
    return [status, *(f"{name}: {value}" for name, value in headers.items())]


def _lines(lines: list[str]) -> Element:
    first, *others = lines
    return div(style=styles.LINES)[first, [(br, line) for line in others]]


def _drawn_body(response: requests.Response) -> Element:
    body = json_body(response)
    if body is None:
        return pre(style=styles.TEXT_BODY)[_body_text(response)]
    return div(style=styles.JSON_BODY)[tree(body)]


def _body_text(response: requests.Response) -> str:
    body = json_body(response)
    if body is not None:
        return json.dumps(body, indent=2, ensure_ascii=False)
    text = shown_text(response.text, response.request)
    if not text:
        return "(an empty body)"
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} … (cut here)"


def tree(value: Any, *, unfolded: bool = True) -> Renderable:
    """Return JSON as a tree; each object and each list can be folded.

    Of a list of objects, the first stands open and the others are folded.
    """
    if not isinstance(value, (dict, list)) or not value:
        return _LEAF[_scalar(value)]
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    inside = [
        _TWIG[f"{_scalar(key)}: ", tree(inner, unfolded=isinstance(value, dict) or key == 0)]
        for key, inner in pairs
    ]
    kind, thing = ("object", "field") if isinstance(value, dict) else ("list", "item")
    title = f"{kind}, {words.count(len(value), thing)}"
    branch = _OPEN_BRANCH if unfolded else _BRANCH
    # Rendered at each level: of elements within elements, a hundred levels are too deep for Python.
    return fragment[branch[summary[title], inside].__html__()]


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _remark(response: requests.Response) -> str:
    """Return a sentence on an answer that is no success; nothing for one that is."""
    body = json_body(response)
    if response.ok and body is None and response.content:
        return "This is not JSON, or not all of it. Nothing can be saved from it: try again."
    if response.is_redirect:
        return explain_redirect(parameters(response.headers["Location"]).get("error", ""))
    if response.ok:
        return ""
    return str(explained(response))


def _drawn_snippets(request: requests.PreparedRequest) -> list[Element]:
    return [
        details[summary[f"The same as {name}"], pre(style=styles.SNIPPET)[text]]
        for name, text in snippets(request).items()
    ]
