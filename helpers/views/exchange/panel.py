"""An HTTP exchange on one panel: what was sent, what came back, and what an error means."""

import json
from html import escape
from typing import Any

import requests

from helpers import words
from helpers.catalogue.explain import explain_redirect
from helpers.credentials.refusals import explained
from helpers.views import look
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


def show(response: requests.Response) -> look.Shown:
    """Return the exchange as a panel: request and response side by side, secrets masked."""
    request = response.request
    sent, came = _sent(request), _came(response)
    half = '<div style="flex: 1 1 320px; min-width: 0">'
    columns = (
        '<div style="display: flex; flex-wrap: wrap; gap: 8px 28px">'
        f"{half}<strong>What was sent</strong>{_lines_html(sent)}</div>"
        f"{half}<strong>What came back</strong>{_lines_html(came)}{_body_html(response)}</div>"
        "</div>"
    )
    remark = _remark(response)
    html = look.panel(
        f"{request.method} {_path(request)}",
        columns,
        look.paragraph(remark) if remark else "",
        _snippets_html(request),
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
    return look.Shown(html, text)


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


def _lines_html(lines: list[str]) -> str:
    style = (
        f"{look.MONO}; font-size: 13px; margin: 4px 0; overflow-wrap: anywhere; "
        "white-space: pre-wrap"  # for the indents of JSON
    )
    return f'<div style="{style}">{"<br>".join(map(escape, lines))}</div>'


def _body_html(response: requests.Response) -> str:
    body = json_body(response)
    if body is None:
        return f'<pre style="white-space: pre-wrap">{escape(_body_text(response))}</pre>'
    return f'<div style="{look.MONO}; font-size: 13px; margin-top: 6px">{tree(body)}</div>'


def _body_text(response: requests.Response) -> str:
    body = json_body(response)
    if body is not None:
        return json.dumps(body, indent=2, ensure_ascii=False)
    text = shown_text(response.text, response.request)
    if not text:
        return "(an empty body)"
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} … (cut here)"


def tree(value: Any, *, unfolded: bool = True) -> str:
    """Return JSON as a tree of HTML; each object and each list can be folded.

    Of a list of objects, the first stands open and the others are folded.
    """
    if not isinstance(value, (dict, list)) or not value:
        return f'<span style="overflow-wrap: anywhere">{escape(_scalar(value))}</span>'
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    inside = "".join(
        f'<div style="padding-left: 1.4em">{escape(_scalar(key))}: '
        f"{tree(inner, unfolded=isinstance(value, dict) or key == 0)}</div>"
        for key, inner in pairs
    )
    kind, thing = ("object", "field") if isinstance(value, dict) else ("list", "item")
    summary = f"{kind}, {words.count(len(value), thing)}"
    style = "display: inline-block; vertical-align: top"
    state = "open " if unfolded else ""
    return f'<details {state}style="{style}"><summary>{summary}</summary>{inside}</details>'


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


def _snippets_html(request: requests.PreparedRequest) -> str:
    return "".join(
        f"<details><summary>The same as {escape(name)}</summary>"
        f'<pre style="white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; '
        f'{look.MONO}; font-size: 13px; margin: 4px 0 8px">{escape(text)}</pre></details>'
        for name, text in snippets(request).items()
    )
