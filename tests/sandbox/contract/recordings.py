"""Answers that others recorded from Twitch's real servers, and whether an answer is like one.

recorded.json says itself how it is read (`how_to_read`). What differs is named by its place:
"status", "header Cache-Control", "body", or a path into the body, such as "data[].created_at".
"""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

Json = dict[str, Any]
ENTRIES: list[Json] = json.loads((Path(__file__).parent / "recorded.json").read_bytes())["entries"]

RATE_LIMIT = ("Ratelimit-Limit", "Ratelimit-Remaining", "Ratelimit-Reset")
TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
# The sandbox has pages and pictures at its own address, Twitch has them at these.
PICTURES = {
    "box-art": "https://static-cdn.jtvnw.net/ttv-boxart",
    "profile": "https://static-cdn.jtvnw.net/jtv_user_pictures",
    "offline": "https://static-cdn.jtvnw.net/jtv_user_pictures",
    "stream": "https://static-cdn.jtvnw.net/previews-ttv",
    "video": "https://static-cdn.jtvnw.net/cf_vods",
    "clip": "https://clips-media-assets2.twitch.tv",
}


def differences(entry: Json, answer: requests.Response) -> set[str]:
    """Where the answer is not as recorded. Another status is another answer altogether."""
    if answer.status_code != entry["status"]:
        return {"status"}
    return {*_headers(entry["headers"] or {}, answer), *_body(entry["body"], answer)}


def at_twitch(text: str, base: str) -> str:
    """The address that Twitch has where the sandbox has one under its own `base`."""
    picture = re.fullmatch(rf"{re.escape(base)}/images/([a-z-]+)/(.+)\.svg", text)
    if picture:
        return f"{PICTURES[picture[1]]}/{picture[2]}.jpg"
    return text.replace(base, "https://www.twitch.tv")


def _base(answer: requests.Response) -> str:
    return "http://" + urlsplit(answer.url).netloc


def _headers(recorded: Json, answer: requests.Response) -> Iterator[str]:
    for name, value in recorded.items():
        if name == "Ratelimit-*":
            sent = [each in answer.headers for each in RATE_LIMIT]
            alike = all(sent) if value == "present" else not any(sent)
        elif name == "Location":
            alike = _location(answer) == value
        else:
            alike = answer.headers.get(name) == value
        if not alike:
            yield f"header {name}"


def _location(answer: requests.Response) -> str:
    """The address that a redirect leads to, with what differs from call to call in words."""
    location = at_twitch(answer.headers.get("Location", ""), _base(answer))
    query = urlsplit(answer.url).query
    [client_id] = parse_qs(query)["client_id"]
    if parse_qs(urlsplit(location).query).get("redirect_params") == [query]:
        location = re.sub(
            "(?<=redirect_params=).*", "<the query of the request, URL-encoded>", location
        )
    return location.replace(f"client_id={client_id}", "client_id=<client id>")


def _body(recorded: Json, answer: requests.Response) -> Iterator[str]:
    text = answer.text
    if recorded["kind"] == "none":
        if text:
            yield "body"
    elif recorded["kind"] == "html":
        link = escape(answer.headers.get("Location", ""))
        if text != recorded["template"].replace("<Location, with & as &amp;>", link):
            yield "body"
    else:
        yield from _newline(recorded["newline_at_end"], text)
        yield from _json(recorded, text, _base(answer))


def _newline(recorded: bool | None, text: str) -> Iterator[str]:
    if recorded is not None and text.endswith("\n") != recorded:
        yield "newline at the end"


def _json(recorded: Json, text: str, base: str) -> Iterator[str]:
    if recorded["kind"] == "exact":
        if text.removesuffix("\n") != json.dumps(recorded["json"], separators=(",", ":")):
            yield "body"
        return
    if re.search("[&<>]", text) or "\n" in text[:-1]:
        yield "body"  # such a character travels as &
    try:
        yield from _value(recorded, json.loads(text), "", base)
    except ValueError:
        yield "body"


def _value(recorded: Json, value: Any, place: str, base: str) -> Iterator[str]:
    """Where the value is not as recorded: type, null, order and names of fields, form."""
    if value is None:
        if recorded["type"] != "null" and not recorded.get("nullable"):
            yield place
    elif type(value) is not TYPES.get(recorded["type"]) or (recorded.get("always_empty") and value):
        yield place
    elif isinstance(value, dict):
        yield from _fields(recorded.get("fields", []), value, place, base)
    elif isinstance(value, list):
        yield from _rows(recorded, value, place, base)
    elif isinstance(value, str):
        may_be_empty = "empty" in recorded and not value
        form = recorded.get("pattern", "")
        if form and not may_be_empty and not re.search(form, at_twitch(value, base)):
            yield place
    elif "range_seen" in recorded:
        least, most = recorded["range_seen"]
        if not 0.9 * least <= value <= 1.1 * most:
            yield place


def _fields(recorded: list[Json], value: Json, place: str, base: str) -> Iterator[str]:
    names = [field["name"] for field in recorded]
    for field in recorded:
        if field["name"] in value:
            inside = f"{place}.{field['name']}".removeprefix(".")
            yield from _value(field, value[field["name"]], inside, base)
        elif not field.get("optional"):
            yield f"{place}.{field['name']}".removeprefix(".")
    if [name for name in value if name in names] != [name for name in names if name in value]:
        yield f"order of {place or 'the body'}"


def _rows(recorded: Json, rows: list[Any], place: str, base: str) -> Iterator[str]:
    if any(recorded.get("rows_seen", [])) and not rows:
        yield f"rows of {place}"
    for row in rows if "items" in recorded else ():
        yield from _value(recorded["items"], row, f"{place}[]", base)
