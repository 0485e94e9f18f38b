"""An authorize URL taken apart into its parameters, before anyone clicks it."""

from htpy import div

from helpers import words
from helpers.views import look, styles
from helpers.views.exchange.masking import parameters, shown_address, shown_random

MEANINGS = {
    "client_id": "which application asks",
    "redirect_uri": "where the browser is sent back to; must be registered, to the last character",
    "response_type": "what shall come back",
    "scope": "what the token shall allow, separated by spaces",
    "force_verify": "true: ask for consent again, even if it was given before",
    "state": "random text that must come back unchanged: proof that the answer is to this request",
    "nonce": "random text that must come back inside the ID token: proof that it was made for you",
    "claims": "what the ID token and the userinfo endpoint shall tell besides the usual, as JSON",
}

RESPONSE_TYPES = {
    "token": "token: the implicit grant, the token comes back at once",
    "code": "code: the authorization code grant, a code comes back, to exchange for the token",
    "id_token": "id_token: an ID token comes back at once, and no access token",
    "token id_token": "token id_token: an access token and an ID token come back at once",
}


def authorize_table(url: str) -> look.Shown:
    """Return the table of an authorize URL's parameters: name, decoded value, meaning."""
    endpoint = shown_address(url.partition("?")[0])
    rows = [
        (name, _value(name, value), _meaning(name, value))
        for name, value in parameters(url).items()
    ]
    table = look.table(
        ("parameter", "decoded value", "what it is for"),
        [(look.name(a), look.code(b), c) for a, b, c in rows],
    )
    drawn = div(style=styles.FONT)[look.code(f"GET {endpoint}"), table]
    return look.Shown(drawn, f"GET {endpoint}\n{look.text_table(rows)}")


def _value(name: str, value: str) -> str:
    return shown_random(value) if name in ("state", "nonce") else value or "(empty)"


def _meaning(name: str, value: str) -> str:
    if name == "response_type" and value in RESPONSE_TYPES:
        return RESPONSE_TYPES[value]
    number = f" ({words.count(len(value.split()), 'scope')})" if name == "scope" else ""
    return MEANINGS.get(name, "not explained in this course") + number
