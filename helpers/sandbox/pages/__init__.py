"""The practice pages, from sign-in to connections. Plain HTML, no script, all from here."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from helpers.catalogue import scopes
from helpers.sandbox.memory.people import PEOPLE, Person
from helpers.sandbox.memory.state import App

_HERE = Path(__file__).parent
_OWN_FORMS = "form-action 'self'"


def sign_in(
    purpose: str, action: str, form_token: str, redirect_uri: str = "", note: str = ""
) -> HTMLResponse:
    """Return the page on which the learner chooses a practice person.

    `purpose` says what comes next, `action` is where the form is sent. A `note`, here and below,
    says why the last try did nothing; the status is then 403.
    """
    values = {"purpose": purpose, "action": action, "people": PEOPLE}
    return _page("sign_in.html", values, form_token, note, redirect_uri)


def consent(
    app: App,
    asked_scopes: Iterable[str],
    redirect_uri: str,
    query: str,
    person: Person,
    form_token: str,
    note: str = "",
) -> HTMLResponse:
    """Return the page on which this person authorizes the application, or cancels.

    `query` is the whole request again: the forms of the page carry it on.
    """
    values = {"app": app, "person": person, "scopes": _scopes(asked_scopes)}
    values |= {"redirect_uri": redirect_uri, "query": query}
    return _page("consent.html", values, form_token, note, redirect_uri)


def user_code(person: Person, typed: str, note: str = "") -> HTMLResponse:
    """Return the page on which this person types the code that a device shows."""
    return _page("user_code.html", {"person": person, "typed": typed}, note=note)


def activate(
    app: App,
    code: str,
    asked_scopes: Iterable[str],
    person: Person,
    form_token: str,
    note: str = "",
) -> HTMLResponse:
    """Return the page on which this person lets the device with this code in, or turns it away."""
    values = {"app": app, "user_code": code, "person": person, "scopes": _scopes(asked_scopes)}
    return _page("activate.html", values, form_token, note)


def activated(app: App, *, approved: bool) -> HTMLResponse:
    """Return the last page: nothing is left to do here, the device goes on."""
    return _page("activated.html", {"app": app, "approved": approved})


def trouble(sentence: str) -> HTMLResponse:
    """Return the page, with status 503, that says why the sandbox cannot go on."""
    page = _page("trouble.html", {"sentence": sentence})
    page.status_code = 503
    return page


def connections(
    connected: Sequence[tuple[App, Sequence[str]]], person: Person, form_token: str, note: str = ""
) -> HTMLResponse:
    """Return the page with the applications that this person said yes to."""
    shown = [(app, _scopes(granted)) for app, granted in connected]
    return _page("connections.html", {"connected": shown, "person": person}, form_token, note)


def _scopes(names: Iterable[str]) -> list[scopes.Scope]:
    return [scopes.find(name) for name in names]


def _page(
    template: str,
    values: Mapping[str, object],
    form_token: str = "",
    note: str = "",
    redirect_uri: str = "",
) -> HTMLResponse:
    style = Markup(_style())  # noqa: S704
    html = (
        _templates()
        .get_template(template)
        .render(values, form_token=form_token, note=note, style=style)
    )
    return HTMLResponse(html, 403 if note else 200, headers=_headers(redirect_uri))


def _headers(redirect_uri: str) -> dict[str, str]:
    parts = urlsplit(redirect_uri)
    policy = (
        "default-src 'none'",
        f"style-src '{_style_hash()}'",
        # Chromium also holds the redirect that follows a form to this rule.
        f"form-action 'self' {parts.scheme}://{parts.netloc}" if redirect_uri else _OWN_FORMS,
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _style() -> str:
    return (_HERE / "style.css").read_text("utf-8")


@cache
def _style_hash() -> str:
    digest = hashlib.sha256(_style().encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
