"""What a learner does in the browser again and again, and what is on the disk afterwards."""

import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.browser.desk import Desk
from tests.browser.lab import Lab
from tests.browser.notebook import Notebook, wait_until

SIGN_IN = re.compile(r"Authorize \(opens")
ENTER_CODE = re.compile(r"Enter the code \(opens")
TOKEN_FILE = "saved/tokens.sandbox.json"

# An ID token is nowhere kept, not even in the sandbox; but it looks like nothing else.
ID_TOKEN = re.compile(rb"eyJ[\w-]{16,}\.[\w-]{16,}")

# Where the sandbox, playing Twitch, keeps what nobody else may see.
SECRETS = (
    ("apps", "secret"),
    ("tokens", "access_token"),
    ("tokens", "refresh_token"),
    ("refresh_tokens", "refresh_token"),
    ("codes", "code"),
    ("device_codes", "device_code"),
)


def use_credentials(notebook: Notebook) -> None:
    form = notebook.output("credentials-code")
    form.get_by_role("button", name="Use these credentials").click()
    form.get_by_text("In use: the client ID").wait_for()


def opened_tab(notebook: Notebook, cell_id: str, link: re.Pattern[str]) -> Any:
    """Press a link in a cell's output; return the tab that opens.

    Close it to go back: a browser lets the pages behind the front one run at a crawl.
    """
    with notebook.page.context.expect_page() as opening:
        notebook.output(cell_id).get_by_role("link", name=link).click()
    return opening.value


def sign_in_tab(notebook: Notebook) -> Any:
    return opened_tab(notebook, "request-code", SIGN_IN)


def sign_in(tab: Any, person: str = "TwitchDev") -> None:
    tab.get_by_label(person).check()
    tab.get_by_role("button", name="Sign in").click()


def say_yes(tab: Any, arrived: str) -> None:
    """Press Authorize, read that it has arrived, and go back to the notebook."""
    tab.get_by_role("button", name="Authorize", exact=True).click()
    tab.get_by_role("heading", name=arrived).wait_for()
    tab.close()


def run_to_the_end(notebook: Notebook) -> dict[str, str]:
    """Run all cells; return what each one that failed says. Nowhere may a traceback stand."""
    notebook.run_from(notebook.code_ids[0])
    assert "Traceback" not in notebook.panel.text_content()
    failed = {}
    for cell_id, outputs in notebook.outputs().items():
        for each in outputs:
            assert each.get("name") != "stderr", f"{cell_id} prints to stderr: {each.text}"
            if each.output_type == "error":
                failed[cell_id] = " ".join(each.traceback)
    return failed


def pictures_show(notebook: Notebook, *cell_ids: str) -> None:
    """Wait until every picture of these cells is really there: a broken one has no width."""
    for cell_id in cell_ids:
        images = notebook.output(cell_id).locator("img")
        images.first.scroll_into_view_if_needed()
        wait_until(
            notebook.page,
            f"the pictures of {cell_id}",
            lambda images=images: all(images.evaluate_all("all => all.map(e => e.naturalWidth)")),
        )


def paste_address(notebook: Notebook, address: str, arrived: str) -> None:
    """Give the sign-in panel the address that the browser came back to."""
    panel = notebook.output("request-code")
    panel.get_by_label("Address").fill(address)
    panel.get_by_role("button", name="Use this address").click()
    panel.get_by_text(arrived).wait_for()


def find_nobody_at(address: str, devtools: Any) -> None:
    """Let a tab meet what it would if the notebook ran, and listened, on another machine."""

    def refuse(paused: dict[str, Any]) -> None:
        nobody = {"requestId": paused["requestId"], "errorReason": "ConnectionRefused"}
        devtools.send("Fetch.failRequest", nobody)

    devtools.on("Fetch.requestPaused", refuse)
    devtools.send("Fetch.enable", {"patterns": [{"urlPattern": f"{address}/*"}]})


def address_bar(devtools: Any) -> str:
    """What stands in the address bar, even over a page that did not load."""
    history = devtools.send("Page.getNavigationHistory")
    address: str = history["entries"][history["currentIndex"]]["url"]
    return address


def saved(lab: Desk, mode: str = "sandbox") -> dict[str, Any]:
    contents: dict[str, Any] = json.loads((lab.home / f"tokens.{mode}.json").read_text())
    return contents


def secrets_of(lab: Desk) -> list[str]:
    """Everything in this sandbox that must stay out of sight, also what is used up by now."""
    return secrets_in(lab.home / "sandbox.sqlite3")


def secrets_in(path: Path) -> list[str]:
    """The same for any state file of a sandbox."""
    with closing(sqlite3.connect(path)) as state:
        found = [
            state.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
            for table, column in SECRETS
        ]
    return [row[0] for rows in found for row in rows]


def in_addresses(lab: Lab, visited: Iterable[str], name: str) -> set[str]:
    """The values of a parameter in the addresses that the browser came back to."""
    back = [urlsplit(url).query for url in visited if url.startswith(lab.redirect_uri)]
    return {value for query in back for value in parse_qs(query).get(name, [])}


def holding(lab: Desk, secrets: Iterable[str]) -> set[str]:
    """The files below the lab's folder that hold one of the secrets, or an ID token.

    Not counted is the sandbox's own state: it plays Twitch and knows what it gave.
    """
    encoded = [secret.encode() for secret in secrets]
    return {
        str(path.relative_to(lab.folder))
        for path in lab.folder.rglob("*")
        if path.is_file()
        and "sandbox.sqlite3" not in path.name
        and _holds(path.read_bytes(), encoded)
    }


def _holds(contents: bytes, secrets: list[bytes]) -> bool:
    return bool(ID_TOKEN.search(contents)) or any(secret in contents for secret in secrets)
