"""The forms, and what shows a request and its response: the only room that knows ipywidgets."""

from helpers.views.exchange.fields import explain_fields
from helpers.views.exchange.id_token import id_token_checks, id_token_parts
from helpers.views.exchange.limits import rate_limit
from helpers.views.exchange.panel import show
from helpers.views.forms.client_id import client_id_form
from helpers.views.forms.confirmation import confirmation
from helpers.views.forms.credentials import credentials_form
from helpers.views.forms.grant_chooser import grant_chooser
from helpers.views.forms.mode import mode_form
from helpers.views.forms.scope_explorer import scope_explorer
from helpers.views.forms.scopes import scope_form
from helpers.views.forms.tidy import tidy_form
from helpers.views.forms.wallet import wallet
from helpers.views.notebook.begin import begin
from helpers.views.notebook.checkpoints import checkpoint, contents
from helpers.views.notebook.pages import account, checklist, source, token_file
from helpers.views.pictures.charts import bar_chart, timeline
from helpers.views.pictures.gallery import gallery
from helpers.views.pictures.paging import progress
from helpers.views.pictures.records import before_after, table
from helpers.views.pictures.week import week
from helpers.views.sign_in.connections import connections
from helpers.views.sign_in.device_panel import device_panel
from helpers.views.sign_in.sign_in_panel import sign_in
from helpers.views.sign_in.wait_panel import wait_panel

__all__ = [
    "account",
    "bar_chart",
    "before_after",
    "begin",
    "checklist",
    "checkpoint",
    "client_id_form",
    "confirmation",
    "connections",
    "contents",
    "credentials_form",
    "device_panel",
    "explain_fields",
    "gallery",
    "grant_chooser",
    "id_token_checks",
    "id_token_parts",
    "mode_form",
    "progress",
    "rate_limit",
    "scope_explorer",
    "scope_form",
    "show",
    "sign_in",
    "source",
    "table",
    "tidy_form",
    "timeline",
    "token_file",
    "wait_panel",
    "wallet",
    "week",
]
