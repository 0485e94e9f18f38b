"""The same request for other tools, with placeholders where the secrets were."""

import json
import re
from typing import Any
from urllib.parse import urlencode

import requests

from helpers import settings
from helpers.catalogue.secret_fields import is_secret, is_user_code, plain
from helpers.credentials.sent import (
    RANDOM,
    body,
    header,
    scheme_and_token,
    secrets_again,
)
from helpers.credentials.spellings import Find, without
from helpers.views.exchange import curl
from helpers.views.exchange.fold import More
from helpers.views.exchange.masking import PRIVATE, shown_address, shown_json, shown_value
from helpers.views.exchange.plain_request import Sent

WINDOWS = ("curl in the Windows Command Prompt", "curl in PowerShell")


def snippets(request: requests.PreparedRequest) -> dict[str, str]:
    """Return ways to send a request again: curl, Python and JavaScript, ready to copy.

    Those named in WINDOWS say the same as curl's in other quotes.
    """
    carried, find = body(request), secrets_again(request)
    sent = Sent(
        str(request.method or "GET"),
        without(_address(str(request.url or "")), find),
        _headers(request, find),
        [(name, _value(name, value, find)) for name, value in carried.form],
        _placed(shown_json(carried.json, find=find)),
    )
    return {
        "curl": curl.for_sh(sent),
        WINDOWS[0]: curl.for_cmd(sent),
        WINDOWS[1]: curl.for_powershell(sent),
        "Python requests": _python(sent),
        "JavaScript fetch": _javascript(sent),
    }


def placeholder(name: str) -> str:
    """Return what stands for a secret: YOUR_CLIENT_SECRET, also for clientSecret."""
    words = re.sub(r"[\W_]+", "_", re.sub("([a-z])([A-Z])", r"\1_\2", name))
    return f"YOUR_{words.upper().strip('_')}"


def _address(url: str) -> str:
    """Return a URL with placeholders; the way into the sandbox stays, or it would find nothing."""
    private = PRIVATE.match(url)
    if private is None or settings.headless():
        return shown_address(url, _part)
    return private[0] + shown_address(url[private.end() :], _part)


def _part(name: str, value: str) -> str:
    secret = is_secret(name) or plain(name) in RANDOM
    return placeholder(name) if secret else shown_value(name, value)


def _value(name: str, value: str, find: Find) -> str:
    if is_secret(name) and not is_user_code(name, value):
        return placeholder(name)
    return without(shown_value(name, value), find)


def _placed(value: Any, name: str = "", inside: str = "") -> Any:
    """Return JSON whose secrets are hidden with a placeholder in place of each."""
    if isinstance(value, dict):
        return {key: _placed(inner, key, name) for key, inner in value.items()}
    if isinstance(value, list):
        return [_placed(inner, name, inside) for inner in value]
    if isinstance(value, More):
        return str(value)
    return placeholder(name) if isinstance(value, str) and is_secret(name, inside) else value


def _headers(request: requests.PreparedRequest, find: Find) -> dict[str, str]:
    headers = {}
    if authorization := header(request, "Authorization"):
        scheme, _ = scheme_and_token(authorization)
        headers["Authorization"] = f"{scheme} YOUR_ACCESS_TOKEN".lstrip()
    if client_id := header(request, "Client-Id"):
        headers["Client-Id"] = without(client_id, find)
    return headers


# --- each tool's own way of writing it -------------------------------------------------------


def _python(sent: Sent) -> str:
    plain_method = curl.PLAIN_METHOD.fullmatch(sent.method)
    call = f"{sent.method.lower()}(" if plain_method else f"request({sent.method!r},"
    lines = ["import requests", "", f"response = requests.{call}"]
    lines.append(f"    {sent.url!r},")
    if sent.headers:
        lines.append(f"    headers={sent.headers!r},")
    if sent.form:
        form = dict(sent.form)
        lines.append(f"    data={form if len(form) == len(sent.form) else sent.form!r},")
    if sent.body is not None:
        lines.append(f"    json={sent.body!r},")
    return "\n".join([*lines, "    timeout=20,", ")", "print(response.status_code)"])


def _javascript(sent: Sent) -> str:
    options = [f"  method: {json.dumps(sent.method)},"]
    headers = dict(sent.headers)
    if sent.body is not None:
        headers["Content-Type"] = "application/json"
    if headers:
        options.append(f"  headers: {json.dumps(headers)},")
    if sent.form:
        form = urlencode(sent.form, errors="replace")
        options.append(f'  body: new URLSearchParams("{form}"),')
    if sent.body is not None:
        options.append(f"  body: JSON.stringify({json.dumps(sent.body)}),")
    start = f"const response = await fetch({json.dumps(sent.url)}, {{"
    return "\n".join([start, *options, "});", "console.log(response.status);"])
