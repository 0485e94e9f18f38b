"""What may be shown of an exchange: everything but the secrets in it."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import requests

from helpers import settings
from helpers.catalogue.secret_fields import is_secret, is_user_code, plain
from helpers.credentials.by_look import TOKEN, USERINFO, secrets_by_look, shown_by_look
from helpers.credentials.secret import hint
from helpers.credentials.sent import RANDOM, pairs, scheme_and_token, secrets_again
from helpers.credentials.spellings import HIDDEN, Find, without
from helpers.views.exchange.fold import MARGIN, folded, shortened
from helpers.wire import LIVE_API_URL, LIVE_ID_URL

# A token is cut to its first letters, so that two can be told apart; the rest shows nothing.
TOKENS = ("accesstoken", "refreshtoken", "idtoken", "token")
NESTED = 3  # addresses within an address that are taken apart

# The kernel's sandbox lets only those in who know the first part of its paths.
_FIRST_PART = r"/[a-z0-9]{30}(?=/(?:oauth2|helix|images|activate|connections|login)\b)"
_SANDBOX_ADDRESS = re.compile(rf"\b(127\.0\.0\.1|localhost):\d+\b(?:{_FIRST_PART})?")
PRIVATE = re.compile(rf"http://(?:127\.0\.0\.1|localhost):\d+{_FIRST_PART}")

Part = Callable[[str, str], str]  # what stands for a secret in an address: its name, its value


def shown_value(name: str, value: str, inside: str = "") -> str:
    """Return a parameter's or a field's value, without its secret.

    `inside` is the name of the field that it stands in, if that is known.
    """
    if is_secret(name, inside):
        if not value:
            return "(empty)"
        return hint(value) if plain(name) in TOKENS else HIDDEN
    if plain(name) == "nonce":
        return shown_random(value)
    if value.startswith("http://127.0.0.1:"):
        return shown_address(value)
    return shown_by_look(value)


def shown_random(value: str) -> str:
    """Return the start and the length of a random text.

    It is a new one each time; a run without a person leaves the start out, to be comparable.
    """
    return f"({len(value)} random characters)" if settings.headless() else hint(value)


def shown_json(value: Any, name: str = "", find: Find = lambda _text: ()) -> Any:
    """Return parsed JSON with every field that is a secret replaced, and folded if it is large.

    `find` finds what else is to be hidden: the secrets that were sent.
    """
    return _shown(folded(value), name, "", find)


def _shown(value: Any, name: str, inside: str, find: Find) -> Any:
    if isinstance(value, dict):
        hidden = is_secret(name, inside) and not any(is_secret(key, name) for key in value)
        shown = {
            without(key, find): _shown(inner, name if hidden else key, name, find)
            for key, inner in value.items()
        }
        if "kty" in value and isinstance(value.get("n"), str):  # a public key: no secret, but long
            shown["n"] = f"({len(value['n'])} characters)"
        return shown
    if isinstance(value, list):
        return [_shown(inner, name, inside, find) for inner in value]
    if isinstance(value, str):
        return shortened(without(shown_value(name, value, inside), find))
    return _shown_number(value, name, inside, find)


def _shown_number(value: Any, name: str, inside: str, find: Find) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    # A code that is a number is an error's, not one to exchange for a token.
    if is_secret(name, inside) and plain(name) != "code":
        return HIDDEN
    return value if without(str(value), find) == str(value) else HIDDEN


def shown_text(text: str, request: requests.PreparedRequest | None, longest: int) -> str:
    """Return the start of a text without secrets: those sent, and those that look like one."""
    start = text[: longest + MARGIN]
    shown = without_sent_secrets(without(start, secrets_by_look), request)
    return shown if len(shown) <= longest else f"{shown[:longest]} … (cut here)"


def without_sent_secrets(text: str, request: requests.PreparedRequest | None) -> str:
    """Return text without the secrets of a request, should an answer repeat one."""
    return without(text, secrets_again(request))


def shown_header(name: str, value: str) -> str:
    """Return a header's value; of an Authorization header, the scheme and the token's start."""
    if plain(name) == "authorization":
        scheme, token = scheme_and_token(value)
        return f"{scheme} {hint(token)}".lstrip()
    if is_secret(name):
        return HIDDEN
    return shown_address(value) if plain(name) == "location" else shown_by_look(value)


# --- addresses -------------------------------------------------------------------------------


def shown_part(name: str, value: str) -> str:
    """Return what stands for a secret in an address that is shown."""
    if plain(name) in RANDOM:
        return f"({len(value)} random characters)"
    return shown_value(name, value)


def shown_address(url: str, part: Part = shown_part) -> str:
    """Return a URL as a learner reads it: no secret in it, wherever it should stand.

    `part` says what stands for a secret. A run without a person hides the sandbox's port and
    leaves out the first part of its paths: they are others each time.
    """
    if settings.headless() and url.startswith("http://127.0.0.1:"):
        url = _SANDBOX_ADDRESS.sub("127.0.0.1:PORT", url, count=1)
    return _without_secrets(url, part, NESTED)


def shown_path(path: str) -> str:
    """Return the path of an address as a learner reads it: short, and without secrets."""
    return shown_address(re.sub(rf"^{_FIRST_PART}", "", path))


def _without_secrets(url: str, part: Part, levels: int) -> str:
    before, hash_sign, fragment = url.partition("#")
    address, question_mark, query = before.partition("?")
    query, fragment = (_shown_pairs(each, part, levels) for each in (query, fragment))
    return f"{_shown_path(address, part)}{question_mark}{query}{hash_sign}{fragment}"


def _shown_path(address: str, part: Part) -> str:
    address = USERINFO.sub(
        lambda found: f"{found['before'] or ''}//{part('password', found['secret'])}@", address
    )
    steps = [
        part("path_token", step) if TOKEN.fullmatch(unquote(step)) else step
        for step in address.split("/")
    ]
    return "/".join(steps)


def _shown_pairs(text: str, part: Part, levels: int) -> str:
    there = pairs(text)
    shown = [(name, _shown_pair(name, value, part, levels)) for name, value in there]
    if shown == there:
        return text
    return urlencode(shown, safe="()", errors="replace").replace(quote("…"), "…")


def _shown_pair(name: str, value: str, part: Part, levels: int) -> str:
    if is_user_code(name, value):
        return value
    if is_secret(name) or plain(name) in RANDOM:
        return part(name, value)
    if levels and re.search("[?#]|//", value):
        return _without_secrets(value, part, levels - 1)
    # The login page's address has the query of /authorize in it.
    if levels and re.match(r"[\w-]+=", value):
        return _shown_pairs(value, part, levels - 1)
    return shown_by_look(value)


def parameters(url: str) -> dict[str, str]:
    """Return the decoded parameters of a URL."""
    try:
        query = urlsplit(url).query
    except ValueError:  # a damaged address
        query = url.partition("?")[2]
    fields = parse_qs(query, keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}


def live_address(url: str) -> str:
    """Return the address on live Twitch that a sandbox address stands for; else ""."""
    _, found, path = url.partition("/oauth2/")
    if settings.mode() == "sandbox" and found:
        return f"{LIVE_ID_URL}/{path}"
    _, found, path = url.partition("/helix/")
    return f"{LIVE_API_URL}/{path}" if settings.mode() == "sandbox" and found else ""
