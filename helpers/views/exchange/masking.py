"""What may be shown of an exchange: everything but the secrets in it."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import requests

from helpers import settings
from helpers.credentials.secret import hint
from helpers.wire import LIVE_API_URL, LIVE_ID_URL

# A token is cut to its first letters, so that two can be told apart; the rest shows nothing.
TOKENS = ("access_token", "refresh_token", "id_token", "token")
HIDDEN = ("client_secret", "code", "device_code")
RANDOM = ("state", "nonce")  # in an address: good for one sign-in, and another one each time
NESTED = ("redirect_params",)  # in the login page's address: the query of /authorize once more
SCHEMES = ("bearer", "oauth", "basic")

_IN_TEXT = re.compile(rf'"({"|".join(TOKENS + HIDDEN)})"\s*:\s*"([^"]*)"?')
_SANDBOX_ADDRESS = re.compile(r"\b(127\.0\.0\.1|localhost):\d+\b")


def shown_value(name: str, value: str) -> str:
    """Return a parameter's or a field's value, without its secret."""
    if name in HIDDEN:
        return "(hidden)"
    if name in TOKENS:
        return hint(value) if value else "(empty)"
    if name == "nonce":
        return shown_random(value)
    return shown_address(value) if value.startswith("http://127.0.0.1:") else value


def shown_random(value: str) -> str:
    """Return the start and the length of a random text.

    It is a new one each time; a run without a person leaves the start out, to be comparable.
    """
    return f"({len(value)} random characters)" if settings.headless() else hint(value)


def shown_json(value: Any, name: str = "") -> Any:
    """Return parsed JSON with every field that is a secret replaced."""
    if isinstance(value, dict):
        shown = {key: shown_json(inner, key) for key, inner in value.items()}
        if "kty" in value and isinstance(value.get("n"), str):  # a public key: no secret, but long
            shown["n"] = f"({len(value['n'])} characters)"
        return shown
    if isinstance(value, list):
        return [shown_json(inner, name) for inner in value]
    return shown_value(name, value) if isinstance(value, str) else value


def shown_text(text: str, request: requests.PreparedRequest) -> str:
    """Return the text of an answer without secrets: those sent, and those that look like one."""
    text = _IN_TEXT.sub(lambda found: f'"{found[1]}": "{shown_value(found[1], found[2])}"', text)
    return without_sent_secrets(text, request)


def without_sent_secrets(text: str, request: requests.PreparedRequest) -> str:
    """Return text without the secrets of a request, should an answer repeat one."""
    for secret in _sent_secrets(request):
        text = text.replace(secret, "(hidden)")
    return text


def shown_header(name: str, value: str) -> str:
    """Return a header's value; of an Authorization header, the scheme and the token's start."""
    if name.lower() != "authorization":
        return value
    scheme, token = scheme_and_token(value)
    return f"{scheme} {hint(token)}".lstrip()


def scheme_and_token(authorization: str) -> tuple[str, str]:
    """Return the two parts of an Authorization header; without a scheme, all of it is the token."""
    scheme, _, token = authorization.partition(" ")
    return (scheme, token) if scheme.lower() in SCHEMES else ("", authorization)


def shown_address(url: str) -> str:
    """Return a URL as a learner reads it: no secret behind ? or #, should one be there.

    A run without a person hides the sandbox's port, which is another one each time.
    """
    before, hash_sign, fragment = url.partition("#")
    address, question_mark, query = before.partition("?")
    url = f"{address}{question_mark}{_shown_pairs(query)}{hash_sign}{_shown_pairs(fragment)}"
    if settings.headless() and url.startswith("http://127.0.0.1:"):
        return _SANDBOX_ADDRESS.sub("127.0.0.1:PORT", url, count=1)
    return url


def _shown_pairs(text: str) -> str:
    pairs = parse_qsl(text, keep_blank_values=True)
    if not any(name in TOKENS + HIDDEN + RANDOM + NESTED for name, _ in pairs):
        return text
    return urlencode([(name, _shown_part(name, value)) for name, value in pairs], safe="()")


def _shown_part(name: str, value: str) -> str:
    if name in NESTED:
        return _shown_pairs(value)
    return f"({len(value)} random characters)" if name in RANDOM else shown_value(name, value)


def parameters(url: str) -> dict[str, str]:
    """Return the decoded parameters of a URL."""
    fields = parse_qs(urlsplit(url).query, keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}


def live_address(url: str) -> str:
    """Return the address on live Twitch that a sandbox address stands for; else ""."""
    _, found, path = url.partition("/oauth2/")
    if settings.mode() == "sandbox" and found:
        return f"{LIVE_ID_URL}/{path}"
    _, found, path = url.partition("/helix/")
    return f"{LIVE_API_URL}/{path}" if settings.mode() == "sandbox" and found else ""


def sent_parameters(request: requests.PreparedRequest) -> list[tuple[str, str]]:
    """Return what a form body carries, in the order in which it was sent."""
    return [] if _is_json(request) else parse_qsl(_body(request), keep_blank_values=True)


def sent_json(request: requests.PreparedRequest) -> Any:
    """Return the JSON body that was sent, secrets masked; None if there is none."""
    return shown_json(json.loads(_body(request))) if _is_json(request) else None


def _is_json(request: requests.PreparedRequest) -> bool:
    return request.headers.get("Content-Type", "") == "application/json"


def _body(request: requests.PreparedRequest) -> str:
    body = request.body or ""
    return body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)


def _sent_secrets(request: requests.PreparedRequest) -> list[str]:
    parameters = sent_parameters(request) + parse_qsl(urlsplit(request.url or "").query)
    sent = [value for name, value in parameters if name in TOKENS + HIDDEN]
    # A redirect to the login page repeats the state. A short one would also be in plain words.
    sent += [value for name, value in parameters if name in RANDOM and len(value) >= 16]
    sent.append(scheme_and_token(request.headers.get("Authorization", ""))[1])
    return [value for value in sent if value]
