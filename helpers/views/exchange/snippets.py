"""The same request for other tools, with placeholders where the secrets were."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests

from helpers.views.exchange.masking import (
    HIDDEN,
    TOKENS,
    scheme_and_token,
    sent_json,
    sent_parameters,
    shown_address,
)

PLACEHOLDERS = {
    "client_secret": "YOUR_CLIENT_SECRET",
    "access_token": "YOUR_ACCESS_TOKEN",
}


@dataclass(frozen=True)
class Sent:
    """A request without its secrets. `form` and `body` (JSON): at most one of them is there."""

    method: str
    url: str
    headers: dict[str, str]
    form: dict[str, str]
    body: Any


def snippets(request: requests.PreparedRequest) -> dict[str, str]:
    """Return ways to send a request again: curl, Python and JavaScript, ready to copy."""
    url = shown_address(request.url or "")
    headers = _headers(request)
    form = {name: _placeholder(name, value) for name, value in sent_parameters(request)}
    sent = Sent(request.method or "GET", url, headers, form, sent_json(request))
    return {
        "curl": _curl(sent),
        "Python requests": _python(sent),
        "JavaScript fetch": _javascript(sent),
    }


def _placeholder(name: str, value: str) -> str:
    secret = name in HIDDEN + TOKENS
    return PLACEHOLDERS.get(name, f"YOUR_{name.upper()}") if secret else value


def _headers(request: requests.PreparedRequest) -> dict[str, str]:
    headers = {}
    if "Authorization" in request.headers:
        scheme, _ = scheme_and_token(request.headers["Authorization"])
        headers["Authorization"] = f"{scheme} {PLACEHOLDERS['access_token']}".lstrip()
    if "Client-Id" in request.headers:
        headers["Client-Id"] = request.headers["Client-Id"]
    return headers


def _curl(sent: Sent) -> str:
    lines = [f"curl -X {sent.method} {_quoted(sent.url)}"]
    lines += [f"-H {_quoted(f'{name}: {value}')}" for name, value in sent.headers.items()]
    lines += [f"--data-urlencode {_quoted(f'{name}={value}')}" for name, value in sent.form.items()]
    if sent.body is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d {_quoted(json.dumps(sent.body))}"]
    return " \\\n  ".join(lines)


def _quoted(text: str) -> str:
    """Return text in single quotes for a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def _python(sent: Sent) -> str:
    lines = ["import requests", "", f"response = requests.{sent.method.lower()}("]
    lines.append(f"    {sent.url!r},")
    if sent.headers:
        lines.append(f"    headers={sent.headers!r},")
    if sent.form:
        lines.append(f"    data={sent.form!r},")
    if sent.body is not None:
        lines.append(f"    json={sent.body!r},")
    return "\n".join([*lines, "    timeout=20,", ")", "print(response.status_code)"])


def _javascript(sent: Sent) -> str:
    options = [f'  method: "{sent.method}",']
    headers = dict(sent.headers)
    if sent.body is not None:
        headers["Content-Type"] = "application/json"
    if headers:
        options.append(f"  headers: {json.dumps(headers)},")
    if sent.form:
        options.append(f'  body: new URLSearchParams("{urlencode(sent.form)}"),')
    if sent.body is not None:
        options.append(f"  body: JSON.stringify({json.dumps(sent.body)}),")
    start = f"const response = await fetch({json.dumps(sent.url)}, {{"
    return "\n".join([start, *options, "});", "console.log(response.status);"])
