"""The forms, and what shows a request and its response: the only room that knows ipywidgets."""

from helpers.views.begin import begin
from helpers.views.credentials import credentials_form
from helpers.views.exchange import show
from helpers.views.fields import explain_fields
from helpers.views.id_token import id_token_checks, id_token_parts
from helpers.views.mode import mode_form
from helpers.views.pages import account, checklist, source, token_file
from helpers.views.progress import checkpoint, contents
from helpers.views.scopes import scope_form
from helpers.views.sign_in_panel import sign_in

__all__ = [
    "account",
    "begin",
    "checklist",
    "checkpoint",
    "contents",
    "credentials_form",
    "explain_fields",
    "id_token_checks",
    "id_token_parts",
    "mode_form",
    "scope_form",
    "show",
    "sign_in",
    "source",
    "token_file",
]
