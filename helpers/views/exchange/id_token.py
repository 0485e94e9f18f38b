"""An ID token on a panel: its three parts, and every check with its result."""

import json
from collections.abc import Mapping
from typing import Any

import requests
from htpy import Element, Node, div, strong

from helpers import words
from helpers.credentials.id_token import Parts, parts
from helpers.credentials.id_token_checks import Check, checks
from helpers.credentials.secret import Secret
from helpers.errors import BadIdToken, CourseError
from helpers.tokens import Token
from helpers.views import look, styles
from helpers.views.exchange.fields import meaning
from helpers.views.exchange.masking import shown_json, shown_random, shown_value
from helpers.views.exchange.panel import tree

LONGEST_VALUE = 80


def id_token_parts(id_token: Secret | str) -> look.Shown:
    """Return the ID token taken apart: header, claims and signature, and what each claim means.

    The signature is shown by its length alone, so what is shown is no token. Nothing has been
    checked yet. Raises BadIdToken.
    """
    token = parts(_checked(id_token))
    header, claims, signature = (
        shown_json(token.header),
        shown_json(token.claims),
        _signature(token),
    )
    rows = [(name, meaning(name, value)) for name, value in (token.header | token.claims).items()]
    title = "The ID token, taken apart (nothing is checked yet)"
    drawn = look.panel(
        title,
        div(style=styles.COLUMNS)[
            _column("Header", tree(header)),
            _column("Claims", tree(claims)),
            _column("Signature", signature),
        ],
        look.table(("name", "what it means"), [(look.name(a), b) for a, b in rows]),
    )
    text = "\n".join(
        [
            f"[{look.mode_word()}] {title}",
            f"Header\n{_json(header)}",
            f"Claims\n{_json(claims)}",
            f"Signature\n{signature}",
            look.text_table(rows),
        ]
    )
    return look.Shown(drawn, text)


def id_token_checks(
    id_token: Secret | str,
    *,
    keys: requests.Response | Mapping[str, Any],
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: Token | Secret | str | None = None,
) -> look.Shown:
    """Return the checks of `openid_connect.verify` as a table that goes on after a failed one.

    Raises BadIdToken for what is no ID token at all; Refusal or BadAnswer for unusable keys;
    CourseError for arguments of another type.
    """
    _check_types(keys, issuer, client_id, nonce, access_token)
    results = checks(
        _checked(id_token),
        keys=keys,
        issuer=issuer,
        client_id=client_id,
        nonce=nonce,
        access_token=access_token,
    )
    problems = [check.problem for check in results if check.problem]
    title = f"{words.count(len(problems), 'check')} failed" if problems else "Every check passed"
    headings = ("check", "expected", "found", "result")
    rows = [_row(check) for check in results]
    table = look.table(
        headings,
        [(look.name(a), look.code(b), look.code(c), strong[d]) for a, b, c, d in rows],
    )
    drawn = look.panel(title, table, *map(look.paragraph, problems))
    lines = [f"[{look.mode_word()}] {title}", look.text_table([headings, *rows]), *problems]
    return look.Shown(drawn, "\n".join(lines))


def _checked(id_token: object) -> Secret | str:
    if isinstance(id_token, (Secret, str)):
        return id_token
    raise BadIdToken(
        f"An ID token is a text; this is {look.kind(id_token)}. Take id_token from the answer of "
        "a sign-in with the scope openid."
    )


def _check_types(
    keys: object, issuer: object, client_id: object, nonce: object, access_token: object
) -> None:
    for name, value in (("issuer", issuer), ("client_id", client_id), ("nonce", nonce)):
        if not isinstance(value, str):
            raise CourseError(f"{name} has to be a text; this is {look.kind(value)}.")
    if not isinstance(keys, (requests.Response, Mapping)):
        raise CourseError(
            f"keys has to be Twitch's answer to GET /keys, or its JSON; this is {look.kind(keys)}."
        )
    if not isinstance(access_token, (Token, Secret, str, type(None))):
        raise CourseError(f"access_token has to be a token; this is {look.kind(access_token)}.")


def _row(check: Check) -> tuple[str, str, str, str]:
    found = "(nothing)" if check.found is None else _short(_shown(check.name, check.found))
    expected = _shown(check.name, check.expected)
    return check.name, expected, found, "failed" if check.problem else "passed"


def _shown(name: str, value: str) -> str:
    return shown_random(value) if name == "nonce" else shown_value("", value)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"


def _signature(token: Parts) -> str:
    length = words.count(len(token.signature), "byte")
    return f"{length}, made with {_short(str(token.header.get('alg')))} (not shown)"


def _column(title: str, part: Node) -> Element:
    return div(style=styles.THIRD)[strong[title], div(style=styles.JSON_PART)[part]]


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
