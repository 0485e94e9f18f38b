"""The same request for other tools, with placeholders where the secrets were."""

import json
from urllib.parse import urlencode

import requests

from helpers.views.masking import HIDDEN, TOKENS, scheme_and_token, sent_parameters, shown_address

PLACEHOLDERS = {
    "client_secret": "YOUR_CLIENT_SECRET",
    "access_token": "YOUR_ACCESS_TOKEN",
}


def snippets(request: requests.PreparedRequest) -> dict[str, str]:
    """Return ways to send a request again: curl, Python and JavaScript, ready to copy."""
    url = shown_address(request.url or "")
    headers = _headers(request)
    form = {name: _placeholder(name, value) for name, value in sent_parameters(request)}
    return {
        "curl": _curl(request.method or "GET", url, headers, form),
        "Python requests": _python(request.method or "GET", url, headers, form),
        "JavaScript fetch": _javascript(request.method or "GET", url, headers, form),
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


def _curl(method: str, url: str, headers: dict[str, str], form: dict[str, str]) -> str:
    lines = [f"curl -X {method} {_quoted(url)}"]
    lines += [f"-H {_quoted(f'{name}: {value}')}" for name, value in headers.items()]
    lines += [f"--data-urlencode {_quoted(f'{name}={value}')}" for name, value in form.items()]
    return " \\\n  ".join(lines)


def _quoted(text: str) -> str:
    """Return text in single quotes for a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def _python(method: str, url: str, headers: dict[str, str], form: dict[str, str]) -> str:
    lines = ["import requests", "", f"response = requests.{method.lower()}(", f"    {url!r},"]
    if headers:
        lines.append(f"    headers={headers!r},")
    if form:
        lines.append(f"    data={form!r},")
    return "\n".join([*lines, "    timeout=20,", ")", "print(response.status_code)"])


def _javascript(method: str, url: str, headers: dict[str, str], form: dict[str, str]) -> str:
    options = [f'  method: "{method}",']
    if headers:
        options.append(f"  headers: {json.dumps(headers)},")
    if form:
        options.append(f'  body: new URLSearchParams("{urlencode(form)}"),')
    start = f"const response = await fetch({json.dumps(url)}, {{"
    return "\n".join([start, *options, "});", "console.log(response.status);"])
