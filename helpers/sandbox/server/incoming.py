"""Reads what a client sent: parameters, and the token in the Authorization header."""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

_MAX_PARAMETERS = 1000


async def parameters(request: Request) -> dict[str, str]:
    """Return the parameters of query and body (urlencoded or multipart) together.

    The body counts before the query, and of a repeated parameter the first: so does Go, the
    language of Twitch's servers (for Twitch itself UNCONFIRMED). A body of another type is not
    read. Raises HTTPException 400 for a body that is damaged.
    """
    return _first_of_each(await _body(request) + query(request))


async def form(request: Request) -> dict[str, str]:
    """Return the parameters of the body alone. Raises HTTPException 400 as `parameters` does."""
    return _first_of_each(await _body(request))


def query(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of the query string, in order. Raises HTTPException 400."""
    return _pairs(request.scope["query_string"])


def query_parameters(request: Request) -> dict[str, str]:
    """Return the parameters of the query string alone, the first of each name."""
    return _first_of_each(query(request))


def bearer(request: Request, *schemes: str) -> str | None:
    """Return the token of `Authorization: <scheme> <token>`, or None. Letter case is free."""
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    return (token.strip() or None) if scheme.lower() in schemes else None


def service_address(request: Request) -> str:
    """Return the login service's address that the client used: http://<host>/<oauth2 or auth>.

    The ID token's issuer must be the address that the client took the discovery document from
    (OpenID Connect Discovery 1.0, section 4.3). The host is in lower case,
    as browsers send it; the Guard lets only this computer's names in.
    """
    prefix = request.scope["path"].split("/")[1]
    return f"{request.scope['scheme']}://{request.headers['host'].lower()}/{prefix}"


async def _body(request: Request) -> list[tuple[str, str]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return _pairs(await request.body())
    if kind == "multipart/form-data":
        try:
            form = await request.form(max_files=0, max_fields=_MAX_PARAMETERS)
        except MultiPartException as problem:
            raise HTTPException(400, problem.message) from None
        return [(_clean(name), _clean(value)) for name, value in form.multi_items()]
    return []


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    text = encoded.decode("utf-8", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_PARAMETERS)
    except ValueError:
        raise HTTPException(400, "too many parameters") from None


def _first_of_each(pairs: list[tuple[str, str]]) -> dict[str, str]:
    return dict(reversed(pairs))


def _clean(value: object) -> str:
    # A part may name a charset that makes text which UTF-8 cannot hold.
    return str(value).encode("utf-8", "replace").decode()
