"""The practice pages: sign-in and consent. Plain HTML, no script, nothing from elsewhere."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from helpers import scopes
from helpers.sandbox.authorization_request import Asked
from helpers.sandbox.people import PEOPLE, Person

_HERE = Path(__file__).parent


def sign_in(asked: Asked, form_token: str, note: str = "") -> HTMLResponse:
    """Return the page on which the learner chooses a practice person.

    A `note` says why the last try did nothing; the status is then 403.
    """
    return _page("sign_in.html", asked, form_token, note, people=PEOPLE)


def consent(asked: Asked, person: Person, form_token: str, note: str = "") -> HTMLResponse:
    """Return the page on which this person authorizes the application, or cancels.

    A `note` says why the last try did nothing; the status is then 403.
    """
    wanted = [scopes.find(name) for name in asked.scopes]
    return _page("consent.html", asked, form_token, note, person=person, scopes=wanted)


def _page(
    template: str, asked: Asked, form_token: str, note: str, **values: object
) -> HTMLResponse:
    html = (
        _templates()
        .get_template(template)
        .render(asked=asked, form_token=form_token, note=note, style=Markup(_style()), **values)  # noqa: S704
    )
    return HTMLResponse(html, 403 if note else 200, headers=_headers(asked.redirect_uri))


def _headers(redirect_uri: str) -> dict[str, str]:
    parts = urlsplit(redirect_uri)
    policy = (
        "default-src 'none'",
        f"style-src '{_style_hash()}'",
        # Chromium also holds the redirect that follows a form to this rule.
        f"form-action 'self' {parts.scheme}://{parts.netloc}",
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
