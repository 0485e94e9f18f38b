"""Sends the browser back to the application, with tokens, a code or an error."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

from markupsafe import escape
from starlette.responses import HTMLResponse, Response

from helpers.sandbox.server import answers

_HEADERS = {**answers.CORS, **answers.NO_STORE, "Referrer-Policy": "no-referrer"}


def to_login(address: str, query: bytes, client_id: str) -> Response:
    """Return the redirect of a browser that nobody is signed in with, as Twitch's was recorded.

    `address` is the page's, without the query; `query` is that of the request.
    """
    given = urlencode({"client_id": client_id.encode(), "redirect_params": query})
    location = f"{address}?{given}"
    headers = {**answers.CORS, "Location": location}
    return HTMLResponse(f'<a href="{escape(location)}">Found</a>.\n\n', 302, headers)


def to(location: str, status: int = 302) -> Response:
    """Return a redirect. After a posted form, `status` is 303 (RFC 9110, section 15.4.4)."""
    return Response(status_code=status, headers={**_HEADERS, "Location": location})


def with_tokens(
    redirect_uri: str,
    given: Mapping[str, str],
    scopes: Sequence[str],
    state: str | None,
    status: int,
) -> Response:
    """Return the answer of the implicit grant and of OpenID Connect's flows like it.

    Everything is in the fragment, in alphabetical order, without `expires_in`. `given` are the
    tokens and the code; empty ones are left out. That `token_type` comes with an access token
    only, and that the hybrid flow has these fields, is UNCONFIRMED.
    https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#implicit-grant-flow
    """
    fields = {name: value for name, value in given.items() if value}
    fields["scope"] = " ".join(scopes)
    if state is not None:
        fields["state"] = state
    if "access_token" in fields:
        fields["token_type"] = "bearer"  # noqa: S105
    return to(f"{_with_slash(redirect_uri)}#{urlencode(sorted(fields.items()))}", status)


def with_code(
    redirect_uri: str, code: str, scopes: Sequence[str], state: str | None, status: int
) -> Response:
    """Return the authorization code, in the query, where the application's server sees it.

    https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#authorization-code-grant-flow
    """
    return _in_query(redirect_uri, {"code": code, "scope": " ".join(scopes)}, state, status)


def refusal(
    redirect_uri: str, error: str, description: str, state: str | None, status: int = 302
) -> Response:
    """Return an error to the application: in the query, for every grant."""
    fields = {"error": error, "error_description": description}
    return _in_query(redirect_uri, fields, state, status)


def refused(redirect_uri: str, error: str, description: str, state: str | None) -> answers.Refused:
    """Return the same as an exception, to end a check with."""
    return answers.Refused(refusal(redirect_uri, error, description, state))


def _in_query(
    redirect_uri: str, fields: dict[str, str], state: str | None, status: int
) -> Response:
    if state is not None:
        fields = {**fields, "state": state}
    address = _with_slash(redirect_uri)
    joint = "&" if "?" in address else "?"
    return to(f"{address}{joint}{urlencode(fields)}", status)


def _with_slash(redirect_uri: str) -> str:
    # Twitch's page shows http://localhost:3000/#… for http://localhost:3000: the normal form
    # (RFC 3986, section 6.2.3), which a browser shows in any case.
    parts = urlsplit(redirect_uri)
    return urlunsplit(parts._replace(path=parts.path or "/"))
