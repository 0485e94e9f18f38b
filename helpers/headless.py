"""A run without a person: every notebook starts where a learner would stand who opens it.

Such a run keeps nothing. It has its own empty folder, its own sandbox with a fixed clock and
seed, and plays the steps of the notebooks before; so each notebook can run alone, in any order.
"""

import atexit
import os
import shutil
import tempfile
from dataclasses import replace

from helpers import embedded, scripted_learner, settings, tokens
from helpers.grants import client_credentials, implicit
from helpers.scopes import LESSON
from helpers.secret import Secret
from helpers.tokens import Application, Token

_base = os.environ.get("TWITCH_COURSE_HOME")  # None: the system's place for temporary files


def prepare(name: str) -> None:
    """Start afresh, then play the notebooks before `name`."""
    embedded.stop_all()
    _new_home()
    if name >= "01":
        _save_application()
    if name >= "02":
        _save_app_token()
    if name >= "03":
        _save_user_token()


def _new_home() -> None:
    home = tempfile.mkdtemp(prefix="headless-", dir=_base)
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
