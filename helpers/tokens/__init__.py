"""Save and load tokens: the local file keeps one of each name for the later lessons."""

from helpers.catalogue.endpoints import Kind
from helpers.credentials.token import Application, Token
from helpers.tokens.loading import load
from helpers.tokens.saved import (
    Slot,
    forget,
    load_application,
    path,
    peek,
    peek_application,
    save,
)

__all__ = [
    "Application",
    "Kind",
    "Slot",
    "Token",
    "forget",
    "load",
    "load_application",
    "path",
    "peek",
    "peek_application",
    "save",
]
