"""Tokens to be saved, and what then stands in the file."""

import json
from datetime import datetime, timezone

from helpers import tokens
from helpers.credentials.secret import Secret
from helpers.tokens import Token

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)


def app_token(text="app-token", **more):
    return Token(Secret(text), "app", obtained_at=NOON, **more)


def user_token(text="user-token", **more):
    return Token(Secret(text), "user", obtained_at=NOON, **more)


def saved():
    return json.loads(tokens.path().read_text())
