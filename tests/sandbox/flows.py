"""Walks through the grants of a sandbox as an application, a device and a user would."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from tests.sandbox.box import REDIRECT_URI, Box, Browser

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


class Flows:
    """Asks one sandbox for tokens. A parameter that is None is left out."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.confidential = box.running.client_id
        self.public = box.running.public_client_id
        self._session = requests.Session()

    def post(self, path: str, **sent: str | None) -> requests.Response:
        kept = {name: value for name, value in sent.items() if value is not None}
        return self._session.post(f"{self.box.running.id_url}/{path}", data=kept)

    def token(self, grant_type: str | None, **sent: str | None) -> requests.Response:
        """POST /token by the confidential application, unless told otherwise."""
        secret = self.box.running.client_secret
        known = {"client_id": self.confidential, "client_secret": secret}
        return self.post("token", **{**known, "grant_type": grant_type, **sent})

    # --- the authorization code ----------------------------------------------------------

    def code(self, scope: str = "", login: str = "twitchdev", **changes: str) -> str:
        """Sign in, say yes, and return the code."""
        asked = self.box.request(response_type="code", scope=scope, force_verify="true", **changes)
        browser = Browser(self.box.running.id_url)
        browser.sign_in(asked, login)
        location = browser.decide("authorize").headers["Location"]
        return parse_qs(urlsplit(location).query)["code"][0]

    def exchange(self, code: str | None, **changes: str | None) -> requests.Response:
        sent = {"code": code, "redirect_uri": REDIRECT_URI, **changes}
        return self.token("authorization_code", **sent)

    def user_tokens(self, scope: str = "", login: str = "twitchdev") -> dict[str, Any]:
        """What the code grant answers: the confidential application's tokens."""
        return self.exchange(self.code(scope, login)).json()

    # --- the device code -----------------------------------------------------------------

    def device(self, scopes: str | None = "", client_id: str | None = "") -> dict[str, Any]:
        """Start a device of the public application, unless told otherwise."""
        return self.post("device", client_id=client_id or self.public, scopes=scopes).json()

    def activation(self, user_code: str, login: str = "twitchdev") -> Browser:
        """A browser that is signed in at /activate, and what it shows for this code."""
        browser = Browser(self.box.base)
        asked = {"device-code": user_code}
        browser.open(asked, "activate")
        browser.submit("activate/sign-in", user=login)
        browser.open(asked, "activate")
        return browser

    def answer(
        self, user_code: str, decision: str = "authorize", login: str = "twitchdev"
    ) -> requests.Response:
        """Sign in at /activate and say yes or no to the device."""
        return self.activation(user_code, login).submit("activate", decision=decision)

    def poll(self, device_code: str | None, client_id: str | None = "") -> requests.Response:
        return self.post(
            "token",
            client_id=client_id or self.public,
            grant_type=DEVICE_CODE,
            device_code=device_code,
        )

    def device_tokens(self, scopes: str = "", client_id: str = "") -> dict[str, Any]:
        """What the device code grant answers: the public application's tokens."""
        started = self.device(scopes, client_id)
        self.answer(started["user_code"])
        return self.poll(started["device_code"], client_id).json()

    # --- the life of a token -------------------------------------------------------------

    def refresh(self, refresh_token: str | None, **changes: str | None) -> requests.Response:
        """Refresh as the confidential application, unless told otherwise."""
        return self.token("refresh_token", refresh_token=refresh_token, **changes)

    def refresh_public(self, refresh_token: str) -> requests.Response:
        return self.refresh(refresh_token, client_id=self.public, client_secret=None)

    def revoke(self, token: str | None, client_id: str | None = "") -> requests.Response:
        client_id = self.confidential if client_id == "" else client_id
        return self.post("revoke", client_id=client_id, token=token)

    def validate(self, access_token: str) -> requests.Response:
        headers = {"Authorization": f"OAuth {access_token}"}
        return self._session.get(f"{self.box.running.id_url}/validate", headers=headers)

    def alive(self, access_token: str) -> bool:
        return self.validate(access_token).status_code == 200

    # --- the connections -----------------------------------------------------------------

    def connections(self, login: str = "twitchdev") -> Browser:
        """A browser that is signed in at /connections."""
        browser = Browser(self.box.base)
        browser.open({}, "connections")
        browser.submit("connections/sign-in", user=login)
        browser.open({}, "connections")
        return browser

    def disconnect(self, client_id: str, login: str = "twitchdev") -> requests.Response:
        return self.connections(login).submit("connections", client_id=client_id)


def problem(answer: requests.Response) -> tuple[int, str]:
    """The status and message of an error."""
    return answer.status_code, answer.json()["message"]
