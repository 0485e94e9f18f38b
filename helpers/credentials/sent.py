"""What a request carried: its parameters, its JSON, its headers, and the secrets among them."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from helpers.catalogue.secret_fields import is_secret, is_user_code, plain
from helpers.credentials.by_look import USERINFO
from helpers.credentials.spellings import Find

if TYPE_CHECKING:
    import requests

SCHEMES = ("bearer", "oauth", "basic")
RANDOM = ("state", "nonce")  # in an address: good for one sign-in, and another one each time
SHORTEST = 4  # what is shorter cannot be kept out of prose
ALONE = 8  # what is shorter is hidden where it stands alone, not within a word
LONG = 16  # no word is that long

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, repr=False)
class Body:
    """What stands in a request's body: a form, JSON, or another text. Two of them are empty."""

    form: Pairs = field(default_factory=list)
    json: Any = None
    text: str = ""


def headers(message: "requests.PreparedRequest | requests.Response") -> dict[str, str]:
    """Return the headers as texts; none of a request or an answer that was made by hand."""
    return {_text(name): _text(value) for name, value in (message.headers or {}).items()}


def header(message: "requests.PreparedRequest | requests.Response", name: str) -> str:
    """Return one header, "" if it is not there."""
    found = {each.lower(): value for each, value in headers(message).items()}
    return found.get(name.lower(), "")


def body(request: "requests.PreparedRequest") -> Body:
    """Return what a request's body holds."""
    content, kind = request.body or "", header(request, "Content-Type")
    if not isinstance(content, (str, bytes, bytearray)):
        return Body(text="(a body that was sent piece by piece)")
    text = _text(content)
    if "json" in kind.lower() or text.lstrip()[:1] in ("{", "["):
        try:
            return Body(json=json.loads(text))
        except (ValueError, RecursionError):
            return Body(text=text)
    if kind.lower().startswith("multipart/"):
        return Body(form=list(_parts(kind, content)))
    if "form-urlencoded" in kind.lower() or (not kind and "=" in text):
        return Body(form=pairs(text))
    return Body(text=text)


def pairs(text: str) -> Pairs:
    """Return the parameters of a query or of a form, decoded, in their order."""
    return parse_qsl(text, keep_blank_values=True)


def _parts(kind: str, content: "str | bytes | bytearray") -> Iterator[tuple[str, str]]:
    """Give the fields of a multipart form (RFC 7578)."""
    raw = content.encode() if isinstance(content, str) else bytes(content)
    message = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
    for part in message.walk():
        if part.is_multipart():
            continue
        value = part.get_payload(decode=True)
        name = str(part.get_param("name", "", "content-disposition"))
        file = part.get_filename()
        size = len(value) if isinstance(value, bytes) else 0
        yield name, f"(a file, {size:,} bytes)" if file else _text(value)


def scheme_and_token(authorization: str) -> tuple[str, str]:
    """Return the two parts of an Authorization header; without a scheme, all of it is the token."""
    scheme, _, token = authorization.strip().partition(" ")
    return (scheme, token.strip()) if scheme.lower() in SCHEMES else ("", authorization)


# --- the secrets among it --------------------------------------------------------------------


def secrets_again(request: "requests.PreparedRequest | None") -> Find:
    """Return what finds the secrets of a request in a text, should an answer repeat one."""
    forms = {form for each in _sent(request) for form in _forms(each)} if request else set()
    known = sorted((each for each in forms if len(each) >= SHORTEST), key=len, reverse=True)
    if not known:
        return lambda _text: ()
    pattern = re.compile("|".join(map(_pattern, known)), re.IGNORECASE)
    # In a form, + is a blank.
    return lambda text: (found.span() for found in pattern.finditer(text.replace("+", " ")))


def _pattern(secret: str) -> str:
    wanted = re.escape(secret.replace("+", " "))
    return wanted if len(secret) >= ALONE else rf"(?<!\w){wanted}(?!\w)"


def _sent(request: "requests.PreparedRequest") -> Iterator[str]:
    url, carried = str(request.url or ""), body(request)
    parts = _split(url)
    for name, value in (*carried.form, *pairs(parts[0]), *pairs(parts[1])):
        random = plain(name) in RANDOM and len(value) >= LONG
        if random or (is_secret(name) and not is_user_code(name, value)):
            yield value
    yield from _in_json(carried.json)
    for found in USERINFO.finditer(url):
        yield from map(unquote, (found["secret"], *found["secret"].split(":", 1)[1:]))
    for name, value in headers(request).items():
        yield from _in_header(name, value)


def _split(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:  # a damaged address
        return url.partition("?")[2], url.partition("#")[2]
    return parts.query, parts.fragment


def _in_json(value: Any) -> Iterator[str]:
    left = [("", "", value)]
    while left:
        inside, name, each = left.pop()
        if isinstance(each, dict):
            left += [(name, key, inner) for key, inner in each.items()]
        elif isinstance(each, list):
            left += [(inside, name, inner) for inner in each]
        elif isinstance(each, str) and is_secret(name, inside):
            yield each


def _in_header(name: str, value: str) -> Iterator[str]:
    if plain(name) in ("authorization", "proxyauthorization"):
        scheme, token = scheme_and_token(value)
        yield token
        if scheme.lower() == "basic":
            yield from _of_basic(token)
    elif plain(name) == "cookie":
        yield from (each.partition("=")[2] for each in value.split(";"))
    elif is_secret(name):
        yield value


def _of_basic(token: str) -> Iterator[str]:
    """Give what stands in a header of Basic authentication (RFC 7617): name:password."""
    try:
        text = base64.b64decode(token, validate=True).decode()
    except ValueError:
        return
    yield text
    yield text.partition(":")[2]


def _forms(secret: str) -> Iterator[str]:
    """Give the forms of a secret: also without what was pasted around it, and in base64."""
    yield secret
    alone = secret.strip(" \t\r\n\"'`“”‘’")
    for each in {alone, *re.findall(r"[\w~+/=-]{16,}|[\w.~+/=-]{16,}", secret)}:
        yield each
        yield from _in_base64(each)


def _in_base64(secret: str) -> Iterator[str]:
    """Give what a secret becomes within a longer text in base64: there are three ways."""
    content = secret.encode("utf-8", "replace")
    if len(content) < ALONE:
        return
    for skip in range(3):
        # The letters at either end also hold bits of what stands beside the secret.
        begin, end = -(-skip * 8 // 6), (skip + len(content)) * 8 // 6
        text = base64.b64encode(b"\0" * skip + content).decode()[begin:end]
        yield text
        yield text.replace("+", "-").replace("/", "_")


def _text(value: object) -> str:
    if isinstance(value, (bytes, bytearray)):
        return value.decode("utf-8", "replace")
    return str(value)
