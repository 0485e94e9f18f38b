"""A run without a person: every notebook starts where a learner would stand who opens it.

Such a run keeps nothing. It has its own empty folder, its own sandbox with a fixed clock and
seed, and plays the steps of the notebooks before; so each notebook can run alone, in any order.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace

from helpers import clock, settings, tokens
from helpers.catalogue.scopes import LESSON
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret
from helpers.errors import SettingError
from helpers.grants import authorization_code, client_credentials, device_code, implicit
from helpers.grants.validate import validate
from helpers.tokens import Application, Token
from helpers.wire import embedded

_base = os.environ.get("TWITCH_COURSE_HOME")  # None: the system's place for temporary files


def prepare(name: str) -> None:
    """Start afresh, then play the notebooks before `name`."""
    embedded.stop_all()
    clock.start_over()
    _new_home()
    play_before(name)


def play_before(name: str) -> None:
    """Save, in the course folder that is set, what the notebooks before `name` would save."""
    for lesson, play in _PLAYS.items():
        if lesson < name:
            play()


def _new_home() -> None:
    base = settings.folder(_base) if _base else None
    try:
        if base:
            base.mkdir(mode=0o700, parents=True, exist_ok=True)
        home = tempfile.mkdtemp(prefix="headless-", dir=base)
    except OSError as problem:
        raise SettingError(
            f"No folder for this run could be made ({problem.strerror}). Set TWITCH_COURSE_HOME "
            "to a folder of your own, or unset it."
        ) from None
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["TWITCH_COURSE_HOME"] = home


def _save_application() -> None:
    running = embedded.sandbox()
    tokens.save(application=Application(running.client_id, Secret(running.client_secret)))


def _save_app_token() -> None:
    running = embedded.sandbox()
    response = client_credentials.request_token(running.client_id, running.client_secret)
    tokens.save(app=Token.from_response(response))


def _save_user_token() -> None:
    client_id = embedded.sandbox().client_id
    state = implicit.new_state()
    url = implicit.authorization_url(client_id, settings.redirect_uri(), LESSON, state)
    token = implicit.parse_redirect(scripted_learner.authorize(url), state)
    tokens.save(user=replace(token, client_id=client_id))


def _note_the_owner() -> None:
    user = tokens.load("user")
    tokens.save(user=user.with_validation(validate(user)))


def _save_refreshable_token() -> None:
    tokens.save(user=_by_code(LESSON))


def _save_device_token() -> None:
    tokens.save(device=_by_device(embedded.sandbox().public_client_id, ["user:read:follows"]))


def _save_sign_in_token() -> None:
    # Without a sign-in in the browser: its ID token would cost a new signing key, a tenth of a
    # second, and nobody would look at it.
    scopes = ["openid", "user:read:email"]
    tokens.save(openid=_by_device(embedded.sandbox().client_id, scopes))


def _by_device(client_id: str, scopes: Sequence[str]) -> Token:
    """Return the token of a device code grant that the scripted learner said yes to."""
    codes = device_code.request_codes(client_id, scopes).json()
    scripted_learner.activate(codes["verification_uri"])
    token = Token.from_response(device_code.poll(client_id, scopes, codes["device_code"]))
    return token.with_validation(validate(token))


def _by_code(scopes: Sequence[str]) -> Token:
    """Return the token of an authorization code grant that the scripted learner said yes to."""
    running, redirect_uri = embedded.sandbox(), settings.redirect_uri()
    state = authorization_code.new_state()
    url = authorization_code.authorization_url(running.client_id, redirect_uri, scopes, state)
    code = authorization_code.parse_redirect(scripted_learner.authorize(url), state)
    response = authorization_code.exchange_code(
        running.client_id, running.client_secret, code, redirect_uri
    )
    token = Token.from_response(response)
    return token.with_validation(validate(token))


# What a learner who has been through each notebook has saved.
_PLAYS: dict[str, Callable[[], None]] = {
    "00_get_ready": _save_application,
    "01_app_access_token": _save_app_token,
    "02_user_access_token": _save_user_token,
    "03_save_the_token": _note_the_owner,
    "05_authorization_code": _save_refreshable_token,
    "06_device_code": _save_device_token,
    "08_openid_connect": _save_sign_in_token,
}
