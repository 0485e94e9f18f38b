"""What each field of an answer means, in words."""

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Any

import requests

from helpers import words
from helpers.clock import now
from helpers.views import look
from helpers.views.exchange import json_body

MEANINGS = {
    # POST /token and the fragment of the implicit grant
    "access_token": "the token itself: whoever has it can act with it, so it stays hidden here",
    "expires_in": "the seconds for which the token is good",
    "token_type": "how to send it: in the header Authorization: Bearer …",
    "scope": "what you allowed, separated by spaces",
    "state": "the random text of this sign-in, unchanged",
    # GET /validate
    "client_id": "the application that the token was made for",
    "login": "the name in the account's address",
    "scopes": "what the token allows",
    "user_id": "the number of the account",
    # GET /users
    "id": "the account's number; it never changes, so programs keep this one",
    "display_name": "the name as the account's owner writes it",
    "type": "admin, global_mod or staff; empty for everybody else",
    "broadcaster_type": "partner or affiliate; empty for everybody else",
    "description": "what the owner says about the channel",
    "profile_image_url": "the account's picture",
    "offline_image_url": "the picture while the channel is not live",
    "view_count": "no longer kept up to date by Twitch; do not use it",
    "email": "here because the token has the scope user:read:email",
    "created_at": "when the account was made, in UTC",
    # errors
    "error": "the name of the HTTP status",
    "status": "the HTTP status once more",
    "message": "what went wrong, in Twitch's words",
}


def explain_fields(response: requests.Response) -> look.Shown:
    """Return a table of an answer's fields: name, value, type, meaning. Secrets stay hidden."""
    body = json_body(response)
    record = _record(body)
    if not record:
        return look.Shown(
            look.panel("No fields", look.paragraph("The answer has no JSON fields to explain.")),
            "The answer has no JSON fields to explain.",
        )
    return field_table("The fields of the answer", record)


def field_table(title: str, record: Mapping[str, Any]) -> look.Shown:
    """Return the fields of one JSON object as a table. The values are masked already."""
    rows = [
        (name, _short(value), _type(value), meaning(name, value)) for name, value in record.items()
    ]
    html = look.table(
        ("field", "value", "type", "what it means"),
        [(look.name(a), look.code(b), escape(c), escape(d)) for a, b, c, d in rows],
    )
    return look.Shown(look.panel(title, html), f"{title}\n{look.text_table(rows)}")


def meaning(name: str, value: Any) -> str:
    """Return what a field means; for a lifetime, in days and with its last day."""
    words_for_it = MEANINGS.get(name, "not explained in this course")
    if name == "expires_in" and isinstance(value, int) and value > 0:
        ends = now() + timedelta(seconds=min(value, 10**10))
        return f"{words_for_it}: {words.time_left(ends, now())}"
    return words_for_it


def _record(body: Any) -> dict[str, Any]:
    """Return the object to explain: the body, or the first item of its "data" list."""
    if isinstance(body, dict) and isinstance(body.get("data"), list):
        body = body["data"][0] if body["data"] else None
    return body if isinstance(body, dict) else {}


def _short(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(str(each) for each in value) or "(empty list)"
    if value is None:
        return "null"
    return str(value) if value != "" else "(empty)"


def _type(value: Any) -> str:
    names = {str: "String", bool: "Boolean", int: "Number", float: "Number", list: "Array"}
    return names.get(type(value), "null" if value is None else "Object")
