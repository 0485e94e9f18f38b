"""Reads what a client sent: parameters, and the token in the Authorization header."""

import json
from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from helpers.sandbox.server.addresses import Address

_MAX_PARAMETERS = 1000


async def parameters(request: Request, *, json_too: bool = False) -> dict[str, str]:
    """Return the parameters of query and body (urlencoded or multipart) together.

    The body counts before the query, and of a repeated parameter the first: so does Go, the
    language of Twitch's servers (for Twitch itself UNCONFIRMED). `json_too` reads a JSON body, in
    which null is as good as absent; a body of another type is not read. Raises HTTPException 400
    for a body that is damaged.
    """
    if json_too and _content_type(request) == "application/json":
        return first_of_each(_json(await request.body()) + query(request))
    return first_of_each(await _body(request) + query(request))


async def form(request: Request) -> dict[str, str]:
    """Return the parameters of the body alone. Raises HTTPException 400 as `parameters` does."""
    return first_of_each(await _body(request))


def query(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of the query string, in order. Raises HTTPException 400."""
    return pairs(request.scope["query_string"])


def query_parameters(request: Request) -> dict[str, str]:
    """Return the parameters of the query string alone, the first of each name."""
    return first_of_each(query(request))


def pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Return the parameters of an urlencoded text, in order. Raises HTTPException 400."""
    text = encoded.decode("utf-8", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_PARAMETERS)
    except ValueError:
        raise HTTPException(400, "too many parameters") from None


def first_of_each(given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the first value of each parameter."""
    return dict(reversed(given))


def bearer(request: Request, *schemes: str) -> str | None:
    """Return the token of `Authorization: <scheme> <token>`, or None.

    The letter case of the scheme is free (for the login service UNCONFIRMED).
    """
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    return (token.strip() or None) if scheme.lower() in schemes else None


def api_token(request: Request) -> str | None:
    """Return the token of `Authorization: Bearer <token>`, or None. The API takes no `bearer`.

    https://github.com/twitchdev/issues/issues/219
    """
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    return (token.strip() or None) if scheme == "Bearer" else None


def issuer(request: Request) -> str:
    """Return the login service's address that the client used: http://<host>/<oauth2 or auth>.

    The ID token's issuer must be the address that the client took the discovery document from
    (OpenID Connect Discovery 1.0, section 4.3). Who signs in through a hub's proxy meets an
    application here that asks the sandbox directly.
    """
    return f"{_address(request).issuer}/{request.scope['path'].split('/')[1]}"


def page_address(request: Request, path: str) -> str:
    """Return the address at which this browser reaches a page of the sandbox.

    It is a whole one: a hub's proxy would put its own path in front of one that begins with /.
    """
    return f"{_address(request).url}{path}"


def _address(request: Request) -> Address:
    address: Address = request.scope["address"]
    return address


async def _body(request: Request) -> list[tuple[str, str]]:
    kind = _content_type(request)
    if kind == "application/x-www-form-urlencoded":
        return pairs(await request.body())
    if kind == "multipart/form-data":
        try:
            form = await request.form(max_files=0, max_fields=_MAX_PARAMETERS)
        except MultiPartException as problem:
            raise HTTPException(400, problem.message) from None
        return [(_clean(name), _clean(value)) for name, value in form.multi_items()]
    return []


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _json(body: bytes) -> list[tuple[str, str]]:
    # What is no object holds no parameters, and neither does a value that is no text or number
    # (both UNCONFIRMED).
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, dict):
        return []
    return [
        (_clean(name), _clean(value))
        for name, value in found.items()
        if isinstance(value, (str, int)) and not isinstance(value, bool)
    ]


def _clean(value: object) -> str:
    # A part may name a charset that makes text which UTF-8 cannot hold.
    return str(value).encode("utf-8", "replace").decode()
