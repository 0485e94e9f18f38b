"""Three learners at once on a hub with one read-only installation."""

import os
import stat
import subprocess
from functools import partial
from urllib.parse import urlsplit

import pytest

from tests.browser.steps import saved
from tests.hub import accounts
from tests.hub.walk import enter_credentials, open_here, run, say_yes_together, sign_in_together
from tests.wire.bad_server import answering

pytestmark = [pytest.mark.browser, pytest.mark.hub]

NAMES = ("ana", "ben", "cleo")
KINDS = ("app", "user", "device", "openid")


def test_the_browser_finds_the_hub_and_nothing_else(hub, chromium):
    page = chromium.new_page(ignore_https_errors=True)
    assert page.goto(hub.url).ok
    with answering() as here:
        for address in (here, here.replace("127.0.0.1", "localhost")):
            with pytest.raises(Exception, match=r"ERR_CONNECTION_REFUSED|ERR_NAME_NOT_RESOLVED"):
                page.goto(address)
    page.context.close()


def test_the_course_at_a_hub(hub, arrive):
    three = [arrive(name) for name in NAMES]
    sign_in_together(three)
    for learner in three:
        enter_credentials(learner)
        run(learner, "01_app_access_token")
    say_yes_together(
        three, "02_user_access_token", open_here, panel="request-code", then="response-code"
    )
    for learner in three:
        run(learner, "03_save_the_token")
    again = partial(open_here, again=True)
    say_yes_together(three, "05_authorization_code", again, panel="request-code", then="code-code")
    say_yes_together(three, "06_device_code", open_here, panel="wait-code", then="response-code")
    say_yes_together(
        three, "08_openid_connect", open_here, panel="request-code", then="exchange-code"
    )

    kept = [saved(learner.seat) for learner in three]
    tokens = {each[kind]["access_token"] for each in kept for kind in KINDS}
    assert len(tokens) == len(three) * len(KINDS), "everybody has tokens of their own"
    for learner in three:
        assert {urlsplit(url).netloc for url in learner.visited} == {urlsplit(hub.url).netloc}
        is_kept_private(learner.seat)
    assert not (hub.shared / "saved").exists()
    ana, ben, _ = three
    if accounts.PYTHON:
        look = f"open({str(ana.seat.home / 'tokens.sandbox.json')!r})"
        refused = as_account(ben.seat.account, look)
        assert "PermissionError" in refused.stderr


def is_kept_private(seat) -> None:
    """Look at the modes and the owner of what a learner has saved."""
    owner = seat.account or os.getuid()
    folder, file = seat.home.stat(), (seat.home / "tokens.sandbox.json").stat()
    assert (stat.S_IMODE(folder.st_mode), folder.st_uid) == (0o700, owner)
    assert (stat.S_IMODE(file.st_mode), file.st_uid) == (0o600, owner)


def as_account(number: int, code: str) -> subprocess.CompletedProcess[str]:
    account = accounts.account(number)
    command = [accounts.PYTHON, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", **account)
