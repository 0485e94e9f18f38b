"""Asks a sandbox what a recording asked Twitch: the same parameters at the same place and order."""

import json
from typing import Any
from urllib.parse import urlencode

import requests

from tests.sandbox.box import REDIRECT_URI, Box
from tests.sandbox.contract.recordings import Json
from tests.sandbox.flows import Flows

OWNER, STRANGER = "141981764", "12826"
VALUES = {
    "broadcaster_id": OWNER,
    "first": "5",
    "from_id": OWNER,
    "game_id": "509670",
    "name": "Chess",
    "query": "t",  # channels and categories have it
    "redirect_uri": REDIRECT_URI,
    "response_type": "code",
    "scope": "clips:edit user:edit",
    "title": "Tea & biscuits",
    "user_id": OWNER,
    "user_login": "twitchdev",
}


class Player:
    """Plays recordings against one sandbox."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.flows = Flows(box)

    def play(self, entry: Json) -> requests.Response:
        """Send the request of an entry, and return the answer."""
        request = entry["request"]
        sent = {
            where: [(name, self._value(entry, name)) for name in names]
            for where, names in request["parameters"].items()
        }
        return requests.request(
            request["method"],
            f"{self.box.base}{request['path']}?{urlencode(sent.get('query', []))}",
            headers=self._headers(request, entry["condition"]) | _content_type(sent),
            data=_body(sent),
            allow_redirects=False,
            timeout=10,
        )

    def _headers(self, request: Json, condition: str) -> dict[str, str]:
        scopes = request.get("scopes_held", ["clips:edit"] if "scopes listed" in condition else [])
        scheme = "Bearer" if request["path"].startswith("/helix") else "OAuth"
        headers = {"Authorization": f"{scheme} {self._token(request['token'], scopes)}"}
        client_id = request.get("client_id_header")
        if client_id:
            headers["Client-Id"] = self.box.running.client_id if client_id == "sent" else ""
        return {} if request["token"] == "none" else headers

    def _token(self, kind: str, scopes: list[str]) -> str:
        if kind == "app":
            return self.box.app_token()
        if kind.startswith("user"):
            token = self.flows.user_tokens(" ".join(scopes))["access_token"]
            if "no longer valid" in kind:
                self.box.running.expire(token)
            return token
        return "nonsense" if kind == "not valid" else ""

    def _value(self, entry: Json, name: str) -> str | None:
        request, condition = entry["request"], entry["condition"]
        public = "Public client" in condition
        if name in request.get("null", ()):
            return None
        if name in request.get("fixed", {}):
            return request["fixed"][name]
        if f"unknown {name}" in condition or f"unknown {name.replace('_', ' ')}" in condition:
            return "1"
        if f"{name} is not the token owner" in condition:
            return STRANGER
        if name == "client_id":
            return self.flows.public if public else self.flows.confidential
        if name == "client_secret":
            return self.box.running.client_secret
        if name == "code":
            return self.flows.code("clips:edit")
        if name == "refresh_token":
            return self._refresh_token(used="refused" in condition, public=public)
        if name == "device_code":
            started = self.flows.device(client_id=self.flows.public)
            self.flows.answer(started["user_code"])
            return started["device_code"]
        if name == "id":
            return self._clip_id() if "clips" in request["path"] else OWNER
        return VALUES[name.removesuffix("[]")]

    def _refresh_token(self, *, used: bool, public: bool) -> str:
        tokens = (self.flows.device_tokens if public else self.flows.user_tokens)("clips:edit")
        if used:  # the real one was fresh, by a fault; the note says not to imitate that
            assert self.flows.refresh_public(tokens["refresh_token"]).status_code == 200
        return tokens["refresh_token"]

    def _clip_id(self) -> str:
        clips = requests.get(
            f"{self.box.running.api_url}/clips?broadcaster_id={OWNER}",
            headers=self.box.headers(self.box.app_token()),
            timeout=10,
        )
        return clips.json()["data"][0]["id"]


def _content_type(sent: dict[str, Any]) -> dict[str, str]:
    return {"Content-Type": "application/json"} if "json" in sent else {}


def _body(sent: dict[str, Any]) -> Any:
    return json.dumps(dict(sent["json"])) if "json" in sent else sent.get("form-data")
